import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const Ready = z.object({ ready: z.literal(true), url: z.string(), port: z.number() });
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "emulator-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const start = (...args: string[]) =>
  spawn(process.execPath, [main, "--data-dir", dataDir, ...args], { stdio: ["ignore", "pipe", "pipe"] });

async function ready(child: ReturnType<typeof start>) {
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return Ready.parse(JSON.parse(z.string().parse(line)));
}

async function kill(child: ReturnType<typeof start>) {
  child.kill("SIGKILL");
  await once(child, "exit");
}

test("what was answered survives kill -9", async () => {
  const first = start("--port", "0");
  const { url, port } = await ready(first);
  const credentials = z
    .object({ appId: z.string(), keyId: z.string(), keySecret: z.string() })
    .parse(await (await fetch(`${url}/_emulator/credentials`)).json());
  const authorization = `Basic ${Buffer.from(`${credentials.keyId}:${credentials.keySecret}`).toString("base64")}`;
  const users = `/sc/v2/apps/${credentials.appId}/users`;
  const created = await fetch(url + users, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ externalId: "survivor" }),
  });
  expect(created.status).toBe(201);
  await kill(first);

  const second = start("--port", String(port));
  await ready(second);
  const found = await fetch(`${url}${users}/survivor`, { headers: { authorization } });
  expect(found.status).toBe(200);
  await kill(second);
});

test("--settings starts it with the switches of a file; one that it does not know is one line", async () => {
  const file = join(dataDir, "settings.json");
  writeFileSync(file, JSON.stringify({ multiConversations: false, searchLagSeconds: 90 }));
  const child = start("--port", "0", "--settings", file);
  const { url } = await ready(child);
  const told: unknown = await (await fetch(`${url}/_emulator/settings`)).json();
  expect(told).toMatchObject({ settings: { multiConversations: false, searchLagSeconds: 90 } });
  await kill(child);

  writeFileSync(file, JSON.stringify({ multiConversation: false }));
  const refused = start("--port", "0", "--settings", file);
  let said = "";
  refused.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(refused, "close");
  expect(code).toBe(1);
  expect(said.trim()).toBe(`emulator: --settings ${file}: Unrecognized key: "multiConversation"`);
});

test("a port in use is one line and a failure", async () => {
  const first = start("--port", "0");
  const { port } = await ready(first);
  const second = spawn(process.execPath, [
    main,
    "--data-dir",
    join(dataDir, "other"),
    "--port",
    String(port),
  ]);
  let said = "";
  second.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(second, "close");
  expect(code).toBe(1);
  expect(said.trim().split("\n")).toEqual([
    `emulator: port ${port} is in use by another program; set EMULATOR_PORT to a free one`,
  ]);
  await kill(first);
});

test("SIGTERM ends it cleanly", async () => {
  const child = start("--port", "0");
  await ready(child);
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
});

test("a second emulator on the same folder says so", async () => {
  const first = start("--port", "0");
  await ready(first);
  const second = start("--port", "0");
  let said = "";
  second.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(second, "close");
  expect(code).toBe(1);
  expect(said.trim()).toBe(
    `emulator: another emulator works in ${join(dataDir, "emulator")}; stop it, or set DATA_DIR to another folder`,
  );
  await kill(first);
});

test("people read what is where; --help tells the rest", async () => {
  const child = start("--port", "0");
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const { url } = await ready(child);
  await expect.poll(() => said).toContain(`${url}/inspector`);
  await kill(child);

  const help = start("--help");
  let told = "";
  help.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
  });
  const [code] = await once(help, "close");
  expect(code).toBe(0);
  expect(told).toContain("--webhook-target <url>");
});
