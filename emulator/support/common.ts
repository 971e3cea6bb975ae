/** What the routes of the Support API share: callers, pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import type { World } from "../world/world.ts";
import { type Caller, requireCaller } from "./auth.ts";

export interface Call {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly id: string;
}
type Method = "get" | "post" | "put" | "delete";
export type Route = (method: Method, path: string, status: number, handle: (call: Call) => unknown) => void;

const Params = z.object({ id: z.string().default("") });

export function supportRoutes(server: FastifyInstance, world: World): Route {
  return (method, path, status, handle) => {
    server[method](`/api/v2${path}`, async (request, reply) => {
      const caller = requireCaller(world, request.headers.authorization, method !== "get");
      const { id } = Params.parse(request.params);
      const answer = await handle({ caller, request, reply, id });
      return reply.code(status).send(answer ?? {});
    });
  };
}

/** Admins only, e.g. for groups. */
export function requireAdmin({ caller }: Call): void {
  if (caller.person.role !== "admin")
    throw new Refusal(
      403,
      "Forbidden",
      "You do not have access to this page. Please contact the account owner of this help desk for further help.",
    );
}

export const url = (world: World, path: string): string => `${world.origin()}/api/v2${path}.json`;

const CursorQuery = z.object({
  "page[size]": z.coerce.number().int().min(1).max(100).default(100),
  "page[after]": z.string().optional(),
  "page[before]": z.string().optional(),
});
const OffsetQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(100),
});

/** One page under `name`: by cursor when `page[size]` or a cursor is asked for, else by offset (zendesk.md §2). */
export function page<Row>(
  world: World,
  request: FastifyRequest,
  name: string,
  rows: readonly Row[],
  shape: (row: Row) => unknown,
): Record<string, unknown> {
  const here = new URL(request.url, world.origin());
  const link = (change: Record<string, string>) => {
    const next = new URL(here);
    for (const key of ["page[after]", "page[before]", "page"]) next.searchParams.delete(key);
    for (const [key, value] of Object.entries(change)) next.searchParams.set(key, value);
    return next.href;
  };
  if (![...here.searchParams.keys()].some((key) => key.startsWith("page["))) {
    const { page: number, per_page: size } = OffsetQuery.parse(request.query);
    const shown = rows.slice((number - 1) * size, number * size);
    return {
      [name]: shown.map(shape),
      next_page: number * size < rows.length ? link({ page: String(number + 1) }) : null,
      previous_page: number > 1 ? link({ page: String(number - 1) }) : null,
      count: rows.length,
    };
  }
  const query = CursorQuery.parse(request.query);
  const size = query["page[size]"];
  const offset = (cursor: string) => {
    const text = Buffer.from(cursor, "base64url").toString();
    const value = Number(text);
    if (!/^\d+$/u.test(text)) throw new Refusal(400, "InvalidCursor", "page cursor is invalid");
    return value;
  };
  const before = query["page[before]"];
  const start =
    before === undefined
      ? query["page[after]"] === undefined
        ? 0
        : offset(query["page[after]"])
      : Math.max(0, offset(before) - size);
  const end = Math.min(start + size, rows.length);
  const cursor = (value: number) => Buffer.from(String(value)).toString("base64url");
  return {
    [name]: rows.slice(start, end).map(shape),
    meta: {
      has_more: end < rows.length,
      after_cursor: end > start ? cursor(end) : null,
      before_cursor: end > start ? cursor(start) : null,
    },
    links: {
      next: end < rows.length ? link({ "page[after]": cursor(end) }) : null,
      prev: start > 0 ? link({ "page[before]": cursor(start) }) : null,
    },
  };
}
