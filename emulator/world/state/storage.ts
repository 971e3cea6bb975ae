/**
 * Keeps the account on disk: JSON by kind and id, attachments as bytes. Changes of one turn of the event loop
 * are written in one transaction before any answer leaves, so an answered write survives `kill -9`. One process
 * at a time: a second one on the same folder fails at once.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Storage {
  /** Rows of a kind in their order of insertion. */
  read: (kind: string) => unknown[];
  /** `row` undefined deletes. */
  write: (kind: string, id: string, row: unknown) => void;
  readBytes: (id: string) => Uint8Array | undefined;
  writeBytes: (id: string, bytes: Uint8Array) => void;
  /** Forgets the bytes of every file. */
  clearBytes: () => void;
  close: () => void;
}

/** In `folder`, or in memory when there is none. */
export function openStorage(folder: string | undefined): Storage {
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(folder === undefined ? ":memory:" : join(folder, "zendesk.db"));
  db.exec(`PRAGMA busy_timeout = 2000; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS entities (kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id));
    CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, bytes BLOB NOT NULL);`);
  const put = db.prepare(
    "INSERT INTO entities (kind, id, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
  );
  const remove = db.prepare("DELETE FROM entities WHERE kind = ? AND id = ?");
  const select = db.prepare("SELECT json FROM entities WHERE kind = ? ORDER BY rowid");
  const putFile = db.prepare("INSERT OR REPLACE INTO files (id, bytes) VALUES (?, ?)");
  const selectFile = db.prepare("SELECT bytes FROM files WHERE id = ?");

  const changes = new Map<string, { kind: string; id: string; row: unknown }>();
  const flush = () => {
    if (changes.size === 0) return;
    db.exec("BEGIN");
    for (const { kind, id, row } of changes.values()) {
      if (row === undefined) remove.run(kind, id);
      else put.run(kind, id, JSON.stringify(row));
    }
    db.exec("COMMIT");
    changes.clear();
  };

  return {
    read(kind) {
      flush();
      return select.all(kind).map(({ json }): unknown => JSON.parse(String(json)));
    },
    write(kind, id, row) {
      // In memory the tables are the account; only bytes live here.
      if (folder === undefined) return;
      if (changes.size === 0) queueMicrotask(flush);
      changes.set(`${kind}\u0000${id}`, { kind, id, row });
    },
    readBytes(id) {
      const bytes = selectFile.get(id)?.["bytes"];
      return bytes instanceof Uint8Array ? bytes : undefined;
    },
    writeBytes: (id, bytes) => {
      putFile.run(id, bytes);
    },
    clearBytes: () => db.exec("DELETE FROM files"),
    close() {
      flush();
      db.close();
    },
  };
}
