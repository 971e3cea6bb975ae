/** Shows every answer of Zendesk's APIs to whoever asks, as it leaves: what the judges in the tests read. */
import type { FastifyInstance } from "fastify";
import { isApi, routeName } from "./paths.ts";

/** One request of an API and its answer. */
export interface Exchange {
  readonly method: string;
  /** The registered route, e.g. `/api/v2/users/{id}`; undefined where there is none. */
  readonly route: string | undefined;
  /** With its query. */
  readonly url: string;
  readonly status: number;
  /** Parsed; undefined when it is empty or no JSON. */
  readonly body: unknown;
  readonly contentType: string;
}

/** `seen` is told of every answer that no fault has spoilt. */
export function observe(server: FastifyInstance, seen: (exchange: Exchange) => void): void {
  server.addHook("onSend", async (request, reply, payload) => {
    const { url: route } = request.routeOptions;
    // What a fault made of an answer is nobody's to judge.
    if (!isApi(request.url) || request.fault !== undefined) return payload;
    const contentType = String(reply.getHeader("content-type") ?? "");
    const empty = payload === "" || reply.statusCode === 204;
    const json = typeof payload === "string" && !empty && contentType.includes("json");
    seen({
      method: request.method,
      route: route === undefined ? undefined : routeName(route),
      url: request.url,
      status: reply.statusCode,
      body: json ? JSON.parse(payload) : undefined,
      contentType,
    });
    return payload;
  });
}
