/** What goes to the operators behind what waits in the lane: a visitor's message, and what is tried again. */
import { visitorWrote } from "./attendance.ts";
import { activeHandoff, change, type Draft, enqueue, setHandoff } from "./draft.ts";
import type { EventOf } from "./events.ts";
import { retryAfterEnd } from "./late.ts";
import { type Delivery, type DeliveryTask, type Message, mayHaveArrived } from "./model.ts";
import { expectAcceptance } from "./reach.ts";
import type { ActiveHandoff } from "./state.ts";

/** A visitor's message: he is there. */
export function send(draft: Draft, handoff: ActiveHandoff, seq: number, again?: Delivery["again"]): void {
  const { mode } = draft.state;
  if (mode === "bot") return;
  const task = { kind: "message", seq, history: false } as const;
  setHandoff(draft, visitorWrote(draft, appended(draft, handoff, task, again)), mode);
}

function appended(
  draft: Draft,
  handoff: ActiveHandoff,
  task: DeliveryTask,
  again?: Delivery["again"],
): ActiveHandoff {
  if (draft.state.mode === "livechat") expectAcceptance(draft, handoff);
  return enqueue(draft, handoff, [task], again);
}

/** Only within its own handoff: what was said meanwhile has overtaken it at Zendesk. */
export function visitorRetries(draft: Draft, { message, again }: EventOf<"visitor_retries">): void {
  const active = message.handoffId === undefined ? undefined : activeHandoff(draft.state, message.handoffId);
  if (active === undefined || message.delivery !== "failed") return;
  change(draft, sentAgain(message));
  send(draft, active, message.seq, again);
}

/** It stays failed and can be tried again. That it may have arrived is worth more to know than why it was not sent again. */
export function retryRefused(draft: Draft, { message }: EventOf<"retry_refused">): void {
  const active = message.handoffId === undefined ? undefined : activeHandoff(draft.state, message.handoffId);
  if (active === undefined || message.delivery !== "failed") return;
  change(draft, message.failure === mayHaveArrived ? message : { ...message, failure: "queue_full" });
}

/** As `visitor_retries`, for whatever was parked; what tells of the end also after it. */
export function deliveryRetried(draft: Draft, event: EventOf<"delivery_retried">): void {
  const { handoffId, task, again, message } = event;
  const active = activeHandoff(draft.state, handoffId);
  if (active === undefined || draft.state.mode === "bot") return retryAfterEnd(draft, handoffId, task, again);
  if (message !== undefined && task.kind === "message" && !task.history) {
    if (message.delivery !== "failed") return;
    change(draft, sentAgain(message));
  }
  setHandoff(draft, appended(draft, active, task, again), draft.state.mode);
}

function sentAgain({ failure: _, ...message }: Message): Message {
  return { ...message, delivery: "sent" };
}
