/** The HTTP server without its routes: limits, headers, errors and the request log. It does not listen. */
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from "fastify";
import { CodedError } from "../errors.ts";
import { answerErrors, requestInvalid } from "./error-answer.ts";
import type { Metrics } from "./metrics.ts";
import { noPagePolicy } from "./policies.ts";
import { breakOffSlowBodies } from "./slow-bodies.ts";

export interface HttpServerOptions {
  readonly logger: FastifyBaseLogger;
  readonly metrics: Metrics;
  /** Browsers reach us over https (by a proxy or tunnel): tell them to stay there. */
  readonly https: boolean;
}

/** What is still being answered when the server closes has this long to finish. */
const closeGraceMs = 5000;
const bodyLimitBytes = 1024 * 1024;
/** A megabyte at half a megabit a second. */
const bodyMs = 20_000;

export async function createHttpServer({
  logger,
  metrics,
  https,
}: HttpServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Addresses that cannot be decoded never reach the error handler.
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      reply.raw.writeHead(400, { "content-type": "application/json; charset=utf-8" });
      reply.raw.end(JSON.stringify(requestInvalid));
    },
    // Behind a proxy all visitors share its address: forwarded addresses are believed by nobody here.
    trustProxy: false,
    bodyLimit: bodyLimitBytes,
    // A 20 MB upload over a slow line must fit into the first.
    requestTimeout: 300_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: "idle",
    routerOptions: { ignoreDuplicateSlashes: false, maxParamLength: 300 },
    exposeHeadRoutes: true,
  });

  const requests = metrics.counter("http_requests_total", "Answered requests by route and status.");
  answerErrors(server, metrics.counter("http_errors_total", "Requests answered with an error, by code."));

  await server.register(helmet, {
    contentSecurityPolicy: false,
    xFrameOptions: false, // frame-ancestors says it, per kind of page
    strictTransportSecurity: https ? { maxAge: 15_552_000, includeSubDomains: false } : false,
  });
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      new CodedError("too_many_requests", "Too many requests. Wait a moment and try again.", {
        retryAfterMs: ttl,
      }),
  });

  server.addHook("onRequest", (_request, reply, done) => {
    reply.header("content-security-policy", noPagePolicy);
    done();
  });
  server.addHook("onResponse", (request, reply, done) => {
    // The route, not the address: that one may carry a signature or what a visitor typed.
    const route = request.routeOptions.url ?? "none";
    requests.add({ method: request.method, route, status: String(reply.statusCode) });
    const line = {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (/^\/(health|metrics|assets)/.test(route)) request.log.debug(line, "request");
    else request.log.info(line, "request");
    done();
  });
  breakOffSlowBodies(server, bodyMs);
  closeGracefully(server);
  return server;
}

/**
 * Lets what is being answered finish, then closes every connection: Node itself would wait for those that
 * browsers open in advance and never use.
 */
function closeGracefully(server: FastifyInstance): void {
  let answering = 0;
  let closing = false;
  server.addHook("onRequest", (_request, reply, done) => {
    answering++;
    reply.raw.once("close", () => answering--);
    done();
  });
  server.addHook("onSend", (_request, reply, _payload, done) => {
    if (closing) reply.header("connection", "close");
    done();
  });
  server.addHook("preClose", () => {
    closing = true;
    const deadline = performance.now() + closeGraceMs;
    const check = setInterval(() => {
      if (answering === 0 || performance.now() > deadline) server.server.closeAllConnections();
    }, 20);
    server.server.once("close", () => clearInterval(check));
    return Promise.resolve();
  });
}

/** At most `max` requests a minute from one address to this route. */
export function perMinute(max: number) {
  return { rateLimit: { max, timeWindow: 60_000 } };
}
