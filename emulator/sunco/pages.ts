/** Cursor pages of Sunshine Conversations (zendesk.md §2). */
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { badRequest } from "../refusal.ts";

const RecordId = z.string().regex(/^[0-9a-f]{24}$/iu, "must be a record id of 24 characters");
const PageQuery = z.object({
  "page[after]": RecordId.optional(),
  "page[before]": RecordId.optional(),
  "page[size]": z.coerce.number().int().min(1).max(100).default(25),
});

interface Page<Row> {
  readonly rows: Row[];
  readonly meta: { hasMore: boolean; afterCursor?: string; beforeCursor?: string };
  readonly links: { next?: string; prev?: string };
}

/** What ids are ordered by: the second they were made in, and the count at their end. */
const made = (id: string): string => id.slice(0, 8) + id.slice(-6);

/** How many rows stand before the cursor's row, and how many up to and with it. */
function around(all: readonly { id: string }[], cursor: string): { before: number; after: number } {
  const index = all.findIndex(({ id }) => id === cursor);
  if (index !== -1) return { before: index, after: index + 1 };
  const later = all.findIndex(({ id }) => made(id) > made(cursor.toLowerCase()));
  const gap = later === -1 ? all.length : later;
  return { before: gap, after: gap };
}

/**
 * One page of a list in its order. `backwards`: the newest page comes first and `page[before]` goes on, as for
 * messages, 100 a page. A cursor whose row was deleted meanwhile still marks its place.
 */
export function cursorPage<Row extends { id: string }>(
  request: FastifyRequest,
  origin: string,
  all: readonly Row[],
  backwards = false,
): Page<Row> {
  const parsed = PageQuery.safeParse(request.query);
  if (!parsed.success) throw badRequest("Invalid page query parameters");
  const query = parsed.data;
  const size = backwards ? 100 : query["page[size]"];
  const after = query["page[after]"];
  const before = query["page[before]"];
  if (after !== undefined && before !== undefined)
    throw badRequest("page[after] and page[before] cannot be used together.");
  const reversed = before !== undefined || (backwards && after === undefined);
  const end = before === undefined ? all.length : around(all, before).before;
  const start = reversed ? Math.max(0, end - size) : after === undefined ? 0 : around(all, after).after;
  const rows = all.slice(start, reversed ? end : start + size);
  const [first, last] = [rows[0], rows.at(-1)];
  const older = start > 0;
  const newer = start + rows.length < all.length;
  const link = (name: string, cursor: string) => {
    const url = new URL(request.url, origin);
    url.searchParams.delete("page[after]");
    url.searchParams.delete("page[before]");
    url.searchParams.set(name, cursor);
    return url.href;
  };
  return {
    rows,
    meta: {
      hasMore: reversed ? older : newer,
      ...(last === undefined || !newer ? {} : { afterCursor: last.id }),
      ...(first === undefined || !older ? {} : { beforeCursor: first.id }),
    },
    links: {
      ...(first === undefined || !older ? {} : { prev: link("page[before]", first.id) }),
      ...(last === undefined || !newer ? {} : { next: link("page[after]", last.id) }),
    },
  };
}
