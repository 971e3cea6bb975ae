/**
 * The conversation as a pure state machine: state and event in, everything that follows out. The whole table
 * of modes and events stands in `docs/spec/conversation.md`; `transitions.test.ts` holds every cell of it.
 *
 *            connect                    history accepted
 *   bot ───────────────▶ connecting ───────────────────────▶ livechat
 *    ▲                        │ failed, too slow, visitor left     │ ended by operator,
 *    └────────────────────────┴────────────────────────────────────┘ visitor or Zendesk
 */
import { connect } from "./connecting.ts";
import {
  activeHandoff,
  append,
  beginDraft,
  change,
  type Draft,
  enqueue,
  finishDraft,
  notice,
  type StepContext,
  setBot,
  setHandoff,
} from "./draft.ts";
import { giveUp, handoffEnded, visitorLeft } from "./ends.ts";
import type { ConversationEvent, EventOf, Refusal, Step } from "./events.ts";
import { operatorSaid, ticketFound } from "./operators.ts";
import { delivered, deliveryFailed } from "./outcomes.ts";
import { type ConversationState, waitingLimits } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

/** Decides what follows from an event. Never throws; an event that no longer matters changes nothing. */
export function step(
  state: ConversationState,
  event: ConversationEvent,
  context: StepContext,
): Step | Refusal {
  const draft = beginDraft(state, context);
  if (event.type === "visitor_said" && isFull(state)) return { refused: "queue_full" };
  apply(draft, event);
  return finishDraft(draft);
}

function apply(draft: Draft, event: ConversationEvent): void {
  switch (event.type) {
    case "opened":
      return opened(draft, event);
    case "visitor_said":
      return visitorSaid(draft, event);
    case "bot_replied":
      return botReplied(draft, event);
    case "operator_said":
      return operatorSaid(draft, event);
    case "delivered":
      return delivered(draft, event);
    case "delivery_failed":
      return deliveryFailed(draft, event);
    case "visitor_left":
      return visitorLeft(draft);
    case "visitor_waits":
      return visitorWaits(draft);
    case "visitor_retries":
      return visitorRetries(draft, event);
    case "handoff_ended":
      return handoffEnded(draft, event);
    case "ticket_found":
      return ticketFound(draft, event);
    case "timer_fired":
      return timerFired(draft, event);
  }
}

function isFull(state: ConversationState): boolean {
  return state.mode === "bot"
    ? state.unanswered.length >= waitingLimits.bot
    : state.handoff.nextPosition - state.handoff.lastSettled - 1 >= waitingLimits.desk;
}

function opened(draft: Draft, event: EventOf<"opened">): void {
  if (draft.state.lastSeq > 0) return;
  for (const body of event.greeting) append(draft, { type: "bot" }, { type: "text", body });
}

function visitorSaid(draft: Draft, { clientId, content }: EventOf<"visitor_said">): void {
  const { state } = draft;
  if (state.mode === "bot") {
    const seq = append(draft, { type: "visitor" }, content, { clientId, delivery: "sent" });
    setBot(draft, [...state.unanswered, seq]);
    if (state.unanswered.length === 0) askBot(draft, seq);
    return;
  }
  const handoffId = state.handoff.id;
  const seq = append(draft, { type: "visitor" }, content, { clientId, delivery: "sent", handoffId });
  setHandoff(draft, enqueue(draft, state.handoff, [{ kind: "message", seq, history: false }]), state.mode);
}

function visitorWaits(draft: Draft): void {
  const { state } = draft;
  if (state.mode !== "livechat" || state.handoff.question === undefined) return;
  if (state.handoff.question === "solved") return;
  const { question, ...handoff } = state.handoff;
  setHandoff(draft, handoff, "livechat");
}

/** Only within its own handoff, and behind what waits: what was said meanwhile has overtaken it at Zendesk. */
function visitorRetries(draft: Draft, { message }: EventOf<"visitor_retries">): void {
  const active = message.handoffId === undefined ? undefined : activeHandoff(draft.state, message.handoffId);
  if (active === undefined || draft.state.mode === "bot" || message.delivery !== "failed") return;
  const { failure, ...again } = message;
  change(draft, { ...again, delivery: "sent" });
  const task = { kind: "message", seq: message.seq, history: false } as const;
  setHandoff(draft, enqueue(draft, active, [task]), draft.state.mode);
}

function askBot(draft: Draft, seq: number): void {
  draft.timers.push({ kind: "bot_reply", inMs: timeLimits.botReply });
  draft.effects.push({ type: "ask_bot", seq });
}

function botReplied(draft: Draft, event: EventOf<"bot_replied">): void {
  const { state } = draft;
  // Out of turn, answered already, or an operator has taken over: the bot never talks over a person.
  if (state.mode !== "bot" || state.unanswered[0] !== event.toSeq) return;
  draft.timers.push({ kind: "bot_reply", inMs: null });
  draft.state = { ...state, memory: event.memory };
  for (const body of event.answers) append(draft, { type: "bot" }, { type: "text", body });
  if (event.connect !== undefined && event.connect !== "unavailable") return connect(draft, event.connect);
  if (event.connect === "unavailable") notice(draft, "livechat_unavailable");
  const waiting = state.unanswered.slice(1);
  setBot(draft, waiting);
  if (waiting[0] !== undefined) askBot(draft, waiting[0]);
}

function timerFired(draft: Draft, event: EventOf<"timer_fired">): void {
  const { state } = draft;
  draft.timers.push({ kind: event.kind, inMs: null });
  if (event.kind === "connect" && state.mode === "connecting") {
    giveUp(draft, state.handoff, "connect_timeout", event.undelivered);
  }
  if (event.kind === "bot_reply" && state.mode === "bot" && state.unanswered[0] !== undefined) {
    askBot(draft, state.unanswered[0]);
  }
}
