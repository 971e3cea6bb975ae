/**
 * The server as `src/main.ts` composes it, as a process that can be killed: with the sample bot, short waits, and a
 * route that tells whose a handoff is. Configured by the environment like the server itself.
 */
import { flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { seedDemo } from "../../../demo/seed.ts";
import { createApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createLogger } from "../../../src/http/logger.ts";
import { announceReady, withdrawReady } from "../../../src/ready.ts";

// Never outlives the test that started it.
process.once("disconnect", () => process.exit());
const config = readConfig(process.env);
await withdrawReady(config.dataDir);
const app = await createApp({
  config,
  logger: createLogger({ level: config.logLevel ?? "error" }),
  pagesFolder: fileURLToPath(new URL("../../../dist", import.meta.url)),
  timing: { settleMs: 300, lookAgainMs: 50, firstRetryMs: 20, longestRetryMs: 500 },
  watchTiming: { shortestMs: 250, longestMs: 1_500, callsPerMinute: 1_000_000 },
  answerMs: 2_000,
  chatLimits: { sessionsPerMinute: 1_000_000 },
});
app.server.get<{ Params: { id: string } }>("/whose/:id", async ({ params }) => {
  const handoff = await app.store.handoffs.load(params.id);
  return handoff ?? {};
});
await seedDemo(app.store, { connector: true });
const { origin } = await app.listen();
app.begin();
await announceReady(config.dataDir, { origin });
// Who is killed keeps nothing at the end: the next one starts the sooner.
flushCompileCache();
