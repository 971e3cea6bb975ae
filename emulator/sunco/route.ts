/** How a route of Sunshine Conversations is registered: below the app, for keys that reach it (zendesk.md §1). */
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { notFound, Refusal } from "../refusal.ts";
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

/** One call that may be made. */
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
/** Registers one route: what `handle` returns is answered with `status`, nothing as `{}`. */
export type Route = (
  method: Method,
  path: string,
  scope: keyof typeof reach,
  status: number,
  handle: (call: Call) => unknown,
) => void;

/** For a key of another scope, or of another integration. */
export const outOfScope = () => new Refusal(403, "forbidden", "Operation not permitted with this scope");

/**
 * Registers routes below the app, or of all apps (`""`). The caller is checked first: 401 without valid
 * credentials, 404 for another app, 403 for a key that does not reach the call.
 */
export function appRoute(server: FastifyInstance, world: World, below: "" | "/:appId"): Route {
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
