/**
 * The conversation as a pure state machine: state and event in, everything that follows out. The whole table
 * of modes and events stands in `docs/spec/conversation.md`; `transitions.test.ts` holds every cell of it.
 *
 *            connect                    history accepted
 *   bot ───────────────▶ connecting ───────────────────────▶ livechat
 *    ▲                        │ failed, too slow, visitor left     │ ended by operator,
 *    └────────────────────────┴────────────────────────────────────┘ visitor or Zendesk
 */
import { nobodyCame, warnOfSilence } from "./attendance.ts";
import { connect } from "./connecting.ts";
import {
  activeHandoff,
  append,
  beginDraft,
  clearTimer,
  type Draft,
  finishDraft,
  notice,
  type StepContext,
  setBot,
} from "./draft.ts";
import { giveUp, giveUpReaching, handoffEnded, leaveSilent, leaveSolved, visitorLeft } from "./ends.ts";
import type { ConversationEvent, EventOf, Refusal, Step } from "./events.ts";
import { messageRemoved, operatorSaid, ticketFound } from "./operators.ts";
import { delivered, deliveryFailed, messageFound } from "./outcomes.ts";
import { visitorWaits } from "./questions.ts";
import { acceptanceOverdue, accountSeen, waitingOf } from "./reach.ts";
import { deliveryRetried, retryRefused, send, visitorRetries } from "./sending.ts";
import { ticketSeen } from "./solved.ts";
import { type ConversationState, waitingLimits } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

/** Decides what follows from an event. Never throws; an event that no longer matters changes nothing. */
export function step(
  state: ConversationState,
  event: ConversationEvent,
  context: StepContext,
): Step | Refusal {
  const draft = beginDraft(state, context);
  if (isRequest(event) && concernsWaiting(event, state) && isFull(state)) return { refused: "queue_full" };
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
    case "message_removed":
      return messageRemoved(draft, event);
    case "delivered":
      return delivered(draft, event);
    case "delivery_failed":
      return deliveryFailed(draft, event);
    case "message_found":
      return messageFound(draft, event);
    case "visitor_left":
      return visitorLeft(draft);
    case "visitor_waits":
      return visitorWaits(draft);
    case "visitor_retries":
      return visitorRetries(draft, event);
    case "retry_refused":
      return retryRefused(draft, event);
    case "delivery_retried":
      return deliveryRetried(draft, event);
    case "handoff_ended":
      return handoffEnded(draft, event);
    case "ticket_found":
      return ticketFound(draft, event);
    case "ticket_seen":
      return ticketSeen(draft, event);
    case "account_seen":
      return accountSeen(draft, event);
    case "timer_fired":
      return timerFired(draft, event);
  }
}

/** Somebody asks for it and can be told that it is too much for now. */
export function isRequest({ type }: ConversationEvent): boolean {
  return type === "visitor_said" || type === "visitor_retries" || type === "delivery_retried";
}

/** What goes to a handoff that is over waits behind neither the bot nor the operators. */
function concernsWaiting(event: ConversationEvent, state: ConversationState): boolean {
  return event.type !== "delivery_retried" || activeHandoff(state, event.handoffId) !== undefined;
}

function isFull(state: ConversationState): boolean {
  return state.mode === "bot"
    ? state.unanswered.length >= waitingLimits.bot
    : waitingOf(state.handoff) >= waitingLimits.desk;
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
  send(draft, state.handoff, seq);
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
  const { kind, undelivered } = event;
  clearTimer(draft, kind);
  if (kind === "bot_reply") {
    if (state.mode === "bot" && state.unanswered[0] !== undefined) askBot(draft, state.unanswered[0]);
    return;
  }
  if (state.mode === "bot") return;
  const { handoff, mode } = state;
  switch (kind) {
    case "connect":
      if (mode === "connecting") giveUp(draft, handoff, "connect_timeout", undelivered);
      return;
    case "nobody_came":
      if (mode === "livechat") nobodyCame(draft, handoff);
      return;
    case "silence_warning":
      return warnOfSilence(draft, handoff);
    case "silence_end":
      return leaveSilent(draft, handoff);
    case "solved_end":
      return leaveSolved(draft, handoff);
    case "unreachable":
      return acceptanceOverdue(draft, handoff);
    case "unreachable_end":
      return giveUpReaching(draft, handoff, undelivered);
  }
}
