/** Trying again what was given up: by the visitor who wrote it, or by the bot manager. Asked twice, it is done once. */
import { outlives } from "../conversation/late.ts";
import type { Delivery, Message } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import type { Parked, Store } from "../store/port.ts";
import type { Apply } from "./apply.ts";

interface RetryPorts {
  readonly store: Store;
  readonly apply: Apply;
}

/** A visitor's message that failed. Any other changes nothing; one for which there is no room says so. */
export async function retryMessage(
  { store, apply }: RetryPorts,
  conversationId: string,
  seq: number,
): Promise<void> {
  try {
    await apply(conversationId, async () => {
      const message = await store.conversations.message(conversationId, seq);
      if (message === undefined) return undefined;
      const parked = await parkedOf(store, message);
      return { type: "visitor_retries", message, ...(parked && { again: againOf(parked) }) };
    });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "queue_full") throw error;
    await apply(conversationId, async () => {
      const message = await store.conversations.message(conversationId, seq);
      return message && { type: "retry_refused", message };
    });
  }
}

/**
 * A parked delivery of the bot, to the end of its lane. Asked again, the answer is the first one.
 *
 * @returns its new position
 * @throws `not_found`, `handoff_over` when its livechat has ended and it is nothing that tells of the end, `queue_full`, or `row_unreadable`
 */
export async function retryParked(
  { store, apply }: RetryPorts,
  wanted: { readonly botId: string; readonly handoffId: string; readonly position: number },
): Promise<number> {
  const load = async () => {
    const parked = await store.parked.load(wanted.handoffId, wanted.position);
    if (parked?.botId === wanted.botId) return parked;
    throw new CodedError("not_found", "There is no such delivery.");
  };
  const { conversationId } = await load();
  const applied = await apply(conversationId, async ({ state }) => {
    const { task, handoffId, ...parked } = await load();
    if (parked.retriedAs !== undefined) return undefined;
    const isOpen = state.mode !== "bot" && state.handoff.id === handoffId;
    if (!isOpen && (task === undefined || !outlives(state, handoffId, task)))
      throw new CodedError("handoff_over", "The livechat that this belonged to is over. Nothing was sent.");
    if (task === undefined)
      throw new CodedError("row_unreadable", "What was to be sent cannot be read any more.");
    const message =
      task.kind === "message" ? await store.conversations.message(conversationId, task.seq) : undefined;
    return {
      type: "delivery_retried",
      handoffId,
      task,
      again: againOf(parked),
      ...(message && { message }),
    };
  });
  const position =
    applied.outcome === "applied" ? applied.step.deliveries[0]?.position : (await load()).retriedAs;
  if (position === undefined)
    throw new CodedError("not_found", "There is nothing left of this delivery to be sent.");
  return position;
}

function againOf({
  earlier = [],
  position,
  unclearSince,
}: Pick<Parked, "earlier" | "position" | "unclearSince">): NonNullable<Delivery["again"]> {
  return { positions: [...earlier, position], ...(unclearSince !== undefined && { unclearSince }) };
}

/** Absent where it failed otherwise than by being given up. */
async function parkedOf(store: Store, { handoffId, seq }: Message): Promise<Parked | undefined> {
  if (handoffId === undefined) return undefined;
  return (await store.parked.ofHandoff(handoffId)).findLast(
    ({ task, retriedAs }) => retriedAs === undefined && task?.kind === "message" && task.seq === seq,
  );
}
