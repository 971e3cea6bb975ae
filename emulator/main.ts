/**
 * The emulator as a process of its own: `npm run emulator`. When it is ready it prints one JSON line to standard
 * output for programs, and to standard error, where people look, what is where.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { SettingsChange } from "./control/schemas.ts";
import { createZendeskEmulator } from "./index.ts";

function stop(reason: string): never {
  console.error(`emulator: ${reason}`);
  process.exit(1);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        "data-dir": { type: "string" },
        "webhook-target": { type: "string" },
        seed: { type: "string" },
        settings: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : "unknown option"} (--help tells what there is)`);
  }
}
const values = readOptions();

const HELP = `A Zendesk of your own on this machine: Sunshine Conversations, Support, Agent Workspace, Admin Center.

  npm run emulator -- [options]

  --port <number>          where it listens on 127.0.0.1; 0 takes a free one   (EMULATOR_PORT, else 8090)
  --data-dir <folder>      the account is kept in <folder>/emulator            (DATA_DIR, else ./data)
  --seed demo|empty        the account to start from when none is kept         (demo)
  --settings <file>        switches of the account, as JSON; e.g. what npm run verify:zendesk wrote
  --webhook-target <url>   where the demo integration sends its webhooks
  --help                   this

When it is ready, standard output gets one line of JSON: {"ready":true,"url":…,"port":…,"pid":…}.
The account survives a crash. Faults and snapshots do not: they live with the process.
`;
if (values.help === true) {
  process.stdout.write(HELP);
  process.exit(0);
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

/** The switches of a file; the account keeps them. */
function readSettings(file: string) {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return stop(`--settings ${file} cannot be read: ${error instanceof Error ? error.message : "no JSON"}`);
  }
  const read = SettingsChange.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return stop(`--settings ${file}: ${[...(issue?.path ?? []), issue?.message].join(": ")}`);
}
const settings = values.settings === undefined ? {} : readSettings(values.settings);

const SystemError = z.object({ code: z.string() });

function explain(error: unknown): string {
  const code = SystemError.safeParse(error).data?.code;
  if (code === "EADDRINUSE")
    return `port ${port.data} is in use by another program; set EMULATOR_PORT to a free one`;
  if (error instanceof Error && error.message.includes("database is locked"))
    return `another emulator works in ${dataDir}; stop it, or set DATA_DIR to another folder`;
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
emulator.configure(settings);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    void emulator.close().then(() => process.exit(0));
  });

console.log(JSON.stringify({ ready: true, url: emulator.url, port: emulator.port, pid: process.pid }));
process.stderr.write(`
  Zendesk emulator   nothing leaves this machine

  Agent Workspace    ${emulator.url}/agent
  Admin Center       ${emulator.url}/admin
  Inspector          ${emulator.url}/inspector
  Credentials        ${emulator.url}/_emulator/credentials
  Controls           ${emulator.url}/_emulator/openapi.json
  Kept in            ${dataDir}

`);
