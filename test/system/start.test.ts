/** `npm start` as a person meets it: what it prints, what it keeps, how it fails. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { until } from "./until.ts";
import { openVisitor } from "./visitor.ts";

const serverFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const startFile = fileURLToPath(new URL("../../start.ts", import.meta.url));
const readySchema = z.object({
  server: z.object({ origin: z.string(), port: z.number(), pid: z.number() }),
  emulator: z.object({ url: z.string(), port: z.number(), pid: z.number() }),
  ids: z.object({ bot: z.literal("demo"), channel: z.literal("demo"), connector: z.literal("demo") }),
  preview: z.string(),
  console: z.string(),
  agent: z.string(),
});
type Ready = z.infer<typeof readySchema>;

interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly exit: Promise<number | null>;
}

let folder: string;
let dataDir: string;
const children: Started[] = [];
const emulatorPids = new Set<number>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livechat-start-"));
  dataDir = join(folder, "data");
});
afterEach(async () => {
  for (const { child, exit } of children.splice(0)) {
    child.kill("SIGKILL");
    await exit;
  }
  for (const pid of emulatorPids) if (isRunning(pid)) process.kill(pid, "SIGKILL");
  emulatorPids.clear();
  await rm(folder, { recursive: true, force: true });
});

function start(
  env: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
  file = startFile,
): Started {
  const child = spawn(process.execPath, [...nodeOptions, file], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      DATA_DIR: dataDir,
      PORT: "0",
      EMULATOR_PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed.err += text;
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const started = { child, out: () => printed.out, err: () => printed.err, exit };
  children.push(started);
  return started;
}

async function ready(started: Started): Promise<Ready> {
  const found = await until(async () => {
    if (started.child.exitCode !== null)
      throw new Error(`ended with ${started.child.exitCode}: ${started.err()}`);
    const text = await readFile(join(dataDir, "ready.json"), "utf8").catch(() => undefined);
    return text === undefined ? undefined : readySchema.parse(JSON.parse(text));
  }, "ready.json");
  emulatorPids.add(found.emulator.pid);
  await until(() => (started.out().includes("Ctrl+C") ? true : undefined), "the table");
  return found;
}

async function tickets({ emulator }: Ready): Promise<number> {
  const body: unknown = await (await fetch(`${emulator.url}/agent/api/tickets?view=all`)).json();
  return z.object({ tickets: z.array(z.unknown()) }).parse(body).tickets.length;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("the first start prints where everything is; the sample conversation can be held at once; the second keeps everything", async () => {
  const first = start();
  const { server, preview, agent, ...links } = await ready(first);
  for (const link of [preview, agent, links.console]) expect(first.out()).toContain(link);
  const password = (await readFile(join(dataDir, "admin-password"), "utf8")).trim();
  expect(first.out()).toContain(`admin / ${password}`);
  expect(first.err()).not.toContain(password);

  const visitor = await openVisitor(server.origin, { language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const said = visitor.messages();
  visitor.close();
  const { token } = visitor.session;

  first.child.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  const again = start();
  const second = await ready(again);
  expect(await tickets(second)).toBe(1);
  const back = await openVisitor(second.server.origin, { token });
  await back.isIn("livechat");
  expect(back.messages().map(({ id }) => id)).toEqual(said.map(({ id }) => id));
  back.close();
});

test("it starts under the watch mode of npm run dev", async () => {
  const dev = start({}, ["--watch-path=src"]);
  const { server } = await ready(dev);
  expect((await fetch(`${server.origin}/health/ready`)).status).toBe(200);
  dev.child.kill("SIGTERM");
  await dev.exit;
});

test("the emulator outlives a killed server and is found again", async () => {
  const first = start();
  const { emulator } = await ready(first);
  first.child.kill("SIGKILL");
  await first.exit;
  expect(isRunning(emulator.pid)).toBe(true);
  await rm(join(dataDir, "ready.json"));
  expect((await ready(start())).emulator.pid).toBe(emulator.pid);
});

async function refusal(env: Record<string, string>, file = startFile): Promise<string> {
  const started = start(env, [], file);
  expect(await started.exit).not.toBe(0);
  const lines = started.err().trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(started.err()).not.toMatch(/\n\s+at /);
  return lines[0] ?? "";
}

test("a port in use is one clear line", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  expect(await refusal({ PORT: String(port), EMULATOR: "off" })).toContain(`Port ${port}`);
  expect(await refusal({ EMULATOR_PORT: String(port) })).toContain(`port ${port}`);
  other.close();
});

test("a data folder that cannot be written is one clear line", async () => {
  await writeFile(join(folder, "a-file"), "");
  expect(await refusal({ DATA_DIR: join(folder, "a-file", "data") })).toContain(
    join(folder, "a-file", "data"),
  );
});

test("a wrong configuration is one clear line with every problem", async () => {
  const line = await refusal({ PORT: "http", SECRET_KEY: "short" });
  expect(line).toContain("PORT");
  expect(line).toContain("SECRET_KEY");
});

test("a wrong SECRET_KEY, or a lost one, is one clear line", async () => {
  const first = start();
  await ready(first);
  first.child.kill("SIGTERM");
  await first.exit;
  expect(await refusal({ SECRET_KEY: "another key of more than 32 characters" })).toContain("SECRET_KEY");
  await rm(join(dataDir, "secret.key"));
  expect(await refusal({})).toContain("secret.key");
});

test("a second server on the same data folder is one clear line", async () => {
  await ready(start());
  expect(await refusal({ EMULATOR: "off" })).toContain("uses the data folder");
});

test("[ST38] a store that breaks while the server runs ends it with one clear line", async () => {
  const preload = new URL("break-store.fixture.ts", import.meta.url).href;
  const line = await refusal({ EMULATOR: "off", NODE_OPTIONS: `--import=${preload}` }, serverFile);
  expect(line).toContain("the store's thread failed: broken on purpose");
});
