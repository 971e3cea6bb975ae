/**
 * The conversation as a pure state machine: state and event in, everything that follows out. The whole table
 * of modes and events stands in `docs/spec/conversation.md`; `transitions.test.ts` holds every cell of it.
 *
 *            connect                    history accepted
 *   bot ───────────────▶ connecting ───────────────────────▶ livechat
 *    ▲                        │ failed, too slow, visitor left     │ ended by operator,
 *    └────────────────────────┴────────────────────────────────────┘ visitor or Zendesk
 */
import {
  append,
  beginDraft,
  change,
  type Draft,
  enqueue,
  finishDraft,
  handoffRow,
  notice,
  type StepContext,
  setBot,
  setHandoff,
} from "./draft.ts";
import type { ConnectRequest, ConversationEvent, DeliveryResult, Refusal, Step } from "./events.ts";
import type { DeliveryTask, EndReason, Message } from "./model.ts";
import type { NoticeKey } from "./notices.ts";
import { type ActiveHandoff, type ConversationState, waitingLimits } from "./state.ts";

/** How long the bot may think before it is asked again, and a handoff may take to connect, in milliseconds. */
export const timeLimits = { botReply: 15_000, connect: 60_000 } as const;

type EventOf<Type extends ConversationEvent["type"]> = Extract<ConversationEvent, { type: Type }>;

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

/** Starts a handoff: its lane holds the whole way, in order; what the visitor writes meanwhile queues up behind. */
function connect(draft: Draft, request: Exclude<ConnectRequest, "unavailable">): void {
  const { head, now } = draft.context;
  const { olderThanSeq, transcript } = draft.state;
  const tasks: DeliveryTask[] = [
    { kind: "user" },
    { kind: "conversation" },
    // Business-authored, so that nothing of the visitor's opens a ticket before control and group are passed.
    { kind: "opening", ...(olderThanSeq > 0 && { olderThanSeq }) },
    { kind: "control" },
    ...transcript.map((seq): DeliveryTask => ({ kind: "message", seq, history: true })),
  ];
  const number = draft.state.handoffs + 1;
  notice(draft, "connecting");
  draft.state = { ...draft.state, handoffs: number };
  const handoff: ActiveHandoff = {
    id: request.handoffId,
    conversationId: head.id,
    botId: head.botId,
    connectorId: request.connectorId,
    externalId: request.externalId,
    number,
    phase: "connecting",
    ...(request.skill && { skill: request.skill }),
    ...(request.identity && { identity: request.identity }),
    startedAt: now,
    nextPosition: 0,
    lastSettled: -1,
    liveAfter: tasks.length - 1,
    operators: [],
  };
  setHandoff(draft, enqueue(draft, handoff, tasks), "connecting");
  draft.timers.push({ kind: "connect", inMs: timeLimits.connect });
}

function operatorSaid(draft: Draft, event: EventOf<"operator_said">): void {
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

function delivered(draft: Draft, event: EventOf<"delivered">): void {
  if (event.message && event.task.kind === "message" && !event.task.history) {
    const { failure, ...message } = event.message;
    const messageId = event.result.messageId;
    change(draft, {
      ...message,
      delivery: "delivered",
      ...(messageId !== undefined && { zendeskMessageId: messageId }),
    });
  }
  settle(draft, event, event.result);
}

/** The delivery is over: remember what it told, and begin the livechat when it was the last of the history. */
function settle(draft: Draft, event: EventOf<"delivered" | "delivery_failed">, result: DeliveryResult): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active === undefined || draft.state.mode === "bot") return;
  const learnt = learn(
    { ...active, lastSettled: Math.max(active.lastSettled, event.position) },
    event.task,
    result,
  );
  if (draft.state.mode === "livechat" || event.position < active.liveAfter) {
    return setHandoff(draft, learnt, draft.state.mode);
  }
  notice(draft, "connected");
  setHandoff(draft, { ...learnt, phase: "live" }, "livechat");
  draft.timers.push({ kind: "connect", inMs: null });
}

