/** How a row becomes a value: null columns are absent, 0/1 are booleans, `…Json` columns are parsed. */
import { z } from "zod";
import { CodedError } from "../../errors.ts";
import type { Row, Session, UnreadableRow } from "./session.ts";

export const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

/** A column that holds JSON of the given shape. */
export function json<T>(schema: z.ZodType<T>): z.ZodType<T, string> {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** Fails with `row_unreadable`, naming what is wrong and not what the row says. */
export function readRow<T>(schema: z.ZodType<T>, row: Row): T {
  try {
    return schema.parse(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
  } catch (error) {
    throw new CodedError("row_unreadable", `a stored row cannot be read: ${whatIsWrong(error)}`);
  }
}

/** zod names paths; the parser of JSON would quote the text. */
function whatIsWrong(error: unknown): string {
  return error instanceof z.ZodError
    ? error.issues.map(({ path, code }) => `${path.join(".")} (${code})`).join(", ")
    : "not JSON";
}

/** The row's value; undefined, and told of, when it cannot be read: one such row must cost only itself. */
export function readOrPassOver<T>(
  session: Session,
  schema: z.ZodType<T>,
  row: Row,
  name: Pick<UnreadableRow, "table" | "key">,
): T | undefined {
  try {
    return readRow(schema, row);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "row_unreadable") throw error;
    session.unreadable({ ...name, reason: error.message });
    return undefined;
  }
}

/** What a statement that always answers with one number answers, e.g. a count; about it where it is damaged. */
export function readNumber(row: Row | undefined): number | undefined {
  const value = row?.["value"];
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}

/** Fails the request when a write that must find its row found none. */
export function mustChange(changed: number, what: string): void {
  if (changed === 0) throw new CodedError("store_failed", what);
}
