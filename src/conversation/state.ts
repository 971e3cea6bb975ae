/**
 * The state of a conversation: everything `step()` needs to decide what follows from an event. It is stored
 * whole with every turn; messages, handoffs and deliveries are rows of their own.
 */
import type { Language, Question } from "../protocol/chat.ts";
import type { Handoff } from "./model.ts";
import type { EndOptions } from "./time-limits.ts";

export interface BotMemory {
  /** Filled by any knowledge item, kept as long as the conversation. */
  readonly variables: Readonly<Record<string, string>>;
  /** The free-input step that takes the visitor's next message. */
  readonly waitingStep?: {
    readonly itemId: string;
    readonly step: number;
    /** Unusable inputs so far; absent: none. */
    readonly tries?: number;
    /** The language in which the item was found, when it is not the conversation's. */
    readonly language?: Language;
  };
}

/** The handoff in progress, with what only the state machine counts. */
export interface ActiveHandoff extends Handoff {
  /** Position of the next delivery in the lane. */
  readonly nextPosition: number;
  /** Position of the newest delivery that is over (accepted or given up); -1 at first. */
  readonly lastSettled: number;
  /** Once the delivery at this position is accepted, Zendesk has history and control. */
  readonly liveAfter: number;
  /** Names of the operators who wrote, in order of appearance. */
  readonly operators: readonly string[];
  /** How it ends; absent: as usual. */
  readonly ends?: EndOptions;
  /** The ticket was solved when it was last seen, and the visitor was asked. */
  readonly seenSolved?: boolean;
  /** When he wrote since, which opens it again: that was not seen yet. */
  readonly answeredAt?: number;
  /** Since when nobody who looked at the account, or called it, was answered; absent: the last one was. */
  readonly unansweredSince?: number;
  /** The visitor was told that his team cannot be reached, and something still waits or the account still does not answer. */
  readonly troubled?: boolean;
  /** What the visitor is asked at the moment. */
  readonly question?: Question;
  readonly lastOperator?: { readonly name: string; readonly avatarUrl?: string };
}

/** Operators' messages of one handoff as they are shown, from top to bottom: the newest, at most `orderLimit`. */
export interface OperatorOrder {
  readonly handoffId: string;
  readonly shown: readonly { readonly seq: number; readonly received: number }[];
}

/** The lane of a handoff that is over. */
export interface EndedHandoff {
  readonly handoffId: string;
  /** Position of the next delivery in the lane. */
  readonly nextPosition: number;
  /** Its operators wrote since, and were told that nobody is there any more. */
  readonly told?: boolean;
}

interface Common {
  /** Counts visible changes; a chatbox resumes by it. */
  readonly revision: number;
  readonly lastSeq: number;
  readonly memory: BotMemory;
  /** Handoffs so far, the one in progress included. */
  readonly handoffs: number;
  /** Number of the handoff that brings, or brought, the visitor's present user at Zendesk: one that was taken back is not used again. */
  readonly userSince: number;
  /** Handoffs that ended lately. */
  readonly ended: readonly EndedHandoff[];
  /** Of the newest handoffs with operators' messages, at most `orderedHandoffs`: where one that was overtaken belongs. */
  readonly operatorOrders: readonly OperatorOrder[];
  /** The newest said messages (visitor, bot, operator) as they are shown, at most `historyLimit`: what the next operator will read one by one. */
  readonly transcript: readonly number[];
  /** Newest seq that no longer fits into `transcript`; 0 when all of it does. */
  readonly olderThanSeq: number;
}

export type ConversationState = Common &
  (
    | {
        readonly mode: "bot" /** Visitor's messages the bot has not answered yet, by seq. */;
        readonly unanswered: readonly number[];
      }
    | { readonly mode: "connecting"; readonly handoff: ActiveHandoff }
    | { readonly mode: "livechat"; readonly handoff: ActiveHandoff }
  );

/** How far back overtaken messages find their place: beyond, they are shown at the edge of what is remembered. */
export const orderLimit = 50;
export const orderedHandoffs = 3;

/** How many messages of the past the operator gets one by one; what is older goes first as one text. */
export const historyLimit = 40;

/**
 * Most messages of one conversation that may wait for the bot, and deliveries of one conversation and of all of an
 * account that may wait for Zendesk, before more are refused.
 */
export const waitingLimits = { bot: 20, desk: 200, account: 10_000 } as const;

export const emptyState: ConversationState = {
  mode: "bot",
  unanswered: [],
  revision: 0,
  lastSeq: 0,
  memory: { variables: {} },
  handoffs: 0,
  userSince: 1,
  ended: [],
  operatorOrders: [],
  transcript: [],
  olderThanSeq: 0,
};
