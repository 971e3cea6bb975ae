/**
 * Webhook deliveries: five attempts within a quarter of an hour, each time twice as long apart, 20 s for an
 * answer; some refusals are final (zendesk.md §3). Nothing is promised about order: every delivery starts when
 * its event happens.
 */
import { Agent, request } from "undici";
import type { Delivery, Webhook } from "./world/entities.ts";
import type { World } from "./world/world.ts";

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 60_000;
const TIMEOUT_MS = 20_000;
const NEVER_RETRIED = new Set([400, 401, 403, 404, 406]);
const KEPT = 5000;

export interface WebhookSender {
  /** Takes up what was pending when the process last stopped. */
  resume: () => void;
  /** Asks the root of the target with HEAD, as Zendesk does when a webhook is saved, and keeps the answer. */
  probe: (webhook: Webhook) => Promise<void>;
  close: () => Promise<void>;
}

export function createWebhookSender(world: World): WebhookSender {
  const agent = new Agent({ connections: 32, headersTimeout: 0, bodyTimeout: 0, pipelining: 1 });
  const running = new Set<AbortController>();

  /** One request within 20 s of the emulator's time. */
  const call = async (
    method: "HEAD" | "POST",
    url: string,
    headers: Record<string, string>,
    body: string | null,
  ): Promise<{ status: number; answer: string }> => {
    const abort = new AbortController();
    running.add(abort);
    const cancel = world.clock.at(world.clock.now() + TIMEOUT_MS, () =>
      abort.abort(new Error("no answer within 20 s")),
    );
    try {
      const response = await request(url, { method, headers, body, dispatcher: agent, signal: abort.signal });
      return { status: response.statusCode, answer: (await response.body.text()).slice(0, 2000) };
    } finally {
      cancel();
      running.delete(abort);
    }
  };

  const attempt = async (id: string): Promise<void> => {
    const delivery = world.deliveries.get(id);
    const webhook = delivery === undefined ? undefined : world.webhooks.get(delivery.webhookId);
    if (delivery?.state !== "pending" || webhook === undefined) return;
    const at = world.clock.now();
    // Where the webhook points by now: it may have been changed since the event.
    const { target } = webhook;
    const headers = { "content-type": "application/json", "x-api-key": webhook.secret };
    const outcome = await call("POST", target, headers, JSON.stringify(delivery.body)).catch(
      (error: unknown) => ({ error: error instanceof Error ? error.message : "failed" }),
    );
    // A reset meanwhile has forgotten it.
    if (closed || world.deliveries.get(id) === undefined) return;
    settle({ ...delivery, target, attempts: [...delivery.attempts, { at, ...outcome }] });
  };

  const settle = (delivery: Delivery): void => {
    const { nextAt: _, ...rest } = delivery;
    const status = delivery.attempts.at(-1)?.status;
    if (status !== undefined && status >= 200 && status < 300) {
      world.deliveries.put({ ...rest, state: "delivered" });
    } else if (delivery.attempts.length >= ATTEMPTS || (status !== undefined && NEVER_RETRIED.has(status))) {
      world.deliveries.put({ ...rest, state: "failed" });
    } else {
      const pause = FIRST_PAUSE_MS * 2 ** (delivery.attempts.length - 1);
      schedule(world.deliveries.put({ ...rest, nextAt: world.clock.now() + pause }));
    }
  };

  const start = (id: string): void => {
    // Its failures are part of its result.
    void attempt(id);
  };
  const schedule = ({ id, nextAt }: Delivery): void => {
    world.clock.at(nextAt ?? world.clock.now(), () => start(id));
  };
  const forgetOld = (): void => {
    if (world.deliveries.size() < KEPT + 500) return;
    const finished = world.deliveries.all().filter((delivery) => delivery.state !== "pending");
    for (const { id } of finished.slice(0, finished.length - KEPT)) world.deliveries.delete(id);
  };

  let closed = false;
  world.onDelivery((delivery) => {
    forgetOld();
    start(delivery.id);
  });

  return {
    resume() {
      for (const delivery of world.deliveries.all()) if (delivery.state === "pending") schedule(delivery);
    },
    async probe(webhook) {
      const at = world.clock.now();
      const root = new URL("/", webhook.target).href;
      const outcome = await call("HEAD", root, {}, null).catch((error: unknown) => ({
        error: error instanceof Error ? error.message : "failed",
      }));
      const current = closed ? undefined : world.webhooks.get(webhook.id);
      if (current === undefined) return;
      world.webhooks.put({
        ...current,
        probe: "error" in outcome ? { at, error: outcome.error } : { at, status: outcome.status },
      });
    },
    async close() {
      closed = true;
      for (const abort of running) abort.abort(new Error("the emulator stops"));
      await agent.destroy();
    },
  };
}
