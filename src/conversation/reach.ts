/** Whether Zendesk takes what the handoff's lane holds. Until the handoff is live, the time to connect watches over that. */
import { clearTimer, type Draft, notice, setHandoff, startTimer } from "./draft.ts";
import { ask, withdraw } from "./questions.ts";
import type { ActiveHandoff } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

/** Deliveries of the handoff that are not over. */
export function waitingOf({ nextPosition, lastSettled }: ActiveHandoff): number {
  return nextPosition - lastSettled - 1;
}

/** Something was added to a lane that was (or was not) empty before. */
export function expectAcceptance(draft: Draft, before: ActiveHandoff): void {
  if (waitingOf(before) === 0) startTimer(draft, "unreachable", timeLimits.unreachable);
}

/** A delivery is over: Zendesk can be reached. What waits behind it gets the whole time again. */
export function laneMoved(draft: Draft, handoff: ActiveHandoff): ActiveHandoff {
  const { troubled, ...untroubled } = handoff;
  if (waitingOf(handoff) > 0) {
    if (troubled === true) startTimer(draft, "unreachable_end", timeLimits.unreachableAfterTold);
    else startTimer(draft, "unreachable", timeLimits.unreachable);
    return handoff;
  }
  clearTimer(draft, "unreachable");
  if (troubled !== true) return handoff;
  clearTimer(draft, "unreachable_end");
  return untroubled.question === "unreachable" ? withdraw(draft, untroubled) : untroubled;
}

/** The visitor is told once, and asked whether to wait where he can be: who is asked whether all is solved waits for nothing. */
export function tellTrouble(draft: Draft, handoff: ActiveHandoff): void {
  const { mode } = draft.state;
  if (mode === "bot" || waitingOf(handoff) === 0) return;
  startTimer(draft, "unreachable_end", timeLimits.unreachableAfterTold);
  const troubled = { ...handoff, troubled: true };
  if (mode === "livechat" && handoff.question !== "solved")
    return setHandoff(draft, ask(draft, troubled, "unreachable"), mode);
  notice(draft, "unreachable");
  setHandoff(draft, troubled, mode);
}
