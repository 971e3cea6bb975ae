import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { deriveSecrets, openSecrets } from "./keys.ts";

const place = { bot: "demo", field: "keySecret" };
const wrong = expect.objectContaining({ code: "secret_key_wrong" });
const secretKey = "a key of more than thirty-two characters";
let dataDir = "";
let facts: {
  get: (name: string) => Promise<string | undefined>;
  set: (name: string, value: string) => Promise<void>;
};

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "secrets-"));
  const rows = new Map<string, string>();
  facts = {
    get: (name) => Promise.resolve(rows.get(name)),
    set: (name, value) => Promise.resolve(void rows.set(name, value)),
  };
  onTestFinished(() => rm(dataDir, { recursive: true }));
});

test("the first start writes a key only its owner can read, the second start uses it", async () => {
  const first = await openSecrets({ dataDir, secretKey: undefined, facts });
  const sealed = first.box.seal("hunter2", place);
  expect((await stat(join(dataDir, "secret.key"))).mode & 0o777).toBe(0o600);
  const second = await openSecrets({ dataDir, secretKey: undefined, facts });
  expect(second.box.open(sealed, place)).toBe("hunter2");
});

test("SECRET_KEY needs no file", async () => {
  await openSecrets({ dataDir, secretKey, facts });
  await expect(stat(join(dataDir, "secret.key"))).rejects.toThrow("ENOENT");
});

test("another SECRET_KEY is refused", async () => {
  await openSecrets({ dataDir, secretKey, facts });
  await expect(openSecrets({ dataDir, secretKey: `${secretKey}!`, facts })).rejects.toEqual(wrong);
});

test("a missing key file beside existing ciphertexts is refused, and none is written", async () => {
  await openSecrets({ dataDir, secretKey: undefined, facts });
  await rm(join(dataDir, "secret.key"));
  await expect(openSecrets({ dataDir, secretKey: undefined, facts })).rejects.toEqual(wrong);
  await expect(stat(join(dataDir, "secret.key"))).rejects.toThrow("ENOENT");
});

test("a damaged key file is refused and kept as it is", async () => {
  await writeFile(join(dataDir, "secret.key"), "short\n");
  await expect(openSecrets({ dataDir, secretKey: undefined, facts })).rejects.toEqual(wrong);
  expect(await readFile(join(dataDir, "secret.key"), "utf8")).toBe("short\n");
});

test("an unwritable data folder is named", async () => {
  await writeFile(join(dataDir, "file"), "");
  await expect(openSecrets({ dataDir: join(dataDir, "file"), secretKey: undefined, facts })).rejects.toEqual(
    expect.objectContaining({ code: "data_folder_unwritable" }),
  );
});

test("a ciphertext of another key does not open", () => {
  const sealed = deriveSecrets(secretKey).box.seal("hunter2", place);
  expect(() => deriveSecrets("x".repeat(32)).box.open(sealed, place)).toThrow(wrong);
});
