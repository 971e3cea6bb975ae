/**
 * Cursors that name a row: rows that come and go between two pages are neither skipped nor repeated. Where the
 * row stood is kept as well, for when it is gone.
 */
import * as z from "zod";

const Place = z.tuple([z.number().int().min(0), z.union([z.string(), z.number()])]);
type Place = z.output<typeof Place>;

/** What names a row in its list. */
export type Key = string | number;

export const cursorFor = (index: number, key: Key): string =>
  Buffer.from(JSON.stringify([index, key])).toString("base64url");

/** Undefined when it is no cursor of ours. */
export function readCursor(cursor: string): Place | undefined {
  try {
    return Place.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString())).data;
  } catch {
    return undefined;
  }
}

/** How many rows stand before the cursor's row, and how many up to and with it. */
export function around<Row>(rows: readonly Row[], keyOf: (row: Row) => Key, [index, key]: Place) {
  const there = rows[index];
  const found =
    there !== undefined && keyOf(there) === key ? index : rows.findIndex((row) => keyOf(row) === key);
  if (found !== -1) return { before: found, after: found + 1 };
  const gap = gapOf(rows.map(keyOf), key) ?? Math.min(index, rows.length);
  return { before: gap, after: gap };
}

/** Where a row that is gone would stand in a list that is ordered by numbers; undefined in another. */
function gapOf(keys: readonly Key[], gone: Key): number | undefined {
  const numbers = keys.filter((key) => typeof key === "number");
  if (typeof gone !== "number" || numbers.length < keys.length) return undefined;
  const rising = (numbers[0] ?? 0) <= (numbers.at(-1) ?? 0);
  const ordered = numbers.every((key, index) => {
    const last = numbers[index - 1];
    return last === undefined || (rising ? last < key : last > key);
  });
  const next = numbers.findIndex((key) => (rising ? key > gone : key < gone));
  return ordered ? (next === -1 ? numbers.length : next) : undefined;
}
