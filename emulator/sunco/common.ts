/** What the routes of Sunshine Conversations share: authorisation, ids in the path, cursor pages. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { badRequest, notFound, Refusal } from "../refusal.ts";
import type { Conversation, Key, User } from "../world/entities.ts";
import { Metadata } from "../world/entities.ts";
import type { World } from "../world/world.ts";
import { conversationsKey } from "./auth.ts";

export const APP = "/sc/v2/apps/:appId";

const Params = z.object({
  appId: z.string(),
  conversationId: z.string().default(""),
  userId: z.string().default(""),
  integrationId: z.string().default(""),
  webhookId: z.string().default(""),
  switchboardId: z.string().default(""),
  switchboardIntegrationId: z.string().default(""),
});
export type Params = z.output<typeof Params>;

export interface Call {
  readonly params: Params;
  readonly key: Key;
  readonly request: FastifyRequest;
}

type Method = "get" | "post" | "patch" | "delete";
/** `app`: an integration's own key may not (zendesk.md §1). */
type Scope = "app" | "integration";
export type Route = (
  method: Method,
  path: string,
  scope: Scope,
  status: number,
  handle: (call: Call) => unknown,
) => void;

/** Registers routes below the app, each with its key checked first. */
export function appRoutes(server: FastifyInstance, world: World): Route {
  return (method, path, scope, status, handle) => {
    server[method](APP + path, async (request, reply) => {
      const params = Params.parse(request.params);
      const key = conversationsKey(world, request.headers.authorization);
      if (params.appId !== world.account().appId) throw notFound("app_not_found", "App not found");
      if (scope === "app" && key.integrationId !== undefined)
        throw new Refusal(403, "forbidden", "Operation not permitted with this scope");
      const answer = await handle({ params, key, request });
      return reply.code(status).send(answer ?? {});
    });
  };
}

export function conversationOf(world: World, { params }: Call): Conversation {
  const conversation = world.conversations.get(params.conversationId);
  if (conversation === undefined) throw notFound("conversation_not_found", "Conversation not found");
  return conversation;
}

/** By id, else by external id. */
export function userOf(world: World, idOrExternalId: string): User {
  const user = world.users.get(idOrExternalId) ?? world.users.by("externalId", idOrExternalId)[0];
  if (user === undefined) throw notFound("user_not_found", "User not found");
  return user;
}

/** Flat, at most 4 KB (zendesk.md §2). */
export const MetadataBody = Metadata.refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 4096, {
  message: "metadata is limited to 4096 bytes in size.",
}).nullish();

/** A patch of metadata: null takes a key away. */
export const MetadataPatch = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .nullish();

export function patchMetadata(before: Metadata, patch: z.infer<typeof MetadataPatch>): Metadata {
  const next: Metadata = { ...before };
  for (const [key, value] of Object.entries(patch ?? {})) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  return next;
}

export const PageQuery = z.object({
  "page[after]": z.string().optional(),
  "page[before]": z.string().optional(),
  "page[size]": z.coerce.number().int().min(1).max(100).default(25),
});

interface Page<Row> {
  readonly rows: Row[];
  readonly meta: { hasMore: boolean; afterCursor?: string; beforeCursor?: string };
  readonly links: { next?: string; prev?: string };
}

/**
 * One page of a list in its order. `backwards`: the newest page comes first and `page[before]` goes on, as for
 * messages, 100 a page (zendesk.md §2).
 */
export function cursorPage<Row extends { id: string }>(
  request: FastifyRequest,
  origin: string,
  all: readonly Row[],
  backwards = false,
): Page<Row> {
  const query = PageQuery.parse(request.query);
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
      ...(last === undefined ? {} : { afterCursor: last.id }),
      ...(first === undefined ? {} : { beforeCursor: first.id }),
    },
    links: {
      ...(first === undefined || !older ? {} : { prev: link("page[before]", first.id) }),
      ...(last === undefined || !newer ? {} : { next: link("page[after]", last.id) }),
    },
  };
}
