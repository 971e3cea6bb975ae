/** The emulator as a process of its own: `npm run emulator`. Prints one JSON line when it is ready. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { createZendeskEmulator } from "./index.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "data-dir": { type: "string" },
    "webhook-target": { type: "string" },
    seed: { type: "string" },
  },
});

function stop(reason: string): never {
  console.error(`emulator: ${reason}`);
  process.exit(1);
}

const Port = z.coerce.number().int().min(0).max(65_535);
const portText = values.port ?? process.env["EMULATOR_PORT"] ?? "8090";
const port = Port.safeParse(portText);
if (!port.success) stop(`EMULATOR_PORT is not a port: ${portText}`);
const seed = z.enum(["demo", "empty"]).safeParse(values.seed ?? "demo");
if (!seed.success) stop("--seed is demo or empty");
const dataDir = join(values["data-dir"] ?? process.env["DATA_DIR"] ?? "./data", "emulator");
const target = values["webhook-target"];
if (target !== undefined && !URL.canParse(target)) stop(`--webhook-target is not a URL: ${target}`);

const SystemError = z.object({ code: z.string() });

function explain(error: unknown): string {
  const code = SystemError.safeParse(error).data?.code;
  if (code === "EADDRINUSE")
    return `port ${port.data} is in use by another program; set EMULATOR_PORT to a free one`;
  if (code === "EACCES" || code === "EROFS" || code === "ERR_SQLITE_ERROR")
    return `the folder ${dataDir} cannot be written; set DATA_DIR to one that can`;
  return error instanceof Error ? error.message : "could not start";
}

const emulator = await createZendeskEmulator({
  port: port.data,
  seed: seed.data,
  dataDir,
  ...(target === undefined ? {} : { demoWebhookTarget: target }),
  onError: (error) => console.error("emulator:", error),
}).catch((error: unknown) => stop(explain(error)));

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    void emulator.close().then(() => process.exit(0));
  });

console.log(JSON.stringify({ ready: true, url: emulator.url, port: emulator.port, pid: process.pid }));
