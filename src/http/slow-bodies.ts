/** Connections that would hold memory for nothing: a body must arrive in time. */
import type { FastifyInstance, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The body may be large and the line slow: only the server's own limit holds. */
    slowBody?: boolean;
  }
}

/** Breaks off requests whose body is not there `withinMs` milliseconds after the head, but for routes with `slowBody`. */
export function breakOffSlowBodies(server: FastifyInstance, withinMs: number): void {
  server.addHook("onRequest", (request, reply, done) => {
    if (hasBody(request) && request.routeOptions.config.slowBody !== true) {
      const timer = setTimeout(() => {
        if (!request.raw.complete) request.raw.destroy();
      }, withinMs);
      reply.raw.once("close", () => clearTimeout(timer));
    }
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}
