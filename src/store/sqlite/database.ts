/** Opens the folder's database for this process alone. */
import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CodedError } from "../../errors.ts";
import { migrate } from "./migrate.ts";

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  readonly close: () => void;
}

export function openDatabase(folder: string, now: number): OpenedDatabase {
  prepareFolder(folder);
  const lock = lockFolder(folder);
  try {
    const database = openFile(join(folder, "store.db"));
    try {
      // Outside readers (a backup, a look with the command line) may hold a lock for a moment.
      database.exec("PRAGMA busy_timeout = 5000");
      database.exec("PRAGMA journal_mode = WAL");
      // FULL syncs the log at every commit: what is acknowledged survives a power cut.
      database.exec("PRAGMA synchronous = FULL");
      database.exec("PRAGMA foreign_keys = ON");
      migrate(database, now);
      followClock(database, now);
      freeLanes(database, now);
      freeInbox(database, now);
    } catch (error) {
      database.close();
      if (error instanceof CodedError) throw error;
      const detail = error instanceof Error ? error.message : "unknown failure";
      throw new CodedError("store_failed", `cannot open ${join(folder, "store.db")}: ${detail}`, {
        cause: error,
      });
    }
    return {
      database,
      close: () => {
        database.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * The clock was set back, and the process that went on ahead of it has ended: what waits, waits no longer than it was
 * meant to.
 */
function followClock(database: DatabaseSync, now: number): void {
  const { seen } = database.prepare("SELECT seen_at AS seen FROM clock").get() ?? {};
  const ahead = Number(seen) - now;
  if (ahead <= 0) return;
  database.exec("BEGIN IMMEDIATE");
  for (const table of ["lane", "timer", "inbox", "second_look"])
    database.prepare(`UPDATE ${table} SET due_at = due_at - :ahead`).run({ ahead });
  database.prepare("UPDATE inbox SET stored_at = stored_at - :ahead WHERE result IS NULL").run({ ahead });
  database.prepare("UPDATE clock SET seen_at = :now").run({ now });
  database.exec("COMMIT");
}

/**
 * Who held a lease has died: the folder's lock is ours, and with its process its sockets are gone. Its attempts
 * need not wait for their leases; the next claim looks first, as after any lease that ran out. What was set aside
 * gets another chance: this version may be able to read it.
 */
function freeLanes(database: DatabaseSync, now: number): void {
  database
    .prepare(
      `UPDATE lane SET due_at = :now WHERE due_at IS NULL AND claim_position IS NULL
         AND EXISTS (SELECT 1 FROM delivery WHERE delivery.handoff_id = lane.handoff_id)`,
    )
    .run({ now });
  database
    .prepare(
      `UPDATE lane SET leased_until = :now, due_at = iif(due_at IS NULL, NULL, :now)
       WHERE claim_position IS NOT NULL AND leased_until > :now`,
    )
    .run({ now });
}

/** What was held had failed at nothing: a question about it, say, was under way and died with its process. */
function freeInbox(database: DatabaseSync, now: number): void {
  database
    .prepare("UPDATE inbox SET due_at = :now WHERE result IS NULL AND tries = 0 AND due_at > :now")
    .run({ now });
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A mounted folder may belong to somebody else; its files are closed to others all the same.
    if (statSync(folder).uid === process.getuid?.()) chmodSync(folder, 0o700);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/**
 * An exclusive transaction on an empty database of its own: the operating system lets go of it when the process
 * dies, however it dies, and the store itself stays open to readers from outside.
 */
function lockFolder(folder: string): DatabaseSync {
  const lock = openFile(join(folder, "store.lock"));
  try {
    lock.exec("PRAGMA journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === sqliteBusy) {
      throw new CodedError("data_folder_in_use", `another process uses the data folder ${folder}`, {
        cause: error,
      });
    }
    throw unwritable(folder, error);
  }
}

function openFile(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 0 });
    // By path: opening and closing the file ourselves would drop the locks this process holds on it. The log
    // files take over this mode.
    chmodSync(path, 0o600);
    return database;
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, cause: unknown): CodedError {
  const detail = cause instanceof Error ? cause.message : "unknown failure";
  return new CodedError("data_folder_unwritable", `cannot write to ${path}: ${detail}`, { cause });
}

const sqliteBusy = 5;

/** SQLite's primary result code, where the error is SQLite's. */
function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : undefined;
}
