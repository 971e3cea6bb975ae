/** For tests: events around the end of a livechat, and what follows from them. */
import type { ConversationEvent } from "./events.ts";
import type { Message } from "./model.ts";
import type { ConversationState } from "./state.ts";
import {
  botReplied,
  connect,
  delivered,
  handoffId,
  lastOfHistory,
  play,
  states,
  visitorSaid,
} from "./step.fixtures.ts";
import type { TimerKind, usualEnds } from "./time-limits.ts";

export const minutes = (count: number) => count * 60_000;
export const live = states.livechat;
export const firstSaid = lastOfHistory + 1;
export const left: ConversationEvent = { type: "visitor_left" };
export const waits: ConversationEvent = { type: "visitor_waits" };
export const solved: ConversationEvent = { type: "ticket_seen", handoffId, solved: true };
export const unsolved: ConversationEvent = { type: "ticket_seen", handoffId, solved: false };
/** A look at the account: it answered, or not. */
export const looked = (answers: boolean): ConversationEvent => ({ type: "account_seen", handoffId, answers });
export const fired = (kind: TimerKind, undelivered: readonly Message[] = []): ConversationEvent => ({
  type: "timer_fired",
  kind,
  undelivered,
});

export function notices(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ content }) => (content.type === "notice" ? [content.notice] : []));
}

/** What the visitor is asked, what the last event told him, and the timers it moved. */
export function after(events: readonly ConversationEvent[], from: ConversationState = live) {
  const { state, last } = play(events, from);
  return {
    mode: state.mode,
    question: state.mode === "livechat" ? state.handoff.question : undefined,
    told: notices(last?.messages ?? []),
    timers: Object.fromEntries((last?.timers ?? []).map(({ kind, inMs }) => [kind, inMs])),
    tasks: last?.deliveries.map(({ task }) => task) ?? [],
    reason: last?.handoff?.endReason,
    dropped: last?.dropLane,
    state,
  };
}

export const liveWith = (ends: typeof usualEnds) =>
  play([visitorSaid("help"), botReplied(1, { connect: { ...connect, ends } }), delivered(lastOfHistory)])
    .state;
