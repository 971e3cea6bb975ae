/** How a handoff ends: the visitor is told once and the bot is back. */
import { reached, takeBack } from "./cleanup.ts";
import { activeHandoff, change, type Draft, enqueue, handoffRow, notice, setBot } from "./draft.ts";
import type { EventOf } from "./events.ts";
import type { EndReason, Message } from "./model.ts";
import type { NoticeKey } from "./notices.ts";
import type { ActiveHandoff } from "./state.ts";

export function visitorLeft(draft: Draft): void {
  if (draft.state.mode === "bot") return;
  const { handoff } = draft.state;
  if (reached(handoff) !== "yes") return giveUp(draft, handoff, "visitor_left", []);
  // What the visitor wrote before leaving still reaches the operator, then the note that he left.
  const note = handoff.phase === "live" ? "visitor_left" : "visitor_left_before_connection";
  const told = enqueue(draft, handoff, [{ kind: "note", note }]);
  leave(draft, told, "visitor_left");
}

/**
 * Ends a handoff that is not live yet: operators who have it are told that nobody is there any more; what they
 * never got is taken back.
 */
export function giveUp(
  draft: Draft,
  handoff: ActiveHandoff,
  reason: EndReason,
  undelivered: readonly Message[],
  how = reached(handoff),
): void {
  end(draft, takeBack(draft, handoff, how), reason, undelivered);
}

export function handoffEnded(draft: Draft, event: EventOf<"handoff_ended">): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active === undefined) return;
  const endIt = reached(active) === "yes" ? end : giveUp;
  endIt(draft, active, event.reason, event.undelivered);
}

/** Ends the handoff at once: what still waits in its lane will not be sent, and the visitor sees which of his messages. */
export function end(
  draft: Draft,
  handoff: ActiveHandoff,
  reason: EndReason,
  undelivered: readonly Message[],
): void {
  for (const message of undelivered)
    change(draft, { ...message, delivery: "failed", failure: "handoff_over" });
  draft.dropLane = handoff.id;
  leave(draft, handoff, reason);
}

function leave(draft: Draft, handoff: ActiveHandoff, reason: EndReason): void {
  notice(draft, endNotices[reason]);
  setBot(draft, []);
  draft.handoff = handoffRow({ ...handoff, phase: "ended", endedAt: draft.context.now, endReason: reason });
  draft.timers.push({ kind: "connect", inMs: null });
}

const endNotices: Record<EndReason, NoticeKey> = {
  operator_ended: "ended_by_operator",
  ticket_closed: "ended_by_operator",
  control_returned: "ended_by_operator",
  conversation_removed: "ended_unreachable",
  visitor_left: "ended_by_visitor",
  visitor_silent: "ended_silent",
  solved: "ended_solved",
  connector_disabled: "ended_disabled",
  connect_timeout: "connection_timeout",
  zendesk_refused: "connection_failed",
  zendesk_gone: "ended_unreachable",
};
