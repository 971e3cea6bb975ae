/** The server alone, without emulator and sample bot: `node src/main.ts`. */
import { fileURLToPath } from "node:url";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { CodedError } from "./errors.ts";
import { createLogger } from "./http/logger.ts";
import { announceReady, withdrawReady } from "./ready.ts";

/** What went wrong in one line for whoever started the program; the stack only for what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof CodedError && error.code !== "internal") return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function end(error: unknown): never {
  console.error(explain(error));
  process.exit(1);
}

try {
  const config = readConfig(process.env);
  const logger = createLogger({ level: config.logLevel ?? "info" });
  await withdrawReady(config.dataDir);
  const app = await createApp({
    config,
    logger,
    onDeath: end,
    pagesFolder: fileURLToPath(new URL("../dist", import.meta.url)),
  });
  const { origin, publicUrl } = await app.listen();
  app.begin();
  await announceReady(config.dataDir, {
    server: { origin, publicUrl, pid: process.pid },
    console: `${publicUrl}/console/`,
  });
  logger.info({ origin, publicUrl }, "ready");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(
      signal,
      () =>
        void withdrawReady(config.dataDir)
          .then(app.close)
          .then(() => process.exit(0)),
    );
  }
} catch (error) {
  end(error);
}
