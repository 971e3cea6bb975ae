/** The place of an operator's message among those of its handoff: by when Zendesk received them. */
import type { Draft } from "./draft.ts";
import type { EventOf } from "./events.ts";
import { type ConversationState, type OperatorOrder, orderedHandoffs, orderLimit } from "./state.ts";

/** Zendesk's clock is not ours; what is later than this comes from no clock. */
const latestMs = 24 * 3600_000;

/** Where a message belongs: directly above an operator's message that is shown already, or at the end. */
export interface Place {
  readonly received: number;
  readonly above?: number;
}

/** One that Zendesk received before others that are shown was overtaken by them: above the first of these. */
export function placeOf(
  draft: Draft,
  { handoffId, received, precedes = [] }: EventOf<"operator_said">,
): Place {
  const { now } = draft.context;
  // A date out of the future would let everything after it be shown above it, out of sight.
  const plausible = received > now + latestMs ? now : received;
  const overtook = orderOf(draft.state, handoffId).shown.find(
    (shown) => shown.received > plausible || (shown.received === plausible && precedes.includes(shown.seq)),
  );
  return { received: plausible, ...(overtook && { above: overtook.seq }) };
}

/** Whether an operator's message of the handoff is shown that Zendesk received in this very millisecond. */
export function isTied(state: ConversationState, handoffId: string, received: number): boolean {
  return orderOf(state, handoffId).shown.some((shown) => shown.received === received);
}

/** Remembers the place of a message that was just appended. */
export function rememberPlace(
  draft: Draft,
  handoffId: string,
  seq: number,
  { received, above }: Place,
): void {
  const { shown } = orderOf(draft.state, handoffId);
  const index = above === undefined ? shown.length : shown.findIndex((other) => other.seq === above);
  const order = { handoffId, shown: shown.toSpliced(index, 0, { seq, received }).slice(-orderLimit) };
  const others = draft.state.operatorOrders.filter((other) => other.handoffId !== handoffId);
  draft.state = { ...draft.state, operatorOrders: [...others, order].slice(-orderedHandoffs) };
}

function orderOf(state: ConversationState, handoffId: string): OperatorOrder {
  return state.operatorOrders.find((order) => order.handoffId === handoffId) ?? { handoffId, shown: [] };
}
