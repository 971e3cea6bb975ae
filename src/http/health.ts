import type { FastifyInstance } from "fastify";
import type { Metrics } from "./metrics.ts";

/** `/health/live`, `/health/ready` and `/metrics`. They tell nothing about anybody, so anybody may ask. */
export function registerHealth(
  server: FastifyInstance,
  ports: { readonly ready: () => boolean | Promise<boolean>; readonly metrics: Metrics },
): void {
  server.get("/health/live", () => ({ status: "live" }));
  server.get("/health/ready", async (_request, reply) => {
    const ready = await ports.ready();
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready" });
  });
  server.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(await ports.metrics.render()),
  );
}
