/** The Fastify server under all routes: hosts, faults, the ledger, and errors in the words of the API asked. */
import multipart from "@fastify/multipart";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import * as z from "zod";
import type { Fault, Faults } from "./faults.ts";
import { Refusal } from "./refusal.ts";
import type { World } from "./world/world.ts";

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/iu;
/** zendesk.md §2. */
const JSON_LIMIT = 100 * 1024;
const FILE_LIMIT = 50 * 1024 * 1024;
const LEDGER_KEPT = 100_000;

const pathOf = (url: string) => url.split("?", 1)[0] ?? url;
/** Whether the path belongs to one of Zendesk's APIs. */
export const isApi = (path: string) => /^\/(?:sc|api|oauth)\//u.test(path);
const isConversations = (path: string) => path.startsWith("/sc/");
const isSupport = (path: string) => path.startsWith("/api/") || path.startsWith("/oauth/");

/** The error as the API of this path writes it. */
function errorBody(path: string, refusal: Refusal): unknown {
  if (isConversations(path)) return { errors: [{ code: refusal.code, title: refusal.message }] };
  if (path.startsWith("/oauth/")) return { error: refusal.code, error_description: refusal.message };
  if (!isSupport(path)) return { error: refusal.code, message: refusal.message };
  return {
    error: refusal.code,
    ...(refusal.message === "" ? {} : { description: refusal.message }),
    ...(refusal.details === undefined ? {} : { details: refusal.details }),
  };
}

const Thrown = z.object({ statusCode: z.number().min(400).max(499), message: z.string() });

function toRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof z.core.$ZodError)
    return new Refusal(
      400,
      "bad_request",
      error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; "),
    );
  const http = Thrown.safeParse(error);
  if (!http.success) return undefined;
  const code = http.data.statusCode === 413 ? "request_entity_too_large" : "bad_request";
  return new Refusal(http.data.statusCode, code, http.data.message);
}

function faultRefusal(fault: Fault): Refusal {
  const status = fault.status ?? (fault.action === "acceptThenStatus" ? 502 : 500);
  return status === 429
    ? new Refusal(429, "too_many_requests", "Too Many Requests")
    : new Refusal(status, "internal_error", "A fault of the emulator, asked for");
}

function faultBody(path: string, fault: Fault): unknown {
  // zendesk.md §2.
  if (fault.status === 429 && isSupport(path))
    return {
      error: "APIRateLimitExceeded",
      description: "Number of allowed API requests per minute exceeded",
    };
  return errorBody(path, faultRefusal(fault));
}

declare module "fastify" {
  interface FastifyRequest {
    fault: Fault | undefined;
  }
}

export interface ServerOptions {
  readonly world: World;
  readonly faults: Faults;
  /** Told of what must never happen: an error of the emulator's own. */
  readonly onError: (error: unknown) => void;
}

export function createServer({ world, faults, onError }: ServerOptions): FastifyInstance {
  const server = Fastify({
    bodyLimit: JSON_LIMIT,
    forceCloseConnections: true,
    // Support answers with and without it.
    rewriteUrl: ({ url = "/" }) => (url.startsWith("/api/v2/") ? url.replace(/\.json(?=$|\?)/u, "") : url),
  });
  server.decorateRequest("fault", undefined);
  server.register(multipart, { limits: { fileSize: FILE_LIMIT, files: 10, fields: 10 } });

  server.removeContentTypeParser("application/json");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(new Refusal(400, "bad_request", "Invalid JSON in the request body"), undefined);
    }
  });

  server.addHook("onRequest", async (request, reply) => {
    if (!LOOPBACK.test(request.headers.host ?? ""))
      throw new Refusal(421, "host_refused", "The emulator answers on this machine's own names only.");
    const path = pathOf(request.url);
    const own = [`http://${request.headers.host ?? ""}`, undefined];
    if (!isApi(path) && !["GET", "HEAD"].includes(request.method) && !own.includes(request.headers.origin))
      throw new Refusal(403, "origin_refused", "This page may not act on the emulator.");
    if (isApi(path)) await strike(request, reply, path);
  });

  const strike = async (request: FastifyRequest, reply: FastifyReply, path: string): Promise<void> => {
    const fault = faults.take(request.method, path);
    if (fault === undefined) return;
    if (fault.action === "drop" || fault.action === "hang") {
      reply.hijack();
      if (fault.action === "drop") request.raw.socket.destroy();
      return;
    }
    if (fault.action === "delay") {
      const { clock } = world;
      await new Promise<void>((resolve) => {
        clock.at(clock.now() + (fault.delayMs ?? 1000), resolve);
      });
      return;
    }
    if (fault.action !== "status") {
      request.fault = fault;
      return;
    }
    if (fault.retryAfter !== undefined) reply.header("retry-after", String(fault.retryAfter));
    await reply.code(fault.status ?? 500).send(faultBody(path, fault));
  };

  server.addHook("onSend", async (request, reply, payload) => {
    const path = pathOf(request.url);
    if (!isApi(path) || request.method === "GET" || request.method === "HEAD") {
      // An answer to a read can be lost as well.
    } else if (reply.statusCode < 300) writeLedger(request, reply, path, payload);
    const { fault } = request;
    if (fault === undefined) return payload;
    if (fault.action === "acceptAndDrop") {
      request.raw.socket.destroy();
      return payload;
    }
    reply.code(fault.status ?? 502).header("content-type", "application/json; charset=utf-8");
    reply.removeHeader("content-length");
    return JSON.stringify(faultBody(path, fault));
  });

  const writeLedger = (
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
    payload: unknown,
  ): void => {
    // A token exchange is no write, and its answer is a secret.
    if (path.startsWith("/oauth/")) return;
    const seq = (world.counters.get("ledger")?.value ?? 0) + 1;
    world.counters.put({ id: "ledger", value: seq });
    world.ledger.put({
      seq,
      at: world.clock.now(),
      method: request.method,
      path,
      status: reply.statusCode,
      request: request.isMultipart() ? null : (request.body ?? null),
      response: typeof payload === "string" && payload !== "" ? JSON.parse(payload) : null,
    });
    if (seq > LEDGER_KEPT) world.ledger.delete(seq - LEDGER_KEPT);
  };

  server.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error);
    if (refusal === undefined) onError(error);
    const known = refusal ?? new Refusal(500, "internal_error", "The emulator failed; this is a bug.");
    return reply.code(known.status).send(errorBody(pathOf(request.url), known));
  });
  server.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url);
    const refusal = isSupport(path)
      ? new Refusal(404, "InvalidEndpoint", "Not found")
      : new Refusal(404, "not_found", "Resource not found");
    return reply.code(404).send(errorBody(path, refusal));
  });
  return server;
}
