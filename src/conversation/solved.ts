/**
 * The operators see the visitor's request as solved. That is no end: who writes opens the ticket again at Zendesk
 * (zendesk.md §5.6). So the visitor is asked, once each time it is solved.
 */
import { activeHandoff, clearTimer, type Draft, setHandoff, startTimer } from "./draft.ts";
import type { EventOf } from "./events.ts";
import { ask, withdraw } from "./questions.ts";
import { waitingOf } from "./reach.ts";
import type { ActiveHandoff } from "./state.ts";
import { timeLimits, usualEnds } from "./time-limits.ts";

export function ticketSeen(draft: Draft, { handoffId, solved }: EventOf<"ticket_seen">): void {
  const active = activeHandoff(draft.state, handoffId);
  if (active === undefined || draft.state.mode !== "livechat") return;
  const { seenSolved, answeredAt, ...handoff } = active;
  if (solved === (seenSolved === true)) {
    if (answeredAt !== undefined) stillSolved(draft, active, answeredAt);
    return;
  }
  if (!solved) {
    // Only now may it be solved another time: what was seen right after the visitor wrote could be from before.
    if (handoff.question !== "solved") return setHandoff(draft, handoff, "livechat");
    clearTimer(draft, "solved_end");
    // He was asked and has not answered: from now on he is silent.
    if (handoff.operators.length > 0) startTimer(draft, "silence_warning", timeLimits.silence);
    return setHandoff(draft, withdraw(draft, handoff), "livechat");
  }
  // What the visitor wrote is on its way, and opens the ticket again.
  if (waitingOf(handoff) === 0) askWhetherSolved(draft, handoff);
}

/** He wrote and the ticket is solved all the same: not opened yet, or opened and solved another time between two looks. */
function stillSolved(draft: Draft, active: ActiveHandoff, answeredAt: number): void {
  const { now } = draft.context;
  const { answeredAt: _before, ...handoff } = active;
  // After the clock was set back he has answered in the future.
  if (waitingOf(handoff) > 0 || answeredAt > now)
    return setHandoff(draft, { ...handoff, answeredAt: now }, "livechat");
  if (now - answeredAt >= timeLimits.reopening) askWhetherSolved(draft, handoff);
}

function askWhetherSolved(draft: Draft, handoff: ActiveHandoff): void {
  const asked = ask(draft, { ...handoff, seenSolved: true }, "solved");
  for (const kind of ["nobody_came", "silence_warning", "silence_end"] as const) clearTimer(draft, kind);
  startSolvedEnd(draft, asked);
  setHandoff(draft, asked, "livechat");
}

export function startSolvedEnd(draft: Draft, { ends = usualEnds }: ActiveHandoff): void {
  if (ends.solvedEndsAfterMs > 0) startTimer(draft, "solved_end", ends.solvedEndsAfterMs);
}
