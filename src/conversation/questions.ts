/** What the visitor is asked while he is with the operators: one thing at a time, and whoever writes has answered. */
import { type Draft, notice, setHandoff, startTimer } from "./draft.ts";
import type { ActiveHandoff } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

type Question = NonNullable<ActiveHandoff["question"]>;

/** Asks in place of whatever was asked. In a livechat only: before, there is no status to show it in. */
export function ask(draft: Draft, handoff: ActiveHandoff, question: Question): ActiveHandoff {
  notice(draft, question);
  return { ...withdraw(draft, handoff), question };
}

/** Nothing is asked any more. While nobody has come, the visitor will be asked again. */
export function withdraw(draft: Draft, handoff: ActiveHandoff): ActiveHandoff {
  const { question, ...unasked } = handoff;
  if (question !== undefined && handoff.operators.length === 0)
    startTimer(draft, "nobody_came", timeLimits.nobodyCame);
  return unasked;
}

/** The visitor answers that he goes on waiting. Who waits for nothing (his request is solved) writes or leaves. */
export function visitorWaits(draft: Draft): void {
  const { state } = draft;
  if (state.mode !== "livechat" || state.handoff.question === undefined) return;
  if (state.handoff.question !== "solved") setHandoff(draft, withdraw(draft, state.handoff), "livechat");
}
