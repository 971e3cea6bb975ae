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

/**
 * One page of a list in its order. `backwards`: the newest page comes first and `page[before]` goes on, as for
 * messages, 100 a page. Fails with 400 for a cursor that names no row.
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
  const at = (cursor: string) => {
    const index = all.findIndex((row) => row.id === cursor);
    if (index === -1) throw badRequest(`Unknown cursor ${cursor}.`);
    return index;
  };

  const reversed = before !== undefined || (backwards && after === undefined);
  const end = before === undefined ? all.length : at(before);
  const start = reversed ? Math.max(0, end - size) : after === undefined ? 0 : at(after) + 1;
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
