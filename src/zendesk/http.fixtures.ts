/** Zendesk's answers given by a test. */
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