function learn(handoff: ActiveHandoff, task: DeliveryTask, result: DeliveryResult): ActiveHandoff {
  const { userId, externalId, conversationId, messageId } = result;
  return {
    ...handoff,
    ...(userId !== undefined && { zendeskUserId: userId }),
    ...(externalId !== undefined && { externalId }),
    ...(conversationId !== undefined && { zendeskConversationId: conversationId }),
    ...(messageId !== undefined && { lastPostedMessageId: messageId }),
    ...(messageId !== undefined && task.kind === "opening" && { openingMessageId: messageId }),
  };
}

function deliveryFailed(draft: Draft, event: EventOf<"delivery_failed">): void {
  const { task, code, message } = event;
  const gone = code === "zendesk_conversation_gone";
  const active = activeHandoff(draft.state, event.handoffId);
  // Without its conversation there is nothing to talk in; a single message that is refused costs only itself.
  if (active !== undefined && (gone || (task.kind !== "message" && task.kind !== "note"))) {
    const connecting = draft.state.mode === "connecting";
    return end(draft, active, connecting ? "zendesk_refused" : "zendesk_gone", event.undelivered);
  }
  if (message && task.kind === "message" && !task.history) {
    change(draft, { ...message, delivery: "failed", failure: code });
  }
  settle(draft, event, {});
}

function visitorLeft(draft: Draft): void {
  if (draft.state.mode === "bot") return;
  const { handoff } = draft.state;
  const operatorsKnow = handoff.lastSettled >= controlPosition;
  if (!operatorsKnow) return giveUp(draft, handoff, "visitor_left", []);
  // What the visitor wrote before leaving still reaches the operator, then the note that he left.
  const note = handoff.phase === "live" ? "visitor_left" : "visitor_left_before_connection";
  const told = enqueue(draft, handoff, [{ kind: "note", note }]);
  leave(draft, told, "visitor_left");
}

/** The position of the `control` task in every lane: from here on there may be a ticket. */
const controlPosition = 3;

/**
 * Ends a handoff that is not live yet. Once control may be on its way, the operators are told that nobody is
 * there any more; where it never arrives, nobody reads the note.
 */
function giveUp(
  draft: Draft,
  handoff: ActiveHandoff,
  reason: EndReason,
  undelivered: readonly Message[],
): void {
  const operatorsMayKnow = handoff.lastSettled >= controlPosition - 1;
  const told = operatorsMayKnow
    ? enqueue(draft, handoff, [{ kind: "note", note: "visitor_left_before_connection" }])
    : handoff;
  end(draft, told, reason, undelivered);
}

function handoffEnded(draft: Draft, event: EventOf<"handoff_ended">): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active !== undefined) end(draft, active, event.reason, event.undelivered);
}

/** Ends the handoff at once: what still waits in its lane will not be sent, and the visitor sees which of his messages. */
function end(draft: Draft, handoff: ActiveHandoff, reason: EndReason, undelivered: readonly Message[]): void {
  for (const message of undelivered)
    change(draft, { ...message, delivery: "failed", failure: "handoff_over" });
  draft.dropLane = handoff.id;
  leave(draft, handoff, reason);
}

function leave(draft: Draft, handoff: ActiveHandoff, reason: EndReason): void {
  notice(draft, endNotices[reason]);
  setBot(draft, []);
  draft.handoff = handoffRow({ ...handoff, phase: "ended", endedAt: draft.context.now, endReason: reason });
  draft.timers.push({ kind: "connect", inMs: null });
}

const endNotices: Record<EndReason, NoticeKey> = {
  operator_ended: "ended_by_operator",
  ticket_closed: "ended_by_operator",
  control_returned: "ended_by_operator",
  conversation_removed: "ended_unreachable",
  visitor_left: "ended_by_visitor",
  connect_timeout: "connection_timeout",
  zendesk_refused: "connection_failed",
  zendesk_gone: "ended_unreachable",
};

function ticketFound(draft: Draft, event: EventOf<"ticket_found">): void {
  const active = activeHandoff(draft.state, event.handoffId);
  if (active === undefined || draft.state.mode === "bot") return;
  setHandoff(draft, { ...active, ticketId: event.ticketId }, draft.state.mode);
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

function activeHandoff(state: ConversationState, handoffId: string): ActiveHandoff | undefined {
  return state.mode !== "bot" && state.handoff.id === handoffId ? state.handoff : undefined;
}
