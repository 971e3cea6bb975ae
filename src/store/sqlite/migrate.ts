import { readdirSync, readFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { CodedError } from "../../errors.ts";

const ownMigrations = new URL("./migrations/", import.meta.url);

/**
 * Brings the database to the newest schema: `migrations/NNNN-name.sql` in order of number, all that are missing
 * in one transaction, each recorded. A migration that was published is never changed.
 */
export function migrate(database: DatabaseSync, now: number, folder: URL = ownMigrations): void {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort();
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(
      `CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`,
    );
    const applied = Number(
      database.prepare("SELECT coalesce(max(number), 0) AS newest FROM migration").get()?.["newest"],
    );
    const newest = numberOf(files.at(-1) ?? "0000");
    if (applied > newest) {
      throw new CodedError(
        "data_folder_newer",
        `the data folder was written by a newer version of this program (schema ${applied}, this version knows ${newest})`,
      );
    }
    const record = database.prepare("INSERT INTO migration (number, name, applied_at) VALUES (?, ?, ?)");
    for (const name of files.filter((file) => numberOf(file) > applied)) {
      database.exec(readFileSync(new URL(name, folder), "utf8"));
      record.run(numberOf(name), name, now);
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function numberOf(file: string): number {
  return Number(file.slice(0, 4));
}
