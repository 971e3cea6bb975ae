/** Strikes webhook events between their happening and their being sent. */
import { holdAnswer } from "../http/cause.ts";
import type { Delivery } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import type { WebhookFault } from "./drafts.ts";
import { ofUnknownType, readBody, spoilBody, trickOf } from "./events.ts";
import type { Faults } from "./faults.ts";

/** How deliveries are sent. */
export interface Sending {
  /** Makes the next attempt now; resolves with its end. */
  readonly send: (id: string) => Promise<void>;
  /** Makes it at the delivery's `nextAt`. */
  readonly schedule: (delivery: Delivery) => void;
}

interface Batch {
  readonly id: string;
  readonly left: number;
  readonly cancel: () => void;
}

/** Stands between events and their sending: lets them through, or makes of them what faults ask for. */
export function createEventStrikes(world: World, faults: Faults, { send, schedule }: Sending) {
  /** Waiting for later events of their webhook, in the order in which they happened. */
  let waiting: { readonly id: string; readonly webhookId: string; readonly behind: number }[] = [];
  /** Being gathered, by fault and webhook. */
  const batches = new Map<string, Batch>();

  const start = (id: string): void => {
    // Its failures are part of its result.
    void send(id);
  };

  /** True when the event went into a request that waits for more. */
  const gather = (delivery: Delivery, fault: WebhookFault): void => {
    const key = `${fault.id} ${delivery.webhookId}`;
    const open = batches.get(key);
    const first = open === undefined ? undefined : world.deliveries.get(open.id);
    if (open === undefined || first === undefined) {
      const cancel = world.clock.at(world.clock.now() + (fault.delayMs ?? 1000), () => {
        batches.delete(key);
        start(delivery.id);
      });
      batches.set(key, { id: delivery.id, left: (fault.size ?? 2) - 1, cancel });
      return;
    }
    const [body, more] = [readBody(first.body), readBody(delivery.body)];
    if (body !== undefined && more !== undefined)
      world.deliveries.put({ ...first, body: { ...body, events: [...body.events, ...more.events] } });
    world.deliveries.delete(delivery.id);
    if (open.left > 1) return void batches.set(key, { ...open, left: open.left - 1 });
    open.cancel();
    batches.delete(key);
    start(first.id);
  };

  /** The event with what its faults make of it, kept. */
  const spoilt = (delivery: Delivery, struck: readonly WebhookFault[]): Delivery => {
    let { body } = delivery;
    let tricks = {};
    for (const fault of struck) {
      const readable = readBody(body);
      if (readable !== undefined) body = spoilBody(readable, fault, world.newId);
      tricks = { ...tricks, ...trickOf(fault) };
    }
    return world.deliveries.put({ ...delivery, body, tricks, faults: struck.map(({ action }) => action) });
  };

  const copy = (delivery: Delivery, body: unknown): void => {
    const made = world.deliveries.put({ ...delivery, id: world.newId(), body });
    start(made.id);
  };

  return {
    /** Sends a new delivery, now or when its faults let it go. */
    take(delivery: Delivery): void {
      const body = readBody(delivery.body);
      const [event] = body?.events ?? [];
      const source = event?.payload.message?.source?.type;
      const { webhookId } = delivery;
      const struck =
        event === undefined ? [] : faults.takeForEvent({ trigger: event.type, source, webhookId });
      if (body === undefined || struck.length === 0) return start(delivery.id);
      const by = (action: WebhookFault["action"]) => struck.find((fault) => fault.action === action);
      const made = spoilt(delivery, struck);
      if (by("lose") !== undefined) {
        const { nextAt: _, ...lost } = made;
        world.deliveries.put({ ...lost, state: "failed" });
        return;
      }
      if (by("unknownType") !== undefined) copy(made, ofUnknownType(body, world.newId));
      const duplicated = by("duplicate");
      if (duplicated !== undefined)
        for (let n = 0; n < (duplicated.copies ?? 1); n += 1) copy(made, made.body);

      const batch = by("batch");
      const reorder = by("reorder");
      const delayed = by("delay");
      // What another fault has spoilt cannot be put together with others.
      if (batch !== undefined && readBody(made.body) !== undefined) gather(made, batch);
      else if (reorder !== undefined) waiting.push({ id: made.id, webhookId, behind: reorder.behind ?? 1 });
      else if (delayed !== undefined) {
        const nextAt = world.clock.now() + (delayed.delayMs ?? 60_000);
        schedule(world.deliveries.put({ ...made, nextAt }));
      } else if (by("beforeAnswer") !== undefined) holdAnswer(send(made.id));
      else start(made.id);
    },

    /** Told when the first attempt of a delivery is over: others may have waited for it. */
    async out(webhookId: string): Promise<void> {
      const counted = waiting.map((one) =>
        one.webhookId === webhookId ? { ...one, behind: one.behind - 1 } : one,
      );
      const due = counted.filter(({ behind }) => behind <= 0);
      waiting = counted.filter(({ behind }) => behind > 0);
      // One after the other, the latest first, so that the order is certain.
      for (const { id } of due.toReversed()) await send(id);
    },

    /** Nothing waits any more: the account is another one. */
    forget(): void {
      waiting = [];
      for (const { cancel } of batches.values()) cancel();
      batches.clear();
    },
  };
}
