/** What the routes of Sunshine Conversations share: authorisation by scope, and what the ids in a path mean. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { notFound, Refusal } from "../refusal.ts";
import type { Conversation, Integration, User } from "../world/entities.ts";
import type { World } from "../world/world.ts";
import { type Caller, conversationsCaller } from "./auth.ts";

const APPS = "/sc/v2/apps";

const Params = z.object({
  appId: z.string().default(""),
  conversationId: z.string().default(""),
  messageId: z.string().default(""),
  userIdOrExternalId: z.string().default(""),
  clientId: z.string().default(""),
  zendeskId: z.string().default(""),
  integrationId: z.string().default(""),
  webhookId: z.string().default(""),
  keyId: z.string().default(""),
  switchboardId: z.string().default(""),
  switchboardIntegrationId: z.string().default(""),
});
const BrandQuery = z.object({ brandId: z.string().optional() });

export interface Call {
  readonly params: z.output<typeof Params>;
  readonly caller: Caller;
  readonly request: FastifyRequest;
}

/** Which keys may make a call (zendesk.md §1). */
const reach = {
  integration: ["integration", "app", "account"],
  webhooks: ["integration", "app"],
  app: ["app", "account"],
  account: ["account"],
} as const satisfies Record<string, readonly Caller["scope"][]>;

type Method = "get" | "post" | "patch" | "delete";
export type Route = (
  method: Method,
  path: string,
  scope: keyof typeof reach,
  status: number,
  handle: (call: Call) => unknown,
) => void;

/** A key of another scope, or of another integration. */
export const outOfScope = () => new Refusal(403, "forbidden", "Operation not permitted with this scope");

/** Registers routes below the app, or of all apps (`""`), each with its caller checked first. */
export function appRoutes(server: FastifyInstance, world: World, below: "" | "/:appId"): Route {
  return (method, path, scope, status, handle) => {
    const mayCall: readonly Caller["scope"][] = reach[scope];
    server[method](APPS + below + path, async (request, reply) => {
      const params = Params.parse(request.params);
      const caller = conversationsCaller(world, request.headers.authorization);
      if (below !== "" && params.appId !== world.account().appId)
        throw notFound("app_not_found", "App not found");
      if (!mayCall.includes(caller.scope)) throw outOfScope();
      const answer = await handle({ params, caller, request });
      return reply.code(status).send(answer ?? {});
    });
  };
}

export function conversationOf(world: World, { params }: Call): Conversation {
  const conversation = world.conversations.get(params.conversationId);
  if (conversation === undefined) throw notFound("conversation_not_found", "Conversation not found");
  return conversation;
}

/** By id, or `me` with the integration's own key; another integration's key is refused. */
export function integrationOf(world: World, { params, caller }: Call): Integration {
  const id = params.integrationId === "me" ? (caller.integrationId ?? "") : params.integrationId;
  const integration = world.integrations.get(id);
  if (integration === undefined) throw notFound("integration_not_found", "Integration not found");
  if (caller.integrationId !== undefined && caller.integrationId !== id) throw outOfScope();
  return integration;
}

/** The user with this external id; one who is kept apart for a brand is found with that brand only. */
export const byExternalId = (world: World, externalId: string, brandId?: string): User | undefined =>
  world.users.by("externalId", externalId).find((user) => user.brandId === brandId);

export function userById(world: World, id: string): User {
  const user = world.users.get(id);
  if (user === undefined) throw notFound("user_not_found", "User not found");
  return user;
}

/** By id, else by external id. */
export function userOf(world: World, { params, request }: Call): User {
  const { brandId } = BrandQuery.parse(request.query);
  const { userIdOrExternalId: either } = params;
  const user = world.users.get(either) ?? byExternalId(world, either, brandId);
  if (user === undefined) throw notFound("user_not_found", "User not found");
  return user;
}

/** Whom a body names: by one of two fields, and not by both. */
export interface Named {
  readonly userId?: string | undefined;
  readonly userExternalId?: string | undefined;
  readonly brandId?: string | null | undefined;
}

/** True when a body names its user by exactly one of the two fields. */
export const namesOne = ({ userId, userExternalId }: Named): boolean =>
  (userId === undefined) !== (userExternalId === undefined);

export function namedUser(world: World, { userId, userExternalId, brandId }: Named): User {
  const user =
    userId === undefined
      ? byExternalId(world, userExternalId ?? "", brandId ?? undefined)
      : world.users.get(userId);
  if (user === undefined) throw notFound("user_not_found", "User not found");
  return user;
}
