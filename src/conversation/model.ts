/** What a conversation is made of. Times are milliseconds since 1970. */
import type { Language } from "../protocol/chat.ts";
import { plainFromRichText, type RichText } from "../protocol/rich-text.ts";
import type { NoticeKey } from "./notices.ts";

export type Author =
  | { type: "visitor" }
  | { type: "bot" }
  /** `automatic`: sent by a rule of Zendesk's (away, queue), not written by a person. */
  | { type: "operator"; name: string; avatarUrl?: string; automatic?: boolean }
  | { type: "system" };

export type Content =
  | {
      type: "text";
      body: RichText;
      /** Answers that an operator's message offers. */
      choices?: readonly Choice[];
      /** The visitor has chosen an answer: what goes back to Zendesk with its words. */
      chosen?: Omit<Choice, "label">;
    }
  | {
      type: "file";
      fileId: string;
      name: string;
      mediaType: string;
      size?: number;
      image: boolean;
      caption?: string;
    }
  | { type: "notice"; notice: NoticeKey; values: Record<string, string> };

/** An answer that an operator's message offers; all but its label is for Zendesk, which gets it back with the answer. */
export interface Choice {
  readonly label: string;
  readonly payload?: string;
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
}

/** `sent`: stored here; `delivered`: Zendesk has it; `failed`: it will not arrive. Visitor's messages only. */
export type DeliveryState = "sent" | "delivered" | "failed";

/** Why a message has failed of which an attempt may have been accepted, whatever the last one came to. */
export const mayHaveArrived = "zendesk_unclear";

export interface Message {
  readonly id: string;
  /** Commit order within the conversation, starting at 1, never changed. */
  readonly seq: number;
  /** The revision of the conversation at which the message last changed. */
  readonly revision: number;
  readonly at: number;
  readonly author: Author;
  readonly content: Content;
  readonly clientId?: string;
  readonly delivery?: DeliveryState;
  /** An error code (see `errors.ts`) when `delivery` is `failed`. */
  readonly failure?: string;
  /** The handoff during which (or, when late, after which) it was said. */
  readonly handoffId?: string;
  readonly zendeskMessageId?: string;
  /** When Zendesk received an operator's message: their order among themselves. */
  readonly received?: number;
  /** It was overtaken on its way: shown directly above the message with this seq. */
  readonly above?: number;
  readonly late?: boolean;
}

/** What a handoff needs to know of its skill: the Zendesk group is absent when it is empty or does not exist. */
export interface HandoffSkill {
  readonly id: string;
  readonly name: string;
  readonly groupId?: string;
}

export const endReasons = [
  "operator_ended",
  "ticket_closed",
  "conversation_removed",
  "control_returned",
  "visitor_left",
  "visitor_silent",
  "solved",
  "connector_disabled",
  "connect_timeout",
  "zendesk_refused",
  "zendesk_gone",
] as const;
export type EndReason = (typeof endReasons)[number];

/** One escalation. Stored as a row of its own so that webhooks and the reconciliation find it. */
export interface Handoff {
  readonly id: string;
  readonly conversationId: string;
  readonly botId: string;
  readonly connectorId: string;
  /** Which account of Zendesk it went to; absent in rows from before this was kept. */
  readonly account?: string;
  /** 1 for the first of the conversation. */
  readonly number: number;
  readonly phase: "connecting" | "live" | "ended";
  readonly skill?: HandoffSkill;
  readonly identity?: Identity;
  /** Ours, random: never what the visitor typed, or he could take another's place. */
  readonly externalId: string;
  readonly zendeskUserId?: string;
  readonly zendeskConversationId?: string;
  /** The first message of the Zendesk conversation: the ticket's history begins with it. */
  readonly openingMessageId?: string;
  /** So many of the history, from its beginning, go with the opening: one by one they would take too long. */
  readonly historySkipped?: number;
  /** The newest message of ours that Zendesk confirmed: a look for a doubtful one goes back to it. */
  readonly lastPostedMessageId?: string;
  readonly ticketId?: string;
  /** The group in which the ticket was found while it is being moved into ours; empty: in none. */
  readonly groupBefore?: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly endReason?: EndReason;
}

/** What limits hold for: the account that the handoff went to, however many connectors lead there. */
export function accountKey({ account, connectorId }: Pick<Handoff, "account" | "connectorId">): string {
  return account ?? connectorId;
}

/** Something that must reach Zendesk, in `position` order within its handoff's lane. */
export interface Delivery {
  readonly handoffId: string;
  readonly position: number;
  readonly task: DeliveryTask;
  /** It takes up one that was parked: under which positions that was tried, oldest first, and since when it is in doubt. */
  readonly again?: { readonly positions: readonly number[]; readonly unclearSince?: number };
}

export type DeliveryTask =
  /** Make sure the visitor exists at Zendesk. */
  | { kind: "user" }
  /** Make sure the handoff's conversation exists at Zendesk. `history`: the messages that are to follow, by seq. */
  | { kind: "conversation"; history?: readonly number[] }
  /**
   * The first, business-authored message: who the visitor says to be, what is older than the history, and those of
   * the `history` (by seq, as they are shown) that do not go one by one (`Handoff.historySkipped`).
   */
  | { kind: "opening"; olderThanSeq?: number; history?: readonly number[] }
  /** Give control to the operators. */
  | { kind: "control" }
  /** The message with this seq, by its true author; `history` when it was said before the handoff. */
  | { kind: "message"; seq: number; history: boolean }
  /** A line from the system to the operator. */
  | { kind: "note"; note: OperatorNote }
  /** Solve the ticket that the handoff became; `inDoubt`: operators may not have got it at all. */
  | { kind: "solve"; inDoubt?: boolean }
  /**
   * Take back what the handoff left at Zendesk, the visitor's user with it when it is this handoff's own. `note`:
   * operators may have got the conversation; if they have, it stays and they read this line.
   */
  | { kind: "cleanup"; ownUser: boolean; note?: OperatorNote }
  /** What was to be done cannot be read any more: it is given up. */
  | { kind: "lost" };

/** Lines from the system to the operator. */
export const operatorNotes = [
  "visitor_left",
  "visitor_left_before_connection",
  /** Connecting took too long. */
  "connect_timeout",
  "visitor_silent",
  "visitor_back_with_bot",
  "connector_disabled",
  /** An operator has written after the end, to a visitor who is back with the bot, or with other operators by now. */
  "visitor_gone",
  "visitor_with_others",
] as const;
export type OperatorNote = (typeof operatorNotes)[number];

/** What the visitor said about himself: never verified. */
export interface Identity {
  readonly variable: string;
  readonly value: string;
}

/** What only the shell knows about a conversation and the core carries along. */
export interface ConversationHead {
  readonly id: string;
  readonly botId: string;
  readonly channelId: string;
  readonly language: Language;
  readonly test: boolean;
  readonly createdAt: number;
}

/** The words of a content alone, answers that it offers included; a file gives its caption. */
export function toPlainText(content: Content): string {
  switch (content.type) {
    case "text": {
      const offered = content.choices?.map(({ label }) => `• ${label}`) ?? [];
      return [plainFromRichText(content.body), ...offered].join("\n");
    }
    case "file":
      return content.caption ?? "";
    case "notice":
      return "";
  }
}
