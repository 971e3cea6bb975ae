/** Search of tickets, users and groups together, and its export (zendesk.md §§2, 6). */
import * as z from "zod";
import { type Group, type Person, type Ticket, ticketPriorities, ticketStatuses } from "../world/entities.ts";
import type { World } from "../world/world.ts";
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
const Cursor = z.object({ at: z.number(), offset: z.number().int().min(0), of: z.string() });

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
    return exported(world, call, query, rows.map(shape));
  });
}

/** One page of an export; its cursor holds for an hour and for this search alone. */
function exported(world: World, { request }: Call, query: z.output<typeof ExportQuery>, rows: unknown[]) {
  const of = `${query["filter[type]"] ?? ""} ${query.query}`;
  const after = query["page[after]"];
  let start = 0;
  if (after !== undefined) {
    const cursor = Cursor.safeParse(decoded(after));
    if (!cursor.success || cursor.data.of !== of) throw invalid("Invalid search: cursor is invalid");
    if (world.clock.now() - cursor.data.at > CURSOR_MS) throw invalid("Invalid search: cursor has expired");
    start = cursor.data.offset;
  }
  const end = Math.min(start + query["page[size]"], rows.length);
  const more = end < rows.length;
  const cursor = JSON.stringify({ at: world.clock.now(), offset: end, of });
  const next = new URL(request.url, world.origin());
  const encoded = Buffer.from(cursor).toString("base64");
  next.searchParams.set("page[after]", encoded);
  return {
    results: rows.slice(start, end),
    facets: null,
    meta: { has_more: more, after_cursor: more ? encoded : null, before_cursor: null },
    links: { next: more ? next.href : null, prev: null },
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
