/** Strikes requests of the two APIs, before they are looked at. */
import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import type { World } from "../world/world.ts";
import { refuse } from "./answers.ts";
import type { RequestFault } from "./drafts.ts";
import type { Faults } from "./faults.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What struck this request. */
    fault: RequestFault | undefined;
  }
}

const Method = z.enum(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);
/** Marks a request that was held before and now goes through. Its value cannot be guessed. */
const PASS = "x-emulator-held";
/** Held bodies kept in memory at a time; one more is dropped like by `drop`. */
const MOST_HELD = 500;

/** Waits for the client to leave, or for `holdMs`; then `delayMs` more. Never ends once the emulator stops. */
function heldLongEnough(world: World, request: FastifyRequest, fault: RequestFault): Promise<void> {
  const { clock } = world;
  const { socket } = request.raw;
  return new Promise((resolve) => {
    let cancel = () => {};
    const left = () => {
      socket.removeListener("close", left);
      cancel();
      clock.at(clock.now() + (fault.delayMs ?? 0), resolve);
    };
    if (socket.destroyed) return left();
    socket.once("close", left);
    if (fault.holdMs !== undefined)
      cancel = clock.at(clock.now() + fault.holdMs, () => {
        socket.removeListener("close", left);
        resolve();
      });
  });
}

/** `forget` lets go of every request that is held: the account is about to be replaced. */
export function createStrikes(server: FastifyInstance, world: World, faults: Faults) {
  const passes = new Map<string, RequestFault>();
  let held = 0;
  /** Grows with every reset: what was held for an account that is gone is forgotten. */
  let era = 0;

  /** Keeps the whole request, and lets it through when the time has come. */
  const hold = async (request: FastifyRequest, reply: FastifyReply, fault: RequestFault): Promise<void> => {
    const begun = era;
    const parts: Buffer[] = [];
    // Of a client that leaves before its request is whole, nothing was received.
    for await (const part of request.raw) parts.push(Buffer.from(part));
    await heldLongEnough(world, request, fault);
    if (era !== begun) return;
    const pass = randomUUID();
    passes.set(pass, fault);
    const { "transfer-encoding": _, ...headers } = request.headers;
    const answer = await server.inject({
      method: Method.parse(request.method),
      url: request.raw.url ?? "/",
      headers: { ...headers, [PASS]: pass },
      payload: Buffer.concat(parts),
    });
    if (reply.raw.destroyed) return;
    reply.raw.writeHead(answer.statusCode, answer.headers).end(answer.rawPayload);
  };

  const passed = (request: FastifyRequest): RequestFault | undefined => {
    const pass = request.headers[PASS];
    const fault = typeof pass === "string" ? passes.get(pass) : undefined;
    if (typeof pass === "string") passes.delete(pass);
    return fault;
  };

  return {
    forget() {
      era += 1;
    },
    /** True when the request has been dealt with: nobody else may touch it. */
    async strike(request: FastifyRequest, reply: FastifyReply, path: string): Promise<boolean> {
      const through = passed(request);
      const fault = through ?? faults.take(request.method, path);
      request.fault = fault;
      if (fault === undefined || through !== undefined) return false;
      switch (fault.action) {
        case "hang":
          reply.hijack();
          return true;
        case "drop":
          reply.hijack();
          request.raw.socket.destroy();
          return true;
        case "heldThenAccepted":
          reply.hijack();
          if (held >= MOST_HELD) {
            request.raw.socket.destroy();
            return true;
          }
          held += 1;
          hold(request, reply, fault)
            .catch(() => request.raw.socket.destroy())
            .finally(() => {
              held -= 1;
            });
          return true;
        case "status":
          await reply.send(refuse(path, reply, fault));
          return true;
        case "delay": {
          const { clock } = world;
          const begun = era;
          await new Promise<void>((resolve) => {
            clock.at(clock.now() + (fault.delayMs ?? 1000), resolve);
          });
          if (era === begun) return false;
          reply.hijack();
          request.raw.socket.destroy();
          return true;
        }
        default:
          return false;
      }
    },
  };
}
export type Strikes = ReturnType<typeof createStrikes>;
