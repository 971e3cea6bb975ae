/** The command as it is typed, on an emulator that runs in real time. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { createZendeskEmulator, type ZendeskEmulator } from "../emulator/index.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
/** Those that wait for nothing. */
const quick = "support-access,support-limit,several-conversations,private-files,refused-control,rate-limit";

let emulator: ZendeskEmulator;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-"));
  emulator = await createZendeskEmulator({ port: 0, seed: "demo" });
  emulator.configure({ multiConversations: false, privateAttachments: false, supportPlan: "team" });
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const Credentials = z.object({
  appId: z.string(),
  keyId: z.string(),
  keySecret: z.string(),
  email: z.string(),
  apiToken: z.string(),
});

function environment(): Record<string, string> {
  const { appId, keyId, keySecret, email, apiToken } = Credentials.parse(emulator.credentials());
  return {
    ZENDESK_APP_ID: appId,
    ZENDESK_KEY_ID: keyId,
    ZENDESK_KEY_SECRET: keySecret,
    ZENDESK_EMAIL: email,
    ZENDESK_API_TOKEN: apiToken,
  };
}

async function run(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = await once(child, "close");
  return { code: z.number().nullable().parse(code), out, err };
}

test("answers are printed and written for the emulator, and no secret is in either", async () => {
  const env = environment();
  const { code, out, err } = await run(["--origin", emulator.url, "--yes", "--only", quick], env);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const file = await readFile(join(folder, "zendesk-settings.json"), "utf8");
  expect(JSON.parse(file)).toEqual({
    apiTokenAccess: true,
    apiTokensRetired: false,
    supportPlan: "team",
    multiConversations: false,
    privateAttachments: false,
    controlFailures: "answered",
  });
  expect(out).toContain("May a user have a second conversation");
  expect(out).toContain("200 calls a minute");
  for (const secret of [env["ZENDESK_KEY_SECRET"], env["ZENDESK_API_TOKEN"]]) {
    expect(out).not.toContain(secret);
    expect(file).not.toContain(secret);
  }
});

test.each([
  ["ZENDESK_KEY_SECRET", /^verify:zendesk: the Conversations API key was refused \(401 unauthorized\)/],
  ["ZENDESK_API_TOKEN", /^verify:zendesk: the credentials for Support were refused \(401 /],
])("a wrong %s is one line, and nothing is created", async (name, line) => {
  const before = emulator.ledger().length;
  const args = ["--origin", emulator.url, "--yes"];
  const { code, out, err } = await run(args, { ...environment(), [name]: "not-the-secret-9Qx" });
  expect(code).toBe(1);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(err).toMatch(line);
  expect(out + err).not.toContain("not-the-secret-9Qx");
  expect(emulator.ledger()).toHaveLength(before);
});

test("without --yes and without anybody to agree nothing is created", async () => {
  const before = emulator.ledger().length;
  const { code, err } = await run(["--origin", emulator.url], environment());
  expect(code).toBe(1);
  expect(err).toContain("--yes goes on without asking");
  expect(emulator.ledger()).toHaveLength(before);
});
