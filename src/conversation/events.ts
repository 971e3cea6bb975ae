/** What can happen to a conversation, and what follows from it. */
import type { RichText } from "../protocol/rich-text.ts";
import type { Turn } from "../store/port.ts";
import type {
  Content,
  Delivery,
  DeliveryTask,
  EndReason,
  Handoff,
  HandoffSkill,
  Identity,
  Message,
} from "./model.ts";
import type { BotMemory, ConversationState } from "./state.ts";
import type { EndOptions, TimerKind } from "./time-limits.ts";

export type ConversationEvent =
  | { readonly type: "opened"; readonly greeting: readonly RichText[] }
  | { readonly type: "visitor_said"; readonly clientId: string; readonly content: Content }
  /** The bot's reply to one message of the visitor. */
  | {
      readonly type: "bot_replied";
      readonly toSeq: number;
      readonly answers: readonly RichText[];
      readonly memory: BotMemory;
      readonly connect?: ConnectRequest;
    }
  | {
      readonly type: "operator_said";
      readonly handoffId: string;
      readonly zendeskMessageId: string;
      readonly name: string;
      readonly avatarUrl?: string;
      readonly content: Content;
      /** Written by a rule of Zendesk's, not by a person. */
      readonly automatic: boolean;
      /** When Zendesk received it. */
      readonly received: number;
      /** Messages received in the same millisecond that Zendesk lists below it, by seq, as far as they are known. */
      readonly precedes?: readonly number[];
    }
  /** A message was redacted at Zendesk; `message` as it is stored. */
  | { readonly type: "message_removed"; readonly message: Message }
  /** Zendesk accepted a delivery. `message` is the row of a `message` task. */
  | {
      readonly type: "delivered";
      readonly handoffId: string;
      readonly position: number;
      readonly task: DeliveryTask;
      readonly result: DeliveryResult;
      readonly message?: Message;
    }
  /** A delivery will never be accepted. */
  | {
      readonly type: "delivery_failed";
      readonly handoffId: string;
      readonly position: number;
      readonly task: DeliveryTask;
      readonly code: string;
      /** An attempt at it may have been accepted all the same. */
      readonly inDoubt?: boolean;
      readonly message?: Message;
      /** The visitor's messages of this handoff that Zendesk does not have. */
      readonly undelivered: readonly Message[];
    }
  /** A visitor's message turned out to stand at Zendesk; `message` as it is stored. */
  | { readonly type: "message_found"; readonly message: Message; readonly zendeskMessageId: string }
  | { readonly type: "visitor_left" }
  /** The visitor was asked and goes on waiting. */
  | { readonly type: "visitor_waits" }
  /** The visitor sends a message that failed once more; `message` as it is stored. */
  | { readonly type: "visitor_retries"; readonly message: Message; readonly again?: Again }
  /** There was no room for what the visitor would send once more; `message` as it is stored. */
  | { readonly type: "retry_refused"; readonly message: Message }
  /** The bot manager has a parked delivery tried again; `message` as it is stored where it is one. */
  | {
      readonly type: "delivery_retried";
      readonly handoffId: string;
      readonly task: DeliveryTask;
      readonly again: Again;
      readonly message?: Message;
    }
  | {
      readonly type: "handoff_ended";
      readonly handoffId: string;
      readonly reason: EndReason;
      readonly undelivered: readonly Message[];
    }
  /** `groupBefore`: it is in another group than ours (empty: in none) and is about to be moved; absent: that is done. */
  | {
      readonly type: "ticket_found";
      readonly handoffId: string;
      readonly ticketId: string;
      readonly groupBefore?: string;
      /** The handoff as it is stored, where it is over. */
      readonly ended?: Handoff;
    }
  /** What the ticket of a live handoff looks like by now. */
  | { readonly type: "ticket_seen"; readonly handoffId: string; readonly solved: boolean }
  /** Somebody looked at the account: it answered, be it with a refusal, or it does not answer or let us in. */
  | { readonly type: "account_seen"; readonly handoffId: string; readonly answers: boolean }
  | { readonly type: "timer_fired"; readonly kind: TimerKind; readonly undelivered: readonly Message[] };

type Again = NonNullable<Delivery["again"]>;

export type EventOf<Type extends ConversationEvent["type"]> = Extract<ConversationEvent, { type: Type }>;

/** The bot's answer carries the GUI action "connect to livechat"; `unavailable` when no connector works. */
export type ConnectRequest =
  | "unavailable"
  | {
      readonly handoffId: string;
      readonly connectorId: string;
      /** As in `Handoff`. */
      readonly account?: string;
      readonly externalId: string;
      readonly skill?: HandoffSkill;
      readonly identity?: Identity;
      /** Absent: as usual. */
      readonly ends?: EndOptions;
    };

/** What Zendesk's answer told; only what the task found out is there. */
export interface DeliveryResult {
  readonly userId?: string;
  readonly externalId?: string;
  readonly conversationId?: string;
  readonly messageId?: string;
  /** How long each message of the history will take, in milliseconds, as far as can be told; the oldest first. */
  readonly historyMs?: readonly number[];
}

/** To be done after the commit; each may be lost in a crash and is made good by a timer or the reconciliation. */
export type Effect =
  | { readonly type: "ask_bot"; readonly seq: number }
  | { readonly type: "fetch_file"; readonly fileId: string };

/** What one event leads to. `Turn` minus what only the relay knows. */
export interface Step {
  readonly state: ConversationState;
  readonly messages: readonly Message[];
  readonly handoff?: NonNullable<Turn["handoff"]>;
  readonly deliveries: Turn["deliveries"];
  readonly dropLane?: string;
  readonly failureInDoubt?: string;
  readonly lookAgain?: NonNullable<Turn["lookAgain"]>;
  readonly timers: Turn["timers"];
  readonly effects: readonly Effect[];
}

/** The event cannot be taken now, in a code that the sender is told. */
export interface Refusal {
  readonly refused: "queue_full";
}
