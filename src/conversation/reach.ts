/**
 * Whether Zendesk can be reached: it takes what the handoff's lane holds, and answers who looks. Until the handoff is live,
 * the time to connect watches over that.
 */
import { activeHandoff, clearTimer, type Draft, notice, setHandoff, startTimer } from "./draft.ts";
import type { EventOf } from "./events.ts";
import { ask, withdraw } from "./questions.ts";
import type { ActiveHandoff, ConversationState } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

/** Deliveries of the handoff that are not over. */
export function waitingOf({ nextPosition, lastSettled }: ActiveHandoff): number {
  return nextPosition - lastSettled - 1;
}

/** Something was added to a lane that was (or was not) empty before. */
export function expectAcceptance(draft: Draft, before: ActiveHandoff): void {
  if (waitingOf(before) === 0 && before.troubled !== true)
    startTimer(draft, "unreachable", timeLimits.unreachable);
}

/** Zendesk lets us in nowhere: what fails with these has reached nobody. */
const lockedOut: ReadonlySet<string> = new Set(["zendesk_credentials_refused", "zendesk_host_refused"]);

/** A delivery is over; `failure`: why it was given up. Where Zendesk was reached, what waits behind it gets the whole time again. */
export function laneMoved(draft: Draft, handoff: ActiveHandoff, failure?: string): ActiveHandoff {
  const reached = failure === undefined || !lockedOut.has(failure);
  const moved = reached ? answering(handoff) : unanswering(draft, handoff);
  if (waitingOf(handoff) === 0) {
    clearTimer(draft, "unreachable");
    return relieved(draft, moved);
  }
  if (!reached && isWatchedOver(draft.state)) return moved;
  if (handoff.troubled === true) startTimer(draft, "unreachable_end", timeLimits.unreachableAfterTold);
  else startTimer(draft, "unreachable", timeLimits.unreachable);
  return moved;
}

/**
 * Somebody looked at the account, and it answered or not. Looks in vain that are a minute apart, nothing being answered in
 * between, are told to the visitor whatever the lane holds.
 */
export function accountSeen(draft: Draft, { handoffId, answers }: EventOf<"account_seen">): void {
  const active = activeHandoff(draft.state, handoffId);
  const { mode } = draft.state;
  if (active === undefined || mode === "bot" || !isWatchedOver(draft.state)) return;
  if (answers) return setHandoff(draft, relieved(draft, answering(active)), mode);
  const unanswered = unanswering(draft, active);
  const { unansweredSince = 0, troubled } = unanswered;
  if (troubled === true || draft.context.now - unansweredSince < timeLimits.unreachable)
    return setHandoff(draft, unanswered, mode);
  clearTimer(draft, "unreachable");
  tellTrouble(draft, unanswered);
}

function answering({ unansweredSince: _, ...handoff }: ActiveHandoff): ActiveHandoff {
  return handoff;
}

function unanswering({ context: { now } }: Draft, handoff: ActiveHandoff): ActiveHandoff {
  // After the clock was set back that was in the future.
  return { ...handoff, unansweredSince: Math.min(handoff.unansweredSince ?? now, now) };
}

/** The trouble that the visitor was told of is over once nothing waits and the account answers. */
function relieved(draft: Draft, handoff: ActiveHandoff): ActiveHandoff {
  const { troubled, ...untroubled } = handoff;
  if (troubled !== true || waitingOf(handoff) > 0 || handoff.unansweredSince !== undefined) return handoff;
  clearTimer(draft, "unreachable_end");
  return untroubled.question === "unreachable" ? withdraw(draft, untroubled) : untroubled;
}

/** No longer (or never) by the time to connect. */
function isWatchedOver(state: ConversationState): boolean {
  return state.mode === "livechat" || (state.mode === "connecting" && state.handoff.operators.length > 0);
}

/** What waits in the lane has waited for long. */
export function acceptanceOverdue(draft: Draft, handoff: ActiveHandoff): void {
  if (waitingOf(handoff) > 0) tellTrouble(draft, handoff);
}

/** The visitor is told once, and asked whether to wait where he can be: who is asked whether all is solved waits for nothing. */
function tellTrouble(draft: Draft, handoff: ActiveHandoff): void {
  const { mode } = draft.state;
  if (mode === "bot") return;
  startTimer(draft, "unreachable_end", timeLimits.unreachableAfterTold);
  const troubled = { ...handoff, troubled: true };
  if (mode === "livechat" && handoff.question !== "solved")
    return setHandoff(draft, ask(draft, troubled, "unreachable"), mode);
  notice(draft, "unreachable");
  setHandoff(draft, troubled, mode);
}
