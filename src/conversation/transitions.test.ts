/** Every cell of the table in `docs/spec/conversation.md`; the types make sure that none is missing. */
import { describe, expect, test } from "vitest";
import type { ConversationEvent } from "./events.ts";
import type { Message } from "./model.ts";
import type { ConversationState } from "./state.ts";
import {
  botReplied,
  connect,
  contextAt,
  delivered,
  handoffId,
  lastOfHistory,
  operatorSaid,
  play,
  states,
  taken,
  visitorSaid,
} from "./step.fixtures.ts";
import { step } from "./step.ts";

type Mode = ConversationState["mode"];
/** The mode afterwards and what the visitor sees, in order: authors, notices, marks. */
type Cell = readonly [mode: Mode, ...sees: string[]];
type Row =
  | "opened"
  | "visitor_said"
  | "bot_replied"
  | "bot_replied, connect"
  | "bot_replied, unavailable"
  | "operator_said"
  | "delivered"
  | "delivered, last"
  | "message failed"
  | "step failed"
  | "conversation gone"
  | "visitor_left"
  | "handoff_ended"
  | "ticket_found"
  | "bot_reply timer"
  | "connect timer";

const waiting: Message = {
  id: "m",
  seq: 1,
  revision: 1,
  at: 1,
  author: { type: "visitor" },
  content: { type: "text", body: [] },
  delivery: "sent",
  handoffId,
};
const failed = {
  type: "delivery_failed",
  handoffId,
  position: 4,
  task: { kind: "message", seq: 1, history: false },
  code: "zendesk_refused",
  message: waiting,
  undelivered: [waiting],
} as const;

const events: Record<Row, ConversationEvent> = {
  opened: { type: "opened", greeting: [[{ type: "text", text: "welcome" }]] },
  visitor_said: visitorSaid("more"),
  bot_replied: botReplied(3),
  "bot_replied, connect": botReplied(3, { connect: { ...connect, handoffId: "handoff-2" } }),
  "bot_replied, unavailable": botReplied(3, { connect: "unavailable" }),
  operator_said: operatorSaid("Ann"),
  delivered: delivered(4, { task: { kind: "message", seq: 1, history: false }, message: waiting }),
  "delivered, last": delivered(lastOfHistory),
  "message failed": failed,
  "step failed": { ...failed, task: { kind: "control" } },
  "conversation gone": { ...failed, code: "zendesk_conversation_gone" },
  visitor_left: { type: "visitor_left" },
  handoff_ended: { type: "handoff_ended", handoffId, reason: "operator_ended", undelivered: [] },
  ticket_found: { type: "ticket_found", handoffId, ticketId: "7" },
  "bot_reply timer": { type: "timer_fired", kind: "bot_reply", undelivered: [] },
  "connect timer": { type: "timer_fired", kind: "connect", undelivered: [waiting] },
};

const table: Record<Row, Record<Mode, Cell>> = {
  opened: { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  visitor_said: {
    bot: ["bot", "visitor"],
    connecting: ["connecting", "visitor"],
    livechat: ["livechat", "visitor"],
  },
  bot_replied: { bot: ["bot", "bot"], connecting: ["connecting"], livechat: ["livechat"] },
  "bot_replied, connect": {
    bot: ["connecting", "bot", "connecting"],
    connecting: ["connecting"],
    livechat: ["livechat"],
  },
  "bot_replied, unavailable": {
    bot: ["bot", "bot", "livechat_unavailable"],
    connecting: ["connecting"],
    livechat: ["livechat"],
  },
  operator_said: {
    bot: ["bot", "operator, late"],
    connecting: ["connecting", "operator_joined", "operator"],
    livechat: ["livechat", "operator_joined", "operator"],
  },
  delivered: {
    bot: ["bot", "1 delivered"],
    connecting: ["connecting", "1 delivered"],
    livechat: ["livechat", "1 delivered"],
  },
  "delivered, last": { bot: ["bot"], connecting: ["livechat", "connected"], livechat: ["livechat"] },
  "message failed": {
    bot: ["bot", "1 failed"],
    connecting: ["connecting", "1 failed"],
    livechat: ["livechat", "1 failed"],
  },
  "step failed": {
    bot: ["bot"],
    connecting: ["bot", "1 failed", "connection_failed"],
    livechat: ["bot", "1 failed", "ended_unreachable"],
  },
  "conversation gone": {
    bot: ["bot", "1 failed"],
    connecting: ["bot", "1 failed", "connection_failed"],
    livechat: ["bot", "1 failed", "ended_unreachable"],
  },
  visitor_left: {
    bot: ["bot"],
    connecting: ["bot", "ended_by_visitor"],
    livechat: ["bot", "ended_by_visitor"],
  },
  handoff_ended: {
    bot: ["bot"],
    connecting: ["bot", "ended_by_operator"],
    livechat: ["bot", "ended_by_operator"],
  },
  ticket_found: { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  "bot_reply timer": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  "connect timer": {
    bot: ["bot"],
    connecting: ["bot", "1 failed", "connection_timeout"],
    livechat: ["livechat"],
  },
};

/** The mode *bot* of the table waits for the bot's reply to message 3, so that replies have a row to stand in. */
const from: Record<Mode, ConversationState> = {
  ...states,
  bot: play([visitorSaid("again")], states.bot).state,
};

function sees(message: Message): string {
  if (message.content.type === "notice") return message.content.notice;
  if (message.seq === waiting.seq) return `1 ${message.delivery}`;
  return message.late === true ? `${message.author.type}, late` : message.author.type;
}

describe.each(Object.entries(table))("%s", (row, cells) => {
  test.each(Object.entries(cells))("in mode %s", (mode, [modeAfter, ...expected]) => {
    const event = new Map<string, ConversationEvent>(Object.entries(events)).get(row);
    const before = new Map<string, ConversationState>(Object.entries(from)).get(mode);
    if (event === undefined || before === undefined) throw new Error(`no event or state for ${row}, ${mode}`);
    const { state, messages } = taken(step(before, event, contextAt(100)));
    expect([state.mode, ...messages.map(sees)]).toEqual([modeAfter, ...expected]);
  });
});
