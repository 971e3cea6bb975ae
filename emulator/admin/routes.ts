/** The API behind Admin Center; its words are in `contract.ts`. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { notFound, Refusal } from "../refusal.ts";
import type { Person, Webhook } from "../world/state/entities.ts";
import { staff } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { accountRoutes } from "./account.ts";
import { credentialRoutes } from "./credentials.ts";
import { groupRoutes } from "./groups.ts";
import { integrationRoutes } from "./integrations.ts";
import { memberRoutes } from "./members.ts";
import { refusalBody } from "./refusals.ts";

export interface Call {
  readonly admin: Person;
  readonly id: string;
  readonly memberId: string;
  readonly body: unknown;
}
type Method = "get" | "post" | "put" | "patch" | "delete";
/** Answers 201 for a POST, else 200. */
export type Route = (method: Method, path: string, handle: (call: Call) => unknown) => void;

const Params = z.object({ id: z.string().default(""), memberId: z.string().default("") });

/** `probe` asks the root of a webhook's target, as Zendesk does when one is saved (zendesk.md §3). */
export function adminRoutes(
  server: FastifyInstance,
  world: World,
  probe: (webhook: Webhook) => Promise<void>,
): void {
  const adminOf = (request: FastifyRequest): Person => {
    const id = request.headers["x-agent-id"];
    const person = staff(world).find((candidate) => String(candidate.id) === id);
    if (person?.role !== "admin")
      throw new Refusal(403, "not_admin", "Only administrators can open Admin Center.");
    return person;
  };
  server.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof Refusal)) throw error;
      return reply.code(error.status).send(refusalBody(error));
    });
    const route: Route = (method, path, handle) => {
      scope[method](`/admin/api${path}`, async (request, reply) => {
        const admin = adminOf(request);
        const { id, memberId } = Params.parse(request.params);
        const answer = await handle({ admin, id, memberId, body: request.body });
        return reply
          .code(method === "post" ? 201 : 200)
          .header("cache-control", "no-store")
          .send(answer ?? {});
      });
    };
    accountRoutes(route, world);
    integrationRoutes(route, world, (webhook) => {
      // Its failure is its result.
      void probe(webhook).then(() => world.announce({ type: "account" }));
    });
    credentialRoutes(route, world);
    memberRoutes(route, world);
    groupRoutes(route, world);
    // Else the page itself would answer.
    scope.get("/admin/api/*", async () => {
      throw notFound();
    });
  });
}

const WRITES =
  /^\/(?:admin\/api\/|_emulator\/settings|api\/v2\/(?:groups|group_memberships|users)|sc\/v2\/apps\/[^/]+\/integrations)/u;

/** Tells open pages that people, groups, credentials or switches changed, by whichever API it was. */
export function announceChanges(server: FastifyInstance, world: World): void {
  server.addHook("onResponse", async ({ method, url }, { statusCode }) => {
    if (method !== "GET" && method !== "HEAD" && statusCode < 300 && WRITES.test(url))
      world.announce({ type: "account" });
  });
}
