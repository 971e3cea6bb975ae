/** How a route of the Support API is registered: its limits, its caller, its errors. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import type { World } from "../world/world.ts";
import { type Caller, requireCaller } from "./auth.ts";
import { forbidden, SupportError, schemaError } from "./errors.ts";
import { createLimits, type Limits } from "./limits.ts";

/** One call that may be made. */
export interface Call {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly id: string;
  /** The second id of the path. */
  readonly second: string;
  readonly limits: Limits;
}
type Method = "get" | "post" | "put" | "delete";
/** Registers a call; `server` other than the common one, to read another kind of body. */
export type Route = (
  method: Method,
  path: string,
  status: number,
  handle: (call: Call) => unknown,
  server?: FastifyInstance,
) => void;

const Params = z.object({ id: z.string().default(""), second_id: z.string().default("") });

/** Answers what went wrong as Support words it; other errors are thrown on, to the server. */
export function answerError(reply: FastifyReply, error: unknown): FastifyReply {
  const known = error instanceof SupportError ? error : schemaError(error);
  if (known === undefined) throw error;
  return reply.code(known.status).headers(known.headers).send(known.body);
}

/**
 * Registers routes below `/api/v2`, counted against the account's limit. The caller is checked first: 401 without
 * valid credentials, 403 for a token whose scopes do not reach the call.
 */
export function supportRoute(server: FastifyInstance, world: World): Route {
  const limits = createLimits(world);
  // Counted before anybody is known, and told in every answer.
  server.addHook("onRequest", async (request, reply) => {
    if (!request.url.startsWith("/api/v2/")) return;
    const { headers, refused } = limits.account();
    reply.headers(headers);
    if (refused !== undefined) return answerError(reply, refused);
  });
  return (method, path, status, handle, on = server) => {
    on[method](`/api/v2${path}`, async (request, reply) => {
      try {
        const access = method === "get" ? "read" : "write";
        const caller = requireCaller(world, request.headers.authorization, access, path);
        const { id, second_id: second } = Params.parse(request.params);
        const answer = await handle({ caller, request, reply, id, second, limits });
        reply.code(reply.statusCode === 200 ? status : reply.statusCode);
        // A text is JSON too.
        return typeof answer === "string"
          ? reply.type("application/json; charset=utf-8").send(JSON.stringify(answer))
          : reply.send(answer ?? {});
      } catch (error) {
        return answerError(reply, error);
      }
    });
  };
}

/** Admins only, e.g. for groups. */
export function requireAdmin({ caller }: Call): void {
  if (caller.person.role !== "admin") throw forbidden();
}

/** Parses a body or query. Anything but an object is as good as nothing. */
export function read<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  return schema.parse(typeof given === "object" && given !== null ? given : {});
}
