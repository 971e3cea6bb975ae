/** Every cell of the table in `docs/spec/conversation.md`; the types make sure that none is missing. */
import { describe, expect, test } from "vitest";
import { looked, minutes } from "./ends.fixtures.ts";
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
  | "message_removed"
  | "delivered"
  | "delivered, last"
  | "message failed"
  | "lost delivery failed"
  | "step failed"
  | "conversation gone"
  | "message_found, failed"
  | "message_found, not failed"
  | "visitor_left"
  | "handoff_ended"
  | "visitor_waits"
  | "visitor_retries"
  | "retry_refused"
  | "delivery_retried"
  | "ticket_found"
  | "ticket_seen, solved"
  | "account_seen, in vain for a minute"
  | "account_seen, it answers again"
  | "bot_reply timer"
  | "connect timer"
  | "nobody_came timer"
  | "silence_warning timer"
  | "silence_end timer"
  | "solved_end timer, asked"
  | "unreachable timer, waiting"
  | "unreachable_end timer, told";

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
  message_removed: { type: "message_removed", message: { ...waiting, delivery: "delivered" } },
  delivered: delivered(4, { task: { kind: "message", seq: 1, history: false }, message: waiting }),
  "delivered, last": delivered(lastOfHistory),
  "message failed": failed,
  "lost delivery failed": { ...failed, task: { kind: "lost" }, code: "row_unreadable" },
  "step failed": { ...failed, task: { kind: "control" } },
  "conversation gone": { ...failed, code: "zendesk_conversation_gone" },
  "message_found, failed": {
    type: "message_found",
    message: { ...waiting, delivery: "failed", failure: "zendesk_unclear" },
    zendeskMessageId: "z",
  },
  "message_found, not failed": { type: "message_found", message: waiting, zendeskMessageId: "z" },
  visitor_left: { type: "visitor_left" },
  handoff_ended: { type: "handoff_ended", handoffId, reason: "operator_ended", undelivered: [] },
  visitor_waits: { type: "visitor_waits" },
  visitor_retries: { type: "visitor_retries", message: { ...waiting, delivery: "failed" } },
  retry_refused: { type: "retry_refused", message: { ...waiting, delivery: "failed" } },
  delivery_retried: {
    type: "delivery_retried",
    handoffId,
    task: failed.task,
    again: { positions: [4] },
    message: { ...waiting, delivery: "failed" },
  },
  ticket_found: { type: "ticket_found", handoffId, ticketId: "7" },
  "ticket_seen, solved": { type: "ticket_seen", handoffId, solved: true },
  "account_seen, in vain for a minute": looked(false),
  "account_seen, it answers again": looked(true),
  "bot_reply timer": { type: "timer_fired", kind: "bot_reply", undelivered: [] },
  "connect timer": { type: "timer_fired", kind: "connect", undelivered: [waiting] },
  "nobody_came timer": { type: "timer_fired", kind: "nobody_came", undelivered: [] },
  "silence_warning timer": { type: "timer_fired", kind: "silence_warning", undelivered: [] },
  "silence_end timer": { type: "timer_fired", kind: "silence_end", undelivered: [] },
  "solved_end timer, asked": { type: "timer_fired", kind: "solved_end", undelivered: [] },
  "unreachable timer, waiting": { type: "timer_fired", kind: "unreachable", undelivered: [] },
  "unreachable_end timer, told": { type: "timer_fired", kind: "unreachable_end", undelivered: [waiting] },
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
  message_removed: {
    bot: ["bot", "message_removed"],
    connecting: ["connecting", "message_removed"],
    livechat: ["livechat", "message_removed"],
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
  "lost delivery failed": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
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
  "message_found, failed": {
    bot: ["bot", "1 delivered"],
    connecting: ["connecting", "1 delivered"],
    livechat: ["livechat", "1 delivered"],
  },
  "message_found, not failed": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
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
  visitor_waits: { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  retry_refused: {
    bot: ["bot"],
    connecting: ["connecting", "1 failed"],
    livechat: ["livechat", "1 failed"],
  },
  delivery_retried: {
    bot: ["bot"],
    connecting: ["connecting", "1 sent"],
    livechat: ["livechat", "1 sent"],
  },
  visitor_retries: {
    bot: ["bot"],
    connecting: ["connecting", "1 sent"],
    livechat: ["livechat", "1 sent"],
  },
  ticket_found: { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  "ticket_seen, solved": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat", "solved"] },
  "account_seen, in vain for a minute": {
    bot: ["bot"],
    connecting: ["connecting"],
    livechat: ["livechat", "unreachable"],
  },
  "account_seen, it answers again": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  "bot_reply timer": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat"] },
  "connect timer": {
    bot: ["bot"],
    connecting: ["bot", "1 failed", "connection_timeout"],
    livechat: ["livechat"],
  },
  "nobody_came timer": { bot: ["bot"], connecting: ["connecting"], livechat: ["livechat", "nobody_came"] },
  "silence_warning timer": {
    bot: ["bot"],
    connecting: ["connecting", "silence_warning"],
    livechat: ["livechat", "silence_warning"],
  },
  "silence_end timer": {
    bot: ["bot"],
    connecting: ["bot", "ended_silent"],
    livechat: ["bot", "ended_silent"],
  },
  "solved_end timer, asked": {
    bot: ["bot"],
    connecting: ["connecting"],
    livechat: ["bot", "ended_solved"],
  },
  "unreachable timer, waiting": {
    bot: ["bot"],
    connecting: ["connecting", "unreachable"],
    livechat: ["livechat", "unreachable"],
  },
  "unreachable_end timer, told": {
    bot: ["bot"],
    connecting: ["bot", "1 failed", "ended_unreachable"],
    livechat: ["bot", "1 failed", "ended_unreachable"],
  },
};

/** What must have happened before some rows mean anything. */
const before: Partial<Record<Row, readonly ConversationEvent[]>> = {
  "solved_end timer, asked": [{ type: "ticket_seen", handoffId, solved: true }],
  "account_seen, in vain for a minute": [looked(false)],
  "account_seen, it answers again": [looked(false)],
  "unreachable timer, waiting": [visitorSaid("more")],
  "unreachable_end timer, told": [
    visitorSaid("more"),
    { type: "timer_fired", kind: "unreachable", undelivered: [] },
  ],
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
    const event = new Map(Object.entries(events)).get(row);
    const begin = new Map<string, ConversationState>(Object.entries(from)).get(mode);
    if (event === undefined || begin === undefined) throw new Error(`no event or state for ${row}, ${mode}`);
    const begun = play(new Map(Object.entries(before)).get(row) ?? [], begin).state;
    const { state, messages } = taken(step(begun, event, contextAt(minutes(2))));
    expect([state.mode, ...messages.map(sees)]).toEqual([modeAfter, ...expected]);
  });
});
