import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;
export type Values = Record<string, SQLInputValue>;

/** A request's view of the database. Values are bound by name; a name that the statement does not have fails. */
export interface Session {
  /** The store's clock for this request. */
  readonly now: number;
  /** Runs one statement and tells how many rows it changed. */
  readonly run: (sql: string, values?: Values) => number;
  readonly get: (sql: string, values?: Values) => Row | undefined;
  readonly all: (sql: string, values?: Values) => Row[];
  /** Tells of a row that cannot be read and is passed over, so that it costs nobody else anything. */
  readonly unreadable: (row: UnreadableRow) => void;
}

export interface UnreadableRow {
  readonly table: "lane" | "delivery" | "handoff" | "message" | "timer" | "parked";
  /** Names the row; nothing of what it says. */
  readonly key: string;
  readonly reason: string;
}

/** Sessions of one database share its prepared statements, kept by their text. */
export function openSessions(
  database: DatabaseSync,
  unreadable: (row: UnreadableRow) => void,
): (now: number) => Session {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return (now) => ({
    now,
    // Without BigInt reading an integer above 2^53 throws instead of losing digits; the program stores none.
    run: (sql, values = {}) => Number(prepared(sql).run(values).changes),
    get: (sql, values = {}) => prepared(sql).get(values),
    all: (sql, values = {}) => prepared(sql).all(values),
    unreadable,
  });
}
