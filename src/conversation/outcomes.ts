/** What follows when a delivery is over: accepted by Zendesk, or given up. */
import { expectOperator } from "./attendance.ts";
import { reached } from "./cleanup.ts";
import { activeHandoff, change, clearTimer, type Draft, notice, setHandoff } from "./draft.ts";
import { end, giveUp } from "./ends.ts";
import type { DeliveryResult, EventOf } from "./events.ts";
import { fitting } from "./history.ts";
import { type DeliveryTask, mayHaveArrived } from "./model.ts";
import { laneMoved } from "./reach.ts";
import type { ActiveHandoff } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

export function delivered(draft: Draft, event: EventOf<"delivered">): void {
  if (event.message && event.task.kind === "message" && !event.task.history) {
    const { failure, ...message } = event.message;
    const messageId = event.result.messageId;
    change(draft, {
      ...message,
      delivery: "delivered",
      ...(messageId !== undefined && { zendeskMessageId: messageId }),
    });
  }
  settle(draft, event, event.result);
}

/** The delivery is over: remember what it told, and begin the livechat when it was the last of the history. */
function settle(draft: Draft, event: EventOf<"delivered" | "delivery_failed">, result: DeliveryResult): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active === undefined || draft.state.mode === "bot") return;
  const learnt = learn(
    { ...active, lastSettled: Math.max(active.lastSettled, event.position) },
    event.task,
    result,
  );
  const failure = event.type === "delivery_failed" ? event.code : undefined;
  const { mode } = draft.state;
  if (mode === "connecting" && event.position < active.liveAfter) {
    // With an operator there, the time to connect has been lifted.
    const attended = active.operators.length > 0;
    return setHandoff(draft, attended ? laneMoved(draft, learnt, failure) : learnt, mode);
  }
  const moved = laneMoved(draft, learnt, failure);
  if (mode === "livechat") return setHandoff(draft, moved, mode);
  notice(draft, "connected");
  clearTimer(draft, "connect");
  expectOperator(draft, moved);
  setHandoff(draft, { ...moved, phase: "live" }, "livechat");
}

function learn(handoff: ActiveHandoff, task: DeliveryTask, result: DeliveryResult): ActiveHandoff {
  const { userId, externalId, conversationId, messageId, historyMs = [] } = result;
  const skipped = task.kind === "conversation" ? historyMs.length - fitting(historyMs) : 0;
  return {
    ...handoff,
    ...(skipped > 0 && { historySkipped: skipped }),
    ...(userId !== undefined && { zendeskUserId: userId }),
    ...(externalId !== undefined && { externalId }),
    ...(conversationId !== undefined && { zendeskConversationId: conversationId }),
    ...(messageId !== undefined && { lastPostedMessageId: messageId }),
    ...(messageId !== undefined && task.kind === "opening" && { openingMessageId: messageId }),
  };
}

export function deliveryFailed(draft: Draft, event: EventOf<"delivery_failed">): void {
  const { task, code, message } = event;
  const gone = code === "zendesk_conversation_gone";
  const active = activeHandoff(draft.state, event.handoffId);
  // Without its conversation there is nothing to talk in; a single message that is refused costs only itself.
  const costsOnlyItself = task.kind === "message" || task.kind === "note" || task.kind === "lost";
  if (active !== undefined && (gone || !costsOnlyItself)) {
    if (draft.state.mode === "livechat") return end(draft, active, "zendesk_gone", event.undelivered);
    // What was refused for good has not reached the operators.
    const how = task.kind === "control" && event.inDoubt !== true ? "no" : reached(active);
    return giveUp(draft, active, "zendesk_refused", event.undelivered, how);
  }
  if (message && task.kind === "message" && !task.history) {
    const { inDoubt = false } = event;
    change(draft, { ...message, delivery: "failed", failure: inDoubt ? mayHaveArrived : code });
    if (inDoubt) draft.lookAgain = { handoffId: event.handoffId, inMs: timeLimits.lastLook };
  }
  settle(draft, event, {});
}

/** It was said to have failed and stands at Zendesk all the same. */
export function messageFound(draft: Draft, { message, zendeskMessageId }: EventOf<"message_found">): void {
  const { failure: _, ...arrived } = message;
  if (message.delivery === "failed") change(draft, { ...arrived, delivery: "delivered", zendeskMessageId });
}
