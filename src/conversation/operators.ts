/** What operators do in a handoff, and what is found out about their side. */
import { activeHandoff, append, type Draft, notice, setHandoff } from "./draft.ts";
import type { EventOf } from "./events.ts";

export function operatorSaid(draft: Draft, event: EventOf<"operator_said">): void {
  const { handoffId, zendeskMessageId, name, avatarUrl, content, automatic } = event;
  const person = { name, ...(avatarUrl !== undefined && { avatarUrl }) };
  const active = activeHandoff(draft.state, handoffId);
  const joins = active !== undefined && !automatic && !active.operators.includes(name);
  if (joins) notice(draft, "operator_joined", { name });
  append(draft, { type: "operator", ...person }, content, {
    handoffId,
    zendeskMessageId,
    ...(active === undefined && { late: true }),
  });
  if (content.type === "file") draft.effects.push({ type: "fetch_file", fileId: content.fileId });
  if (active === undefined || automatic || draft.state.mode === "bot") return;
  // Somebody is there: however slow the rest of the history is, the bot must not come back over him.
  if (draft.state.mode === "connecting") draft.timers.push({ kind: "connect", inMs: null });
  const operators = joins ? [...active.operators, name] : active.operators;
  setHandoff(draft, { ...active, operators, lastOperator: person }, draft.state.mode);
}

export function ticketFound(draft: Draft, event: EventOf<"ticket_found">): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active === undefined || draft.state.mode === "bot") return;
  setHandoff(draft, { ...active, ticketId: event.ticketId }, draft.state.mode);
}
