/** How a handoff ends: the visitor is told once and the bot is back. */
import { reached, takeBack } from "./cleanup.ts";
import {
  activeHandoff,
  change,
  clearTimer,
  type Draft,
  enqueue,
  handoffRow,
  notice,
  setBot,
} from "./draft.ts";
import type { EventOf } from "./events.ts";
import { rememberEnded } from "./late.ts";
import {
  type DeliveryTask,
  type EndReason,
  type Message,
  mayHaveArrived,
  type OperatorNote,
} from "./model.ts";
import type { NoticeKey } from "./notices.ts";
import type { ActiveHandoff } from "./state.ts";
import { handoffTimers, timeLimits, usualEnds } from "./time-limits.ts";

export function visitorLeft(draft: Draft): void {
  if (draft.state.mode === "bot") return;
  const { handoff } = draft.state;
  const how = reached(handoff);
  const { solveOnLeave } = handoff.ends ?? usualEnds;
  if (how !== "yes")
    return end(draft, takeBack(draft, handoff, "visitor_left", how, solveOnLeave), "visitor_left", []);
  // The operators are done with it: there is nobody to tell, and nothing to solve.
  if (handoff.question === "solved") return leave(draft, handoff, "visitor_left");
  // What the visitor wrote before leaving still reaches the operator, then the note that he left.
  const met = handoff.phase === "live" || handoff.operators.length > 0;
  const note = met ? "visitor_left" : "visitor_left_before_connection";
  const tasks: DeliveryTask[] = [{ kind: "note", note }];
  if (solveOnLeave) tasks.push({ kind: "solve" });
  leave(draft, enqueue(draft, handoff, tasks), "visitor_left");
}

/** The visitor has not answered for long. Nothing of his is lost: what still waits goes first. */
export function leaveSilent(draft: Draft, handoff: ActiveHandoff): void {
  leave(draft, enqueue(draft, handoff, [{ kind: "note", note: "visitor_silent" }]), "visitor_silent");
}

/** The request was solved and the visitor had nothing to add. */
export function leaveSolved(draft: Draft, handoff: ActiveHandoff): void {
  if (handoff.question === "solved") leave(draft, handoff, "solved");
}

/** Zendesk has not taken anything for long. When it does again, its operators learn that nobody is there any more. */
export function giveUpReaching(draft: Draft, handoff: ActiveHandoff, undelivered: readonly Message[]): void {
  if (handoff.troubled !== true) return;
  end(draft, tellOperators(draft, handoff, "visitor_back_with_bot"), "zendesk_gone", undelivered);
}

/** Nothing is posted into a ticket that was solved (docs/decisions/0016): who is asked about that has not opened it again. */
function tellOperators(draft: Draft, handoff: ActiveHandoff, note: OperatorNote): ActiveHandoff {
  return handoff.question === "solved" ? handoff : enqueue(draft, handoff, [{ kind: "note", note }]);
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
  end(draft, takeBack(draft, handoff, reason, how), reason, undelivered);
}

export function handoffEnded(draft: Draft, event: EventOf<"handoff_ended">): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active === undefined) return;
  if (reached(active) !== "yes") return giveUp(draft, active, event.reason, event.undelivered);
  const told =
    event.reason === "connector_disabled" ? tellOperators(draft, active, "connector_disabled") : active;
  end(draft, told, event.reason, event.undelivered);
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
  draft.failureInDoubt = mayHaveArrived;
  leave(draft, handoff, reason);
}

function leave(draft: Draft, handoff: ActiveHandoff, reason: EndReason): void {
  notice(draft, endNotices[reason]);
  rememberEnded(draft, handoff);
  // Whoever was just writing may have had his webhook lost, and the watch looks at open handoffs only.
  if (handoff.openingMessageId !== undefined)
    draft.lookAgain = { handoffId: handoff.id, inMs: timeLimits.lastLook };
  setBot(draft, []);
  draft.handoff = handoffRow({ ...handoff, phase: "ended", endedAt: draft.context.now, endReason: reason });
  for (const kind of handoffTimers) clearTimer(draft, kind);
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
