/** The requests of webhooks: one at a time within Zendesk's time limit, as faults spoil them (zendesk.md §3). */
import { Readable } from "node:stream";
import { Agent, request } from "undici";
import { inPieces } from "../faults/answers.ts";
import type { Clock } from "../world/state/clock.ts";
import type { Delivery, Webhook } from "../world/state/entities.ts";

const TIMEOUT_MS = 20_000;
/** Characters of an answer that are remembered, and bytes that are read for them. */
const ANSWER_KEPT = 2000;
const ANSWER_BYTES = 4 * ANSWER_KEPT;

/** How a request ended: with a status and what was answered, or with the reason why there is none. */
export interface Outcome {
  readonly status?: number;
  readonly answer?: string;
  readonly error?: string;
}

export interface WebhookClient {
  /** Sends the delivery to where the webhook points by now. Never fails: its failure is its outcome. */
  post: (delivery: Delivery, webhook: Webhook) => Promise<Outcome>;
  /** Asks with HEAD. Never fails: its failure is its outcome. */
  head: (url: string) => Promise<Outcome>;
  /** Ends every request under way, for this reason. */
  abort: (reason: string) => void;
  close: () => Promise<void>;
}

/** Time limits and pauses run on the emulator's clock. */
export function createWebhookClient(clock: Clock): WebhookClient {
  const agent = new Agent({ connections: 32, headersTimeout: 0, bodyTimeout: 0, pipelining: 1 });
  const running = new Set<AbortController>();

  const call = async (
    method: "HEAD" | "POST",
    url: string,
    headers: Record<string, string>,
    body: string | Readable | null,
  ): Promise<Outcome> => {
    const abort = new AbortController();
    running.add(abort);
    const cancel = clock.at(clock.now() + TIMEOUT_MS, () => abort.abort(new Error("no answer within 20 s")));
    try {
      const response = await request(url, { method, headers, body, dispatcher: agent, signal: abort.signal });
      return { status: response.statusCode, answer: await beginningOf(response.body) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : "failed" };
    } finally {
      cancel();
      running.delete(abort);
    }
  };

  return {
    post(delivery, { target, secret }) {
      const text = textOf(delivery);
      const { secret: spoilt, slow } = delivery.tricks ?? {};
      const headers = {
        "content-type": "application/json",
        ...(spoilt === "missing" ? {} : { "x-api-key": spoilt === "wrong" ? `not-${secret}` : secret }),
      };
      const body =
        slow === undefined
          ? text
          : Readable.from(inPieces(clock, Buffer.from(text), slow.pieces, slow.pauseMs));
      return call("POST", target, headers, body);
    },
    head: (url) => call("HEAD", url, {}, null),
    abort(reason) {
      for (const abort of running) abort.abort(new Error(reason));
    },
    close: () => agent.destroy(),
  };
}

function textOf({ body, tricks }: Delivery): string {
  const padding = tricks?.padding;
  const whole =
    padding === undefined || typeof body !== "object" ? body : { ...body, padding: "x".repeat(padding) };
  const text = JSON.stringify(whole);
  return tricks?.half === true ? text.slice(0, text.length / 2) : text;
}

/** Of an answer without end no more is read. */
async function beginningOf(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    const bytes = Buffer.from(part);
    parts.push(bytes);
    size += bytes.length;
    if (size >= ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).toString().slice(0, ANSWER_KEPT);
}
