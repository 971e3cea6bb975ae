import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { migrate } from "./migrate.ts";

async function migrationFolder(files: Record<string, string>): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
  return pathToFileURL(`${folder}/`);
}

function tables(database: DatabaseSync): readonly unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => row["name"]);
}

test("migrations are applied once each, in the order of their numbers", async () => {
  const database = new DatabaseSync(":memory:");
  const first = { "0001-a.sql": "CREATE TABLE a (x)" };
  migrate(database, 1, await migrationFolder(first));
  migrate(
    database,
    2,
    await migrationFolder({
      ...first,
      "0010-c.sql": "ALTER TABLE b ADD COLUMN y",
      "0002-b.sql": "CREATE TABLE b (x)",
      "note.txt": "no migration",
    }),
  );
  expect(database.prepare("SELECT number, name, applied_at FROM migration").all()).toEqual([
    { number: 1, name: "0001-a.sql", applied_at: 1 },
    { number: 2, name: "0002-b.sql", applied_at: 2 },
    { number: 10, name: "0010-c.sql", applied_at: 2 },
  ]);
});

test("[ST33] a migration that fails leaves the database as it was", async () => {
  const database = new DatabaseSync(":memory:");
  const good = { "0001-a.sql": "CREATE TABLE a (x)" };
  migrate(database, 1, await migrationFolder(good));
  const broken = await migrationFolder({
    ...good,
    "0002-b.sql": "CREATE TABLE b (x)",
    "0003-c.sql": "CREATE TABLE c (x); CREATE TABLE a (x)",
  });
  expect(() => migrate(database, 2, broken)).toThrow("table a already exists");
  expect(tables(database)).toEqual(["a", "migration"]);
  migrate(database, 3, await migrationFolder(good));
});

test("copies of operators' files from before are counted, and are the first to make room", async () => {
  const ours = new URL("./migrations/", import.meta.url);
  const names = (await readdir(ours)).filter((name) => name < "0011");
  const before = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, ours), "utf8")] as const),
  );
  const database = new DatabaseSync(":memory:", { enableForeignKeyConstraints: false });
  migrate(database, 1, await migrationFolder(Object.fromEntries(before)));
  const file = database.prepare(
    `INSERT INTO file (id, bot_id, conversation_id, name, media_type, size, image, remote_connector_id, remote_url, stored)
     VALUES (?, 'b', 'c', 'n', 'a/b', ?, 0, ?, ?, ?)`,
  );
  file.run("copy", 10, "connector", "https://acme.zendesk.com/1", 1);
  file.run("another", 5, "connector", "https://acme.zendesk.com/2", 1);
  file.run("not fetched", 100, "connector", "https://acme.zendesk.com/3", 0);
  file.run("upload", 1000, null, null, 1);
  migrate(database, 2, ours);
  expect(database.prepare("SELECT bytes FROM copies").all()).toEqual([{ bytes: 15 }]);
  expect(database.prepare("SELECT id FROM file WHERE opened_at = 0 ORDER BY id").all()).toEqual([
    { id: "another" },
    { id: "copy" },
  ]);
  database.exec("UPDATE file SET stored = 0 WHERE id = 'copy'");
  expect(database.prepare("SELECT bytes FROM copies").all()).toEqual([{ bytes: 5 }]);
});
