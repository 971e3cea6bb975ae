import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "./open.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "store-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Lets a writer work on the folder, calls `during` after so many acknowledged turns, then kills it; gives all acknowledged turns. */
async function killWriterAfter(turns: number, during?: () => Promise<void>): Promise<readonly string[]> {
  const script = new URL("./writer.fixture.ts", import.meta.url);
  const writer = spawn(process.execPath, [script.pathname, folder], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  writer.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const closed = once(writer, "close");
  const lines: string[] = [];
  for await (const line of createInterface(writer.stdout)) {
    lines.push(line);
    if (lines.length !== turns) continue;
    await during?.();
    writer.kill("SIGKILL");
  }
  await closed;
  expect({ complaints, signal: writer.signalCode }).toEqual({ complaints: "", signal: "SIGKILL" });
  // Each is one write of far less than a pipe's buffer: the last line is whole or not there.
  return lines;
}

test("[ST30] what was acknowledged before a kill is there, in full", { timeout: 60_000 }, async () => {
  for (let round = 0; round < 4; round += 1) {
    const newest = new Map<string, number>();
    for (const line of await killWriterAfter(randomInt(1, 600))) {
      const [id = "", version] = line.split(" ");
      newest.set(id, Number(version));
    }
    const store = await openSqliteStore({ folder });
    for (const [id, version] of newest) {
      const loaded = await store.conversations.load(id);
      const written = loaded?.version ?? 0;
      expect(written).toBeGreaterThanOrEqual(version);
      expect(loaded?.state).toMatchObject({ revision: written, lastSeq: written });
      const messages = await store.conversations.messages(id, { fromSeq: 1, toSeq: 1e6, limit: 1e6 });
      expect(messages.map(({ seq }) => seq)).toEqual(
        Array.from({ length: written }, (_, index) => index + 1),
      );
      expect(await store.lanes.depth(`handoff of ${id}`)).toBe(written);
    }
    await store.close();
  }
});

test("[ST29] the folder is refused to a second process, and free once the first was killed", async () => {
  await killWriterAfter(1, async () => {
    await expect(openSqliteStore({ folder })).rejects.toMatchObject({ code: "data_folder_in_use" });
  });
  const store = await openSqliteStore({ folder });
  await expect(openSqliteStore({ folder })).rejects.toMatchObject({ code: "data_folder_in_use" });
  await store.facts.set("still", "works");
  await store.close();
});

test("[ST31] a database written by a newer version is refused and left alone", async () => {
  await (await openSqliteStore({ folder })).close();
  const database = new DatabaseSync(join(folder, "store.db"));
  database.exec("INSERT INTO migration (number, name, applied_at) VALUES (9999, 'later', 0)");
  database.close();
  await expect(openSqliteStore({ folder })).rejects.toMatchObject({
    code: "data_folder_newer",
    message: expect.stringContaining("9999"),
  });
});

test("[ST31] a folder that cannot be written to is refused by name", async () => {
  const path = join(folder, "a file");
  await writeFile(path, "");
  await expect(openSqliteStore({ folder: join(path, "data") })).rejects.toMatchObject({
    code: "data_folder_unwritable",
    message: expect.stringContaining(path),
  });
});

test("a file that is no database is named", async () => {
  await writeFile(join(folder, "store.db"), "not a database, but long enough to look at".repeat(20));
  await expect(openSqliteStore({ folder })).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringContaining("store.db"),
  });
});

test("[ST32] the folder and its files are closed to other users", async () => {
  await chmod(folder, 0o755);
  const store = await openSqliteStore({ folder });
  await store.facts.set("name", "value");
  const files = await readdir(folder);
  expect([...files].sort()).toEqual(["store.db", "store.db-shm", "store.db-wal", "store.lock"]);
  for (const file of files) {
    expect({ file, mode: (await stat(join(folder, file))).mode & 0o777 }).toEqual({ file, mode: 0o600 });
  }
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await store.close();
});
