/**
 * What a run leaves behind, seen from its two ends: what stands in Zendesk, and what the chatboxes show. Plain data,
 * so that a history can be written by hand as well as observed.
 */

export interface History {
  readonly visitors: readonly VisitorHistory[];
  readonly conversations: readonly DeskConversation[];
  /** Every write of ours with a key that Zendesk accepted, in its order, removed ones included. */
  readonly accepted: readonly { readonly key: string; readonly circumstances?: string }[];
  /** What operators wrote and Zendesk took. */
  readonly operators: readonly { readonly conversationId: string; readonly text: string }[];
}

/** One visitor: what was typed, and what each of the tabs shows in the end. */
export interface VisitorHistory {
  /** Our conversation's id. */
  readonly id: string;
  readonly said: readonly Said[];
  readonly tabs: readonly Shown[];
}

export interface Said {
  /** Within one tab the order of typing is the order of the list. */
  readonly tab: number;
  readonly clientId: string;
  readonly text: string;
  readonly outcome: { readonly seq: number } | "rejected" | "waiting";
}

/** A chatbox: its messages in the order in which they are displayed. */
export interface Shown {
  readonly mode: "bot" | "connecting" | "livechat";
  readonly messages: readonly ShownMessage[];
}

export interface ShownMessage {
  readonly seq: number;
  readonly at: number;
  readonly author: "visitor" | "bot" | "operator" | "system";
  /** Of an operator or the bot. */
  readonly name?: string;
  readonly text: string;
  /** The key of a notice. */
  readonly notice?: string;
  readonly clientId?: string;
  readonly delivery?: "sent" | "delivered" | "failed";
  /** Why it failed, in the visitor's words. */
  readonly failure?: string;
  readonly late?: boolean;
}

/** A conversation at Zendesk and the handoff it was opened for. */
export interface DeskConversation {
  readonly id: string;
  readonly handoffId: string;
  /** `id` of the visitor. */
  readonly visitor: string;
  /** 1 for the visitor's first handoff. */
  readonly number: number;
  /** In Zendesk's order. */
  readonly messages: readonly DeskMessage[];
}

export interface DeskMessage {
  readonly id: string;
  /** `zendesk`: an automatic message or a line of the system. */
  readonly from: "us" | "operator" | "zendesk";
  /** `opening` and `note` are lines of ours for the operator. */
  readonly kind: "said" | "opening" | "note";
  readonly author: "visitor" | "business";
  readonly name?: string;
  readonly text: string;
  readonly key?: string;
  /** When it was first said, by our own metadata; milliseconds since 1970. */
  readonly saidAt?: number;
  /** No webhook about it got through: only a look can have found it. */
  readonly unannounced?: boolean;
}

/** Marks a text as one of a kind: what two texts with the same token say was said twice. */
export function token(name: string): string {
  return `q${name}q`;
}
const tokenPattern = /q[0-9]+x[0-9]+q/u;

/** By what a text is recognised on both sides. */
export function identity(text: string): string {
  return tokenPattern.exec(text)?.[0] ?? text.trim();
}
