/** What operators do in a handoff, and what is found out about their side. */
import { operatorWrote } from "./attendance.ts";
import {
  activeHandoff,
  append,
  change,
  clearTimer,
  type Draft,
  notice,
  setHandoff,
  startTimer,
} from "./draft.ts";
import type { EventOf } from "./events.ts";
import { tellGone } from "./late.ts";
import { placeOf, rememberPlace } from "./received-order.ts";
import { timeLimits } from "./time-limits.ts";

export function operatorSaid(draft: Draft, event: EventOf<"operator_said">): void {
  const { handoffId, zendeskMessageId, name, avatarUrl, content, automatic } = event;
  const person = { name, ...(avatarUrl !== undefined && { avatarUrl }) };
  const active = activeHandoff(draft.state, handoffId);
  const joins = active !== undefined && !automatic && !active.operators.includes(name);
  const place = placeOf(draft, event);
  // Who joins with an overtaken message is announced where that message stands.
  const { above } = place;
  if (joins) notice(draft, "operator_joined", { name }, above === undefined ? {} : { above });
  const author = { type: "operator", ...person, ...(automatic && { automatic }) } as const;
  const seq = append(draft, author, content, {
    handoffId,
    zendeskMessageId,
    ...place,
    ...(active === undefined && { late: true }),
  });
  rememberPlace(draft, handoffId, seq, place);
  if (content.type === "file") draft.effects.push({ type: "fetch_file", fileId: content.fileId });
  if (automatic) return;
  if (active === undefined || draft.state.mode === "bot") return tellGone(draft, handoffId);
  if (draft.state.mode === "connecting" && active.operators.length === 0) {
    // Somebody is there: however slow the rest of the history is, the bot must not come back over him.
    clearTimer(draft, "connect");
    startTimer(draft, "unreachable", timeLimits.unreachable);
  }
  const operators = joins ? [...active.operators, name] : active.operators;
  const lastOperator = above === undefined ? person : (active.lastOperator ?? person);
  const overtaken = above !== undefined && active.operators.length > 0;
  setHandoff(
    draft,
    operatorWrote(draft, { ...active, operators, lastOperator }, overtaken),
    draft.state.mode,
  );
}

/** What it said is gone for the visitor too, and for operators to come. */
export function messageRemoved(draft: Draft, { message }: EventOf<"message_removed">): void {
  if (message.content.type === "notice") return;
  change(draft, { ...message, content: { type: "notice", notice: "message_removed", values: {} } });
  const transcript = draft.state.transcript.filter((seq) => seq !== message.seq);
  draft.state = { ...draft.state, transcript };
}

export function ticketFound(
  draft: Draft,
  { handoffId, ticketId, groupBefore, ended }: EventOf<"ticket_found">,
): void {
  const found = { ticketId, ...(groupBefore !== undefined && { groupBefore }) };
  const active = activeHandoff(draft.state, handoffId);
  if (active !== undefined && draft.state.mode !== "bot") {
    const { groupBefore: _before, ...handoff } = active;
    return setHandoff(draft, { ...handoff, ...found }, draft.state.mode);
  }
  if (ended === undefined) return;
  const { groupBefore: _before, ...handoff } = ended;
  draft.handoff = { ...handoff, ...found };
}
