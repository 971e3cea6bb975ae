/** Pages of the Support API's lists: by cursor, or by offset (zendesk.md §2). */
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import type { World } from "../world/world.ts";
import { around, cursorFor, type Key, readCursor } from "./cursors.ts";
import { invalidAttribute, SupportError } from "./errors.ts";
import { read } from "./route.ts";

const CursorQuery = z.object({
  "page[size]": z.coerce.number().int().min(1).max(100).default(100),
  "page[after]": z.string().optional(),
  "page[before]": z.string().optional(),
});
const OffsetQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  // More is taken as the most.
  per_page: z.coerce
    .number()
    .int()
    .min(1)
    .transform((value) => Math.min(value, 100))
    .default(100),
});
/** Beyond them an offset is refused. */
const OFFSET_PAGES = 100;
const OFFSET_ROWS = 10_000;

type Answer = Record<string, unknown>;
type Pager<Row> = {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly shape: (row: Row) => unknown;
  /** What cursors name a row by: its id unless said otherwise. */
  readonly keyOf?: ((row: Row) => Key) | undefined;
};

const Named = z.looseObject({ id: z.union([z.string(), z.number()]) });
const idOf = (row: unknown): Key => Named.parse(row).id;

/** The same call for another page. */
function linker(world: World, request: FastifyRequest) {
  const here = new URL(request.url, world.origin());
  return (change: Record<string, string>): string => {
    const next = new URL(here);
    for (const key of ["page[after]", "page[before]", "page"]) next.searchParams.delete(key);
    for (const [key, value] of Object.entries(change)) next.searchParams.set(key, value);
    return next.href;
  };
}

/** One page under `name`: by cursor when `page[size]` or a cursor is asked for, else by offset. */
export function page<Row>(
  world: World,
  request: FastifyRequest,
  name: string,
  rows: readonly Row[],
  shape: (row: Row) => unknown,
  keyOf?: (row: Row) => Key,
): Answer {
  const keys = [...new URL(request.url, world.origin()).searchParams.keys()];
  const pager = { name, rows, shape, keyOf };
  return keys.some((key) => key.startsWith("page["))
    ? cursorPage(world, request, pager)
    : offsetPage(world, request, pager);
}

/** Lists that know offsets only: `page[size]` is an invalid `page` there. */
export function offsetPageOnly<Row>(
  world: World,
  request: FastifyRequest,
  name: string,
  rows: readonly Row[],
  shape: (row: Row) => unknown,
  most: number | undefined,
): Answer {
  const keys = [...new URL(request.url, world.origin()).searchParams.keys()];
  if (keys.some((key) => key.startsWith("page[")))
    throw invalidAttribute("page", "Invalid parameter: page must be an integer");
  const { page: number, per_page: each } = read(OffsetQuery, request.query);
  if (most !== undefined && number * each > most)
    throw new SupportError(422, {
      error: "invalid",
      description: `Invalid search: Requested response size was greater than Search Response Limits`,
    });
  return offsetPage(world, request, { name, rows, shape });
}

function offsetPage<Row>(world: World, request: FastifyRequest, { name, rows, shape }: Pager<Row>): Answer {
  const link = linker(world, request);
  const { page: number, per_page: each } = read(OffsetQuery, request.query);
  if (number > OFFSET_PAGES || number * each > OFFSET_ROWS)
    throw new SupportError(400, {
      error: "Invalid Page Number",
      description: "Page number is too high. Please use cursor pagination to go beyond 10,000 records.",
    });
  return {
    [name]: rows.slice((number - 1) * each, number * each).map(shape),
    next_page: number * each < rows.length ? link({ page: String(number + 1) }) : null,
    previous_page: number > 1 ? link({ page: String(number - 1) }) : null,
    count: rows.length,
  };
}

/** The cursor before the row at this place. */
/** How many rows stand before and after the place that a cursor names. */
function placeOf<Row>({ rows, keyOf = idOf }: Pager<Row>, cursor: string) {
  const place = readCursor(cursor);
  if (place === undefined) throw new Refusal(400, "InvalidCursor", "page cursor is invalid");
  return around(rows, keyOf, place);
}

/** Lists that know cursors only. */
export function cursorPage<Row>(world: World, request: FastifyRequest, pager: Pager<Row>): Answer {
  const { name, rows, shape, keyOf = idOf } = pager;
  const link = linker(world, request);
  const query = read(CursorQuery, request.query);
  const each = query["page[size]"];
  const { "page[before]": before, "page[after]": after } = query;
  const stop = before === undefined ? undefined : placeOf(pager, before).before;
  const begin = after === undefined ? 0 : placeOf(pager, after).after;
  const start = stop === undefined ? begin : Math.max(0, stop - each);
  const end = Math.min(stop ?? start + each, start + each, rows.length);
  const [first, last] = [rows[start], rows[end - 1]];
  const some = first !== undefined && last !== undefined && end > start;
  const [to, from] = some ? [cursorFor(end - 1, keyOf(last)), cursorFor(start, keyOf(first))] : [null, null];
  return {
    [name]: rows.slice(start, end).map(shape),
    meta: { has_more: end < rows.length, after_cursor: to, before_cursor: from },
    links: {
      next: end < rows.length && to !== null ? link({ "page[after]": to }) : null,
      prev: start > 0 && from !== null ? link({ "page[before]": from }) : null,
    },
  };
}
