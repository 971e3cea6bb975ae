/** Nothing is left behind at Zendesk by a handoff that the operators never got. */
import { controlPosition } from "./connecting.ts";
import { type Draft, enqueue } from "./draft.ts";
import type { DeliveryTask, EndReason, OperatorNote } from "./model.ts";
import type { ActiveHandoff } from "./state.ts";

/** Whether the operators have the handoff: `unclear` while control may be on its way to them. */
export type Reached = "no" | "unclear" | "yes";

export function reached({ phase, lastSettled }: ActiveHandoff): Reached {
  if (phase === "live" || lastSettled >= controlPosition) return "yes";
  return lastSettled === controlPosition - 1 ? "unclear" : "no";
}

/** What operators who have a handoff that was not live yet read of its end. */
function noteOf(reason: EndReason): OperatorNote {
  switch (reason) {
    case "visitor_left":
      return "visitor_left_before_connection";
    case "connect_timeout":
    case "connector_disabled":
      return reason;
    default:
      return "visitor_back_with_bot";
  }
}

/**
 * What is told or taken back when a handoff ends before it was live. Behind an attempt that is under way, since
 * that one may still be accepted. Whoever removes a user must be its only handoff: the next one brings another.
 * `solve`: if operators have it, their ticket is solved.
 */
export function takeBack(
  draft: Draft,
  handoff: ActiveHandoff,
  reason: EndReason,
  how: Reached,
  solve = false,
): ActiveHandoff {
  const note = noteOf(reason);
  if (how === "yes") return enqueue(draft, handoff, [{ kind: "note", note }]);
  const { userSince } = draft.state;
  const ownUser = userSince === handoff.number;
  if (ownUser) draft.state = { ...draft.state, userSince: handoff.number + 1 };
  if (how === "no") return enqueue(draft, handoff, [{ kind: "cleanup", ownUser }]);
  const tasks: DeliveryTask[] = [{ kind: "cleanup", ownUser, note }];
  if (solve) tasks.push({ kind: "solve", inDoubt: true });
  return enqueue(draft, handoff, tasks);
}
