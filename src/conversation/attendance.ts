/** Whether the other side is there: an operator who has not come yet, a visitor who does not answer. */
import { clearTimer, type Draft, notice, setHandoff, startTimer } from "./draft.ts";
import { ask, withdraw } from "./questions.ts";
import { waitingOf } from "./reach.ts";
import { startSolvedEnd } from "./solved.ts";
import type { ActiveHandoff } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

export function expectOperator(draft: Draft, handoff: ActiveHandoff): void {
  if (handoff.operators.length === 0) startTimer(draft, "nobody_came", timeLimits.nobodyCame);
}

/** A person has written: now it is the visitor's turn. `overtaken`: by another message of theirs, which he has had before. */
export function operatorWrote(draft: Draft, handoff: ActiveHandoff, overtaken: boolean): ActiveHandoff {
  // He may have answered that one.
  if (overtaken) return handoff;
  clearTimer(draft, "nobody_came");
  if (handoff.question === "solved") {
    startSolvedEnd(draft, handoff);
    return handoff;
  }
  startTimer(draft, "silence_warning", timeLimits.silence);
  clearTimer(draft, "silence_end");
  return handoff.question === "nobody_came" ? withdraw(draft, handoff) : handoff;
}

export function visitorWrote(draft: Draft, handoff: ActiveHandoff): ActiveHandoff {
  if (handoff.operators.length > 0) forgetSilence(draft);
  if (handoff.question === "solved") clearTimer(draft, "solved_end");
  const answered = handoff.seenSolved === true ? { ...handoff, answeredAt: draft.context.now } : handoff;
  return withdraw(draft, answered);
}

function forgetSilence(draft: Draft): void {
  clearTimer(draft, "silence_warning");
  clearTimer(draft, "silence_end");
}

export function nobodyCame(draft: Draft, handoff: ActiveHandoff): void {
  // Where something else is asked, its answer starts the time anew.
  if (handoff.question === undefined && handoff.operators.length === 0)
    setHandoff(draft, ask(draft, handoff, "nobody_came"), "livechat");
}

export function warnOfSilence(draft: Draft, handoff: ActiveHandoff): void {
  // He wrote, and it is still on its way: silent he is not.
  if (draft.state.mode === "livechat" && waitingOf(handoff) > 0)
    return startTimer(draft, "silence_warning", timeLimits.silence);
  notice(draft, "silence_warning");
  startTimer(draft, "silence_end", timeLimits.silenceAfterWarning);
}
