/** The Fastify server under all routes: hosts, faults, the ledger, and errors in the words of the API asked. */
import multipart from "@fastify/multipart";
import Fastify, { type FastifyInstance } from "fastify";
import { spoil } from "../faults/answers.ts";
import type { Faults } from "../faults/faults.ts";
import { createStrikes, type Strikes } from "../faults/requests.ts";
import { badRequest, Refusal } from "../refusal.ts";
import type { World } from "../world/world.ts";
import { noteCauses } from "./cause.ts";
import { errorBody, toRefusal } from "./errors.ts";
import { parseJson } from "./json.ts";
import { writeLedger } from "./ledger.ts";
import { isApi, isSupport, pathOf, routed } from "./paths.ts";

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/iu;
/** zendesk.md §2. */
const JSON_LIMIT = 100 * 1024;
const FILE_LIMIT = 50 * 1024 * 1024;
const MOST_CONNECTIONS = 2000;

export interface ServerOptions {
  readonly world: World;
  readonly faults: Faults;
  /** Told of what must never happen: an error of the emulator's own. */
  readonly onError: (error: unknown) => void;
  /** How long a client may take to send its request. Milliseconds of the machine. */
  readonly receiveWithinMs?: number;
}

/** The server without its routes, and the faults that strike it. */
export function createServer(options: ServerOptions): { server: FastifyInstance; strikes: Strikes } {
  const { world, faults, onError, receiveWithinMs = 60_000 } = options;
  const server = Fastify({
    bodyLimit: JSON_LIMIT,
    forceCloseConnections: true,
    // An external id of 1024 characters, percent-encoded (zendesk.md §2).
    routerOptions: { maxParamLength: 10_000 },
    requestTimeout: receiveWithinMs,
    http: { headersTimeout: receiveWithinMs, connectionsCheckingInterval: Math.min(receiveWithinMs, 5000) },
    rewriteUrl: ({ url = "/" }) => routed(url),
    // An address that cannot be decoded never comes to a route.
    frameworkErrors({ message }, request, reply) {
      const body = JSON.stringify(errorBody(pathOf(request.url), badRequest(message)));
      reply.hijack();
      reply.raw.writeHead(400, { "content-type": "application/json; charset=utf-8" }).end(body);
    },
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  server.decorateRequest("fault", undefined);
  server.decorateRequest("sentFiles");
  server.register(multipart, { limits: { fileSize: FILE_LIMIT, files: 10, fields: 10 } });
  const strikes = createStrikes(server, world, faults);

  server.removeContentTypeParser("application/json");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, parseJson(String(body)));
    } catch (error) {
      done(error instanceof Refusal ? error : badRequest("Invalid request body"), undefined);
    }
  });

  server.addHook("onRequest", async (request, reply) => {
    request.sentFiles = [];
    if (!LOOPBACK.test(request.headers.host ?? ""))
      throw new Refusal(421, "host_refused", "The emulator answers on this machine's own names only.");
    const path = pathOf(request.url);
    const own = [`http://${request.headers.host ?? ""}`, undefined];
    if (!isApi(path) && !["GET", "HEAD"].includes(request.method) && !own.includes(request.headers.origin))
      throw new Refusal(403, "origin_refused", "This page may not act on the emulator.");
    if (isApi(path)) await strikes.strike(request, reply, path);
  });
  noteCauses(server);

  server.addHook("onSend", async (request, reply, payload) => {
    const path = pathOf(request.url);
    if (!isApi(path)) return payload;
    const write = request.method !== "GET" && request.method !== "HEAD";
    // A token exchange is no write, and its answer is a secret.
    if (write && reply.statusCode < 300 && !path.startsWith("/oauth/"))
      writeLedger(world, request, reply, path, payload);
    await Promise.all(request.waitsFor ?? []);
    return spoil(world.clock, path, request, reply, payload);
  });

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
  return { server, strikes };
}
