/** Search of tickets, users and groups together, and its export (zendesk.md §§2, 6). */
import * as z from "zod";
import {
  type Group,
  type Person,
  type Ticket,
  ticketPriorities,
  ticketStatuses,
} from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { around, cursorFor, readCursor } from "./cursors.ts";
import { SupportError } from "./errors.ts";
import { groupShape } from "./groups.ts";
import { limits } from "./limits.ts";
import { offsetPageOnly } from "./pages.ts";
import { type Call, type Route, read } from "./route.ts";
import { groupsOf, indexedUntil, peopleOf } from "./search-people.ts";
import { parseQuery, type Query } from "./search-query.ts";
import { ticketsOf } from "./search-tickets.ts";
import { ticketShape } from "./ticket-shape.ts";
import { personShape } from "./user-shape.ts";

/** Beyond them a search is refused; the export goes on. */
const MOST_RESULTS = 1000;
const CURSOR_MS = 3_600_000;

const types = ["ticket", "user", "group", "organization"] as const;
type Type = (typeof types)[number];
type Found = { type: "ticket"; row: Ticket } | { type: "user"; row: Person } | { type: "group"; row: Group };

const SearchQuery = z.object({
  query: z.string().default(""),
  sort_by: z.string().optional(),
  sort_order: z.string().optional(),
});
const ExportQuery = z.object({
  query: z.string().default(""),
  "filter[type]": z.string().optional(),
  "page[size]": z.coerce.number().int().min(1).max(MOST_RESULTS).default(100),
  "page[after]": z.string().optional(),
});
const Cursor = z.object({ at: z.number(), after: z.string(), of: z.string() });

const invalid = (description: string) => new SupportError(422, { error: "invalid", description });

export function searchRoutes(route: Route, world: World): void {
  const shape = (found: Found) =>
    found.type === "ticket"
      ? { ...ticketShape(world, found.row), result_type: "ticket" }
      : found.type === "user"
        ? { ...personShape(world, found.row), result_type: "user" }
        : { ...groupShape(world, found.row), result_type: "group" };

  const found = (query: Query, wanted: readonly Type[], me: number): Found[] => {
    const until = indexedUntil(world);
    const people = world.people.all().filter((row) => row.deleted !== true && row.createdAt <= until);
    return [
      ...(wanted.includes("ticket")
        ? ticketsOf(world, query, me).map((row) => ({ type: "ticket", row }) as const)
        : []),
      ...(wanted.includes("user")
        ? peopleOf(world, people, query).map((row) => ({ type: "user", row }) as const)
        : []),
      ...(wanted.includes("group")
        ? groupsOf(world, query).map((row) => ({ type: "group", row }) as const)
        : []),
    ];
  };
  /** The type that the query names, else all. */
  const typesOf = ({ terms }: Query): readonly Type[] => {
    const named = terms.filter(({ key, negated }) => key === "type" && !negated).map(({ value }) => value);
    const wanted = types.filter((type) => named.includes(type));
    return wanted.length === 0 ? types : wanted;
  };
  const asked = ({ request, caller }: Call): Found[] => {
    const { query, sort_by: by, sort_order: order } = read(SearchQuery, request.query);
    if (query.trim() === "") throw invalid("Invalid search: query is missing or empty");
    const parsed = parseQuery(query);
    const term = (key: string) => parsed.terms.find((candidate) => candidate.key === key)?.value;
    return sorted(
      found(parsed, typesOf(parsed), caller.person.id),
      by ?? term("order_by"),
      (order ?? term("sort")) === "asc",
    );
  };

  route("get", "/search", 200, (call) => ({
    ...offsetPageOnly(world, call.request, "results", asked(call), shape, MOST_RESULTS),
    facets: null,
  }));
  route("get", "/search/count", 200, (call) => ({ count: asked(call).length }));
  route("get", "/search/export", 200, (call) => {
    call.reply.headers(call.limits.own(limits.searchExport));
    const query = read(ExportQuery, call.request.query);
    const type = types.find((known) => known === query["filter[type]"]);
    if (type === undefined)
      throw invalid("Invalid search: filter[type] must be ticket, organization, user or group");
    const parsed = parseQuery(query.query);
    if (parsed.terms.some(({ key }) => key === "type"))
      throw invalid("Invalid search: the type must be given as filter[type] only");
    const rows = sorted(found(parsed, [type], call.caller.person.id), "created_at", false);
    return exported(world, call, query, { rows, shape });
  });
}

/** One page of an export; its cursor holds for an hour and for this search alone. */
function exported(
  world: World,
  { request }: Call,
  query: z.output<typeof ExportQuery>,
  { rows, shape }: { readonly rows: readonly Found[]; readonly shape: (found: Found) => unknown },
) {
  const keyOf = ({ row }: Found) => row.id;
  const of = `${query["filter[type]"] ?? ""} ${query.query}`;
  const after = query["page[after]"];
  let start = 0;
  if (after !== undefined) {
    const cursor = Cursor.safeParse(decoded(after)).data;
    const place = cursor?.of === of ? readCursor(cursor.after) : undefined;
    if (cursor === undefined || place === undefined) throw invalid("Invalid search: cursor is invalid");
    if (world.clock.now() - cursor.at > CURSOR_MS) throw invalid("Invalid search: cursor has expired");
    start = around(rows, keyOf, place).after;
  }
  const page = rows.slice(start, start + query["page[size]"]);
  const end = start + page.length;
  const last = page.at(-1);
  if (last === undefined || end >= rows.length)
    return {
      results: page.map(shape),
      facets: null,
      meta: { has_more: false, after_cursor: null, before_cursor: null },
      links: { next: null, prev: null },
    };
  const cursor = { at: world.clock.now(), after: cursorFor(end - 1, keyOf(last)), of };
  const encoded = Buffer.from(JSON.stringify(cursor)).toString("base64");
  const next = new URL(request.url, world.origin());
  next.searchParams.set("page[after]", encoded);
  return {
    results: page.map(shape),
    facets: null,
    meta: { has_more: true, after_cursor: encoded, before_cursor: null },
    links: { next: next.href, prev: null },
  };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64").toString());
  } catch {
    return undefined;
  }
}

/** By relevance Zendesk does not tell how: here the newest first. */
function sorted(rows: Found[], by: string | undefined, ascending: boolean): Found[] {
  const key = (found: Found): number => {
    const { row } = found;
    if (by === "updated_at" || by === "updated") return row.updatedAt ?? row.createdAt;
    if (found.type === "ticket" && by === "status") return ticketStatuses.indexOf(found.row.status);
    if (found.type === "ticket" && by === "priority")
      return ticketPriorities.findIndex((priority) => priority === found.row.priority);
    return row.createdAt;
  };
  const direction = ascending ? 1 : -1;
  return rows.sort((a, b) => (key(a) - key(b) || a.row.id - b.row.id) * direction);
}
