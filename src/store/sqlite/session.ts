import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;
export type Values = Record<string, SQLInputValue>;

/** A request's view of the database. Values are bound by name; a name that the statement does not have fails. */
export interface Session {
  /** The store's clock for this request. */
  readonly now: number;
  /** Runs one statement and tells how many rows it changed. */
  readonly run: (sql: string, values?: Values) => number;
  /** The first row. Like `all` for statements that change nothing: they may be run twice. */
  readonly get: (sql: string, values?: Values) => Row | undefined;
  readonly all: (sql: string, values?: Values) => Row[];
  /** Tells of a row that cannot be read and is passed over, so that it costs nobody else anything. */
  readonly unreadable: (row: UnreadableRow) => void;
}

export interface UnreadableRow {
  readonly table: "lane" | "delivery" | "handoff" | "message" | "timer" | "parked" | "inbox" | "second_look";
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
  const rows = (sql: string, values: Values): Row[] => {
    try {
      return prepared(sql).all(values);
    } catch (error) {
      if (!isOutOfRange(error)) throw error;
      // The program stores no integer above 2^53. A damaged row must not hide the others: its own schema refuses it.
      const statement = database.prepare(sql);
      statement.setReadBigInts(true);
      return statement.all(values).map(withNumbers);
    }
  };
  return (now) => ({
    now,
    run: (sql, values = {}) => Number(prepared(sql).run(values).changes),
    get: (sql, values = {}) => rows(sql, values)[0],
    all: (sql, values = {}) => rows(sql, values),
    unreadable,
  });
}

/** node:sqlite reads no integer into a number that would lose digits. */
const isOutOfRange = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_OUT_OF_RANGE";

function withNumbers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value,
    ]),
  );
}
