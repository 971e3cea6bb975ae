/**
 * `npm start`: builds the pages when they changed, starts the server, and beside it the emulator with the sample
 * bot linked to it. Prints where everything is.
 */
import { fileURLToPath } from "node:url";
import { type EmulatorProcess, startEmulator } from "./demo/emulator-process.ts";
import { linkDemo } from "./demo/link.ts";
import { demoBotId, demoChannelId, demoConnectorId, seedDemo } from "./demo/seed.ts";
import { buildPages } from "./scripts/build-pages.ts";
import { type App, createApp } from "./src/app.ts";
import { type Config, readConfig } from "./src/config.ts";
import { CodedError } from "./src/errors.ts";
import { createLogger } from "./src/http/logger.ts";
import { announceReady, withdrawReady } from "./src/ready.ts";

async function run(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger({ level: config.logLevel ?? "warn" });
  await withdrawReady(config.dataDir).catch(() => undefined);
  if (await buildPages()) console.log("The pages were built anew.");
  const app = await createApp({
    config,
    logger,
    pagesFolder: fileURLToPath(new URL("dist", import.meta.url)),
    onDeath: end,
  });
  const { origin, publicUrl } = await app.listen();
  await seedDemo(app.store, { connector: config.emulator });
  const emulator = config.emulator ? await startSample(app, config, origin) : undefined;
  app.begin();

  const links = {
    preview: `${publicUrl}/preview/${demoChannelId}`,
    console: `${publicUrl}/console/`,
    ...(emulator && { agent: `${emulator.url}/agent` }),
    consoleUser: "admin",
    // A path of this machine is nothing to show where strangers may look.
    ...(emulator && app.adminPassword.file !== undefined && { passwordFile: app.adminPassword.file }),
  };
  app.setDemo(links);
  await announceReady(config.dataDir, {
    server: { origin, publicUrl, port: Number(new URL(origin).port), pid: process.pid },
    ...(emulator && {
      emulator: { url: emulator.url, port: Number(new URL(emulator.url).port), pid: emulator.pid },
    }),
    ids: { bot: demoBotId, channel: demoChannelId, ...(emulator && { connector: demoConnectorId }) },
    ...links,
  });
  print(app, links, publicUrl);

  const stop = async () => {
    await withdrawReady(config.dataDir);
    await app.close();
    await emulator?.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

async function startSample(app: App, config: Config, origin: string): Promise<EmulatorProcess> {
  const emulator = await startEmulator({
    port: config.emulatorPort,
    dataDir: config.dataDir,
    webhookTarget: `${origin}/webhooks/zendesk/${demoConnectorId}`,
  });
  app.acceptZendesk(emulator.url);
  const linked = await linkDemo({
    server: origin,
    emulator: emulator.url,
    username: "admin",
    password: app.adminPassword.password,
  });
  if (linked === "not accepted")
    console.error(
      "The emulator did not accept the sample connector: see the External connector page of the console.",
    );
  return emulator;
}

function print(app: App, links: Record<string, string>, publicUrl: string): void {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Start here", `${publicUrl}/`],
    ["Chat with the bot", links["preview"]],
    ["Answer as an operator", links["agent"]],
    ["Set the bot up", links["console"]],
    [
      "Console login",
      `admin / ${app.adminPassword.file === undefined ? "your ADMIN_PASSWORD" : app.adminPassword.password}`,
    ],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log(
    `\n${rows.flatMap(([what, where]) => (where === undefined ? [] : [`  ${what.padEnd(width)}   ${where}`])).join("\n")}\n\n  Stop with Ctrl+C. Everything is kept for the next start.\n`,
  );
}

function end(error: unknown): never {
  console.error(explain(error));
  process.exit(1);
}

/** What went wrong, in one line for what was foreseen. */
function explain(error: unknown): string {
  if (error instanceof CodedError && error.code !== "internal") return error.message;
  return error instanceof Error ? error.message : String(error);
}

await run().catch(end);
