/** How a row becomes a value: null columns are absent, 0/1 are booleans, `…Json` columns are parsed. */
import { z } from "zod";
import { CodedError } from "../../errors.ts";
import type { Row } from "./session.ts";

export const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

/** A column that holds JSON of the given shape. */
export function json<T>(schema: z.ZodType<T>): z.ZodType<T, string> {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

export function readRow<T>(schema: z.ZodType<T>, row: Row): T {
  return schema.parse(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
}

/** What a statement that always answers with one number answers, e.g. a count. */
export function readNumber(row: Row | undefined): number | undefined {
  const value = row?.["value"];
  return typeof value === "number" ? value : undefined;
}

/** Fails the request when a write that must find its row found none. */
export function mustChange(changed: number, what: string): void {
  if (changed === 0) throw new CodedError("store_failed", what);
}
