/** What a request has caused, so that its answer can wait for it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** What has to be over before this request is answered. */
    waitsFor: Promise<unknown>[] | undefined;
  }
}

const current = new AsyncLocalStorage<Promise<unknown>[]>();

/** Lets the answer of the request that runs now wait for `work`. Without a request, nothing waits. */
export function holdAnswer(work: Promise<unknown>): void {
  current.getStore()?.push(work);
}

/** After every other hook, so that the handler and all it does run in the request's name. */
export function noteCauses(server: FastifyInstance): void {
  server.decorateRequest("waitsFor", undefined);
  server.addHook("preHandler", (request, _reply, done) => {
    const waitsFor: Promise<unknown>[] = [];
    request.waitsFor = waitsFor;
    current.run(waitsFor, done);
  });
}
