/**
 * Webhook deliveries: five attempts within a quarter of an hour, each time twice as long apart, 20 s for an
 * answer; some refusals are final (zendesk.md §3). Nothing is promised about order: every delivery starts when
 * its event happens, unless a fault holds it.
 */
import type { Faults } from "../faults/faults.ts";
import { createEventStrikes } from "../faults/webhooks.ts";
import type { Delivery, Webhook } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { createWebhookClient } from "./client.ts";

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 60_000;
const NEVER_RETRIED = new Set([400, 401, 403, 404, 406]);
/** Deliveries remembered after their end; and the most that wait at a time, beyond which the oldest fails. */
const KEPT = 5000;
const MOST_PENDING = 20_000;

/** Sends what the account queues. */
export interface WebhookSender {
  /** Takes up what was pending when the process last stopped, or when a snapshot was made. */
  resume: () => void;
  /** Asks the root of the target with HEAD, as Zendesk does when a webhook is saved, and keeps the answer. */
  probe: (webhook: Webhook) => Promise<void>;
  /** Sends the body of a delivery once more, as a delivery of its own with the same event ids. */
  resend: (id: string) => Delivery | undefined;
  /** Lets go of everything under way: the account is about to be replaced. */
  forget: () => void;
  close: () => Promise<void>;
}

/** Listens to the account from now on. */
export function createWebhookSender(world: World, faults: Faults): WebhookSender {
  const client = createWebhookClient(world.clock);
  const alarms = new Set<() => void>();
  /** Being attempted now. */
  const busy = new Set<string>();
  /** Grows whenever the account is replaced: what comes back from before is not written down. */
  let era = 0;
  let closed = false;

  const attempt = async (id: string): Promise<void> => {
    const delivery = world.deliveries.get(id);
    // Where the webhook points by now: it may have been changed since the event.
    const webhook = delivery === undefined ? undefined : world.webhooks.get(delivery.webhookId);
    if (delivery?.state !== "pending" || busy.has(id)) return;
    if (webhook === undefined) {
      const { nextAt: _, ...rest } = delivery;
      world.deliveries.put({ ...rest, state: "failed" });
      return;
    }
    const begun = era;
    busy.add(id);
    const at = world.clock.now();
    const came = await client.post(delivery, webhook);
    // A reset meanwhile has forgotten it.
    if (closed || era !== begun) return;
    busy.delete(id);
    const current = world.deliveries.get(id);
    if (current === undefined) return;
    const lost = delivery.attempts.length < (delivery.tricks?.answersLost ?? 0);
    const outcome = lost ? { error: "the answer was lost, as a fault asked" } : came;
    settle({ ...current, target: webhook.target, attempts: [...delivery.attempts, { at, ...outcome }] });
    if (delivery.attempts.length === 0) await strikes.out(webhook.id);
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

  const schedule = ({ id, nextAt }: Delivery): void => {
    const cancel = world.clock.at(nextAt ?? world.clock.now(), () => {
      alarms.delete(cancel);
      // Its failures are part of its result.
      void attempt(id);
    });
    alarms.add(cancel);
  };
  const strikes = createEventStrikes(world, faults, { send: attempt, schedule });

  let sinceTidied = 0;
  const tidy = (): void => {
    sinceTidied += 1;
    if (sinceTidied < 500 || world.deliveries.size() < KEPT) return;
    sinceTidied = 0;
    const finished: Delivery[] = [];
    const pending: Delivery[] = [];
    for (const delivery of world.deliveries.all())
      (delivery.state === "pending" ? pending : finished).push(delivery);
    for (const { id } of finished.slice(0, Math.max(0, finished.length - KEPT))) world.deliveries.delete(id);
    for (const { nextAt: _, ...rest } of pending.slice(0, Math.max(0, pending.length - MOST_PENDING)))
      world.deliveries.put({ ...rest, state: "failed" });
  };

  world.onDelivery((delivery) => {
    tidy();
    strikes.take(delivery);
  });

  const forget = (): void => {
    era += 1;
    busy.clear();
    for (const cancel of alarms) cancel();
    alarms.clear();
    client.abort("the account was replaced");
    strikes.forget();
  };

  return {
    resume() {
      for (const delivery of world.deliveries.all()) if (delivery.state === "pending") schedule(delivery);
    },
    resend(id) {
      const old = world.deliveries.get(id);
      const webhook = old === undefined ? undefined : world.webhooks.get(old.webhookId);
      if (old === undefined || webhook === undefined) return undefined;
      const delivery = world.deliveries.put({
        id: world.newId(),
        webhookId: webhook.id,
        target: webhook.target,
        body: old.body,
        attempts: [],
        state: "pending",
        nextAt: world.clock.now(),
      });
      void attempt(delivery.id);
      return delivery;
    },
    async probe(webhook) {
      const at = world.clock.now();
      const begun = era;
      const { status, error = "failed" } = await client.head(new URL("/", webhook.target).href);
      const current = closed || era !== begun ? undefined : world.webhooks.get(webhook.id);
      if (current === undefined) return;
      world.webhooks.put({ ...current, probe: status === undefined ? { at, error } : { at, status } });
    },
    forget,
    async close() {
      closed = true;
      forget();
      await client.close();
    },
  };
}
