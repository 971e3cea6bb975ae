/** Conversations and events to try `step()` on. */
import { richTextFromPlain } from "../protocol/rich-text.ts";
import type { StepContext } from "./draft.ts";
import type { ConversationEvent, Refusal, Step } from "./events.ts";
import type { Message } from "./model.ts";
import { type ConversationState, emptyState } from "./state.ts";
import { step } from "./step.ts";

export const handoffId = "handoff-1";

export function contextAt(now: number): StepContext {
  let id = 0;
  return {
    head: {
      id: "conversation",
      botId: "bot",
      channelId: "channel",
      language: "en",
      test: false,
      createdAt: 0,
    },
    now,
    newId: () => `${now}-${id++}`,
  };
}

export function taken(result: Step | Refusal): Step {
  if ("refused" in result) throw new Error(`refused: ${result.refused}`);
  return result;
}

/** Runs events one after another; the messages as a store would have them. */
export function play(events: readonly ConversationEvent[], from: ConversationState = emptyState) {
  return playApart(1, events, from);
}

/** As `play`, so many milliseconds apart. */
export function playApart(
  apartMs: number,
  events: readonly ConversationEvent[],
  from: ConversationState = emptyState,
) {
  const rows = new Map<number, Message>();
  let state = from;
  let last: Step | undefined;
  for (const [index, event] of events.entries()) {
    last = taken(step(state, event, contextAt((index + 1) * apartMs)));
    for (const message of last.messages) rows.set(message.seq, message);
    state = last.state;
  }
  return { state, last, messages: [...rows.values()].toSorted((a, b) => a.seq - b.seq) };
}

export function visitorSaid(text: string): ConversationEvent {
  return {
    type: "visitor_said",
    clientId: `client-${text}`,
    content: { type: "text", body: richTextFromPlain(text) },
  };
}

export function botReplied(
  toSeq: number,
  extra: Partial<Extract<ConversationEvent, { type: "bot_replied" }>> = {},
): ConversationEvent {
  return {
    type: "bot_replied",
    toSeq,
    answers: [richTextFromPlain("answer")],
    memory: { variables: {} },
    ...extra,
  };
}

export const connect = { handoffId, connectorId: "connector", externalId: "external" } as const;

export function delivered(
  position: number,
  extra: Partial<Extract<ConversationEvent, { type: "delivered" }>> = {},
): ConversationEvent {
  return { type: "delivered", handoffId, position, task: { kind: "user" }, result: {}, ...extra };
}

export function operatorSaid(
  name: string,
  extra: Partial<Extract<ConversationEvent, { type: "operator_said" }>> = {},
): ConversationEvent {
  return {
    type: "operator_said",
    handoffId,
    zendeskMessageId: "zendesk-1",
    name,
    content: { type: "text", body: richTextFromPlain("hello") },
    automatic: false,
    received: 1,
    ...extra,
  };
}

/** A visitor's question answered with "connect to livechat": positions 0–3 are the way, 4 the question, 5 the answer. */
export const escalation: readonly ConversationEvent[] = [visitorSaid("help"), botReplied(1, { connect })];
export const lastOfHistory = 5;

export const states = {
  bot: play([visitorSaid("hi"), botReplied(1)]).state,
  connecting: play(escalation).state,
  livechat: play([...escalation, delivered(lastOfHistory)]).state,
} as const satisfies Record<ConversationState["mode"], ConversationState>;
