/** What operators write when the handoff is over: the visitor sees it, but his answers go elsewhere. */
import type { Draft } from "./draft.ts";
import type { ActiveHandoff } from "./state.ts";

/** So many handoffs of a conversation are remembered. */
const remembered = 5;

/** The lane of the ended handoff stays known, so that its operators can still be told. */
export function rememberEnded(draft: Draft, { id, nextPosition }: ActiveHandoff): void {
  const ended = [...draft.state.ended, { handoffId: id, nextPosition }];
  draft.state = { ...draft.state, ended: ended.slice(-remembered) };
}

/** Tells the operators of an ended handoff that nobody is there any more; once, however much they write. */
export function tellGone(draft: Draft, handoffId: string): void {
  const ended = draft.state.ended.find((known) => known.handoffId === handoffId);
  if (ended === undefined) return;
  draft.deliveries.push({
    handoffId,
    position: ended.nextPosition,
    // Where his answers go.
    task: { kind: "note", note: draft.state.mode === "bot" ? "visitor_gone" : "visitor_with_others" },
  });
  draft.state = { ...draft.state, ended: draft.state.ended.filter((known) => known !== ended) };
}
