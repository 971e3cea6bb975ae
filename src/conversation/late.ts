/** A lane after the end of its handoff: what operators write then is answered once, and what was given up may be tried again. */
import type { Draft } from "./draft.ts";
import type { Delivery, DeliveryTask } from "./model.ts";
import type { ActiveHandoff, ConversationState, EndedHandoff } from "./state.ts";

/** So many handoffs of a conversation are remembered. */
const remembered = 5;

/** The lane of the ended handoff stays known. */
export function rememberEnded(draft: Draft, { id, nextPosition }: ActiveHandoff): void {
  const ended = [...draft.state.ended, { handoffId: id, nextPosition }];
  draft.state = { ...draft.state, ended: ended.slice(-remembered) };
}

/** Tells the operators of an ended handoff that nobody is there any more; once, however much they write. */
export function tellGone(draft: Draft, handoffId: string): void {
  const ended = endedHandoff(draft.state, handoffId);
  if (ended === undefined || ended.told === true) return;
  // Where his answers go.
  const note = draft.state.mode === "bot" ? "visitor_gone" : "visitor_with_others";
  append(draft, { ...ended, told: true }, { kind: "note", note });
}

/** Whether it may still be tried again though its handoff is over: what tells the operators of the end, or clears up after it. */
export function outlives(state: ConversationState, handoffId: string, { kind }: DeliveryTask): boolean {
  return (
    (kind === "note" || kind === "solve" || kind === "cleanup") &&
    endedHandoff(state, handoffId) !== undefined
  );
}

/** Behind what its lane still holds. */
export function retryAfterEnd(
  draft: Draft,
  handoffId: string,
  task: DeliveryTask,
  again: Delivery["again"],
): void {
  const ended = endedHandoff(draft.state, handoffId);
  if (ended !== undefined && outlives(draft.state, handoffId, task)) append(draft, ended, task, again);
}

function endedHandoff({ ended }: ConversationState, handoffId: string): EndedHandoff | undefined {
  return ended.find((known) => known.handoffId === handoffId);
}

function append(draft: Draft, ended: EndedHandoff, task: DeliveryTask, again?: Delivery["again"]): void {
  const { handoffId, nextPosition } = ended;
  draft.deliveries.push({ handoffId, position: nextPosition, task, ...(again && { again }) });
  const appended = { ...ended, nextPosition: nextPosition + 1 };
  draft.state = {
    ...draft.state,
    ended: draft.state.ended.map((known) => (known.handoffId === handoffId ? appended : known)),
  };
}
