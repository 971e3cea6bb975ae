/** Zendesk's answers given by a test. */
import { createServer, type RequestListener } from "node:http";
import { Agent } from "undici";
import { onTestFinished } from "vitest";
import type { HttpAnswer, HttpCall, ZendeskHttp } from "./http.ts";

/** 200 with `{}` where the test says nothing else. `asked`: what was called, as method and path without its query. */
export function answeringHttp(
  answer: (call: HttpCall) => Partial<HttpAnswer>,
): ZendeskHttp & { readonly asked: readonly string[] } {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.close());
  const asked: string[] = [];
  return {
    asked,
    allow: [],
    dispatcher,
    close: () => Promise.resolve(),
    send: (call) => {
      asked.push(`${call.method} ${call.pattern}`);
      return Promise.resolve({ status: 200, json: {}, retryAfterMs: undefined, ...answer(call) });
    },
  };
}

/** A Zendesk on this machine for the time of a test; its origin. */
export async function startZendesk(onRequest: RequestListener): Promise<string> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}
