import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createAdminCredentials, readAdminPassword } from "./admin-password.ts";

let dataDir = "";

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "admin-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
});

test("the first start writes a long password only its owner can read, the second start keeps it", async () => {
  const first = await readAdminPassword(dataDir, undefined);
  expect(first.password.length).toBeGreaterThanOrEqual(20);
  const file = join(dataDir, "admin-password");
  expect(first.file).toBe(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file, "utf8")).trim()).toBe(first.password);
  expect(await readAdminPassword(dataDir, undefined)).toEqual(first);
});

test("a configured password wins and needs no file", async () => {
  expect(await readAdminPassword(dataDir, "configured")).toEqual({ password: "configured" });
  await expect(stat(join(dataDir, "admin-password"))).rejects.toThrow("ENOENT");
});

test("a folder that cannot be written is refused by its code", async () => {
  const file = join(dataDir, "file");
  await writeFile(file, "");
  await expect(readAdminPassword(file, undefined)).rejects.toMatchObject({ code: "data_folder_unwritable" });
});

test("only admin with the exact password is let in", async () => {
  const { verify } = await createAdminCredentials("secret enough");
  expect(await verify("admin", "secret enough")).toBe(true);
  expect(await verify("root", "secret enough")).toBe(false);
  expect(await verify("admin", "secret enougH")).toBe(false);
  expect(await verify("admin", "")).toBe(false);
});

test("another password makes every session token unknown, the same one does not", async () => {
  const hash = async (password: string) => (await createAdminCredentials(password)).hashToken("token");
  expect(await hash("first password")).toBe(await hash("first password"));
  expect(await hash("first password")).not.toBe(await hash("other password"));
});
