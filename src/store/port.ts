/**
 * The store as the program sees it: asynchronous, and transactional exactly where the promises of ARCHITECTURE.md
 * need it. Adapters (SQLite now, PostgreSQL later) pass one contract suite, `store/contract.ts`.
 *
 * Rules: `docs/spec/store.md`. Ids are strings made by the caller. Times are milliseconds; leases and due
 * times are compared with the store's own clock, never with a caller's.
 */
import type { ConversationHead, Delivery, Handoff, Message } from "../conversation/model.ts";
import type { ConversationState } from "../conversation/state.ts";
import type { EndOptions, TimerKind } from "../conversation/time-limits.ts";
import type { ClaimKey, LaneStore, ParkedStore, SecondLookStore } from "./lane-port.ts";

export type {
  Claim,
  ClaimKey,
  LaneStore,
  Parked,
  ParkedStore,
  SecondLook,
  SecondLookStore,
} from "./lane-port.ts";

export interface Store {
  readonly conversations: ConversationStore;
  readonly lanes: LaneStore;
  readonly parked: ParkedStore;
  readonly secondLooks: SecondLookStore;
  readonly inbox: InboxStore;
  readonly timers: TimerStore;
  readonly handoffs: HandoffStore;
  readonly files: FileStore;
  readonly bots: BotStore;
  readonly connectors: ConnectorStore;
  readonly consoleSessions: ConsoleSessionStore;
  /** Small values of the installation itself, e.g. the check text that proves the secret key. */
  readonly facts: {
    get: (name: string) => Promise<string | undefined>;
    set: (name: string, value: string) => Promise<void>;
  };
  /** Waits for what is under way, then releases files and threads. Later calls fail with `store_closed`. */
  close: () => Promise<void>;
}

// ── Conversations ───────────────────────────────────────────────────────────────────────────────────────

export interface LoadedConversation {
  readonly head: ConversationHead;
  readonly state: ConversationState;
  readonly version: number;
}

/** Which changes of a conversation: those after one revision and up to another, not more at once than a reader should hold. */
export interface ChangesQuery {
  readonly afterRevision: number;
  readonly upToRevision: number;
  /** Most messages of a page. */
  readonly limit: number;
  /** Most bytes of a page, counted on what is stored of the messages' content. */
  readonly bytes: number;
}

export interface ChangesPage {
  /** In `seq` order. What cannot be read is left out. */
  readonly messages: readonly Message[];
  /** Where the next page begins: all changes up to here are told. On the last page it is `upToRevision`. */
  readonly revision: number;
}

export interface ConversationStore {
  /** `tokenHash`: SHA-256 of the visitor's token, hex. */
  create: (head: ConversationHead, tokenHash: string) => Promise<void>;
  load: (conversationId: string) => Promise<LoadedConversation | undefined>;
  findByToken: (tokenHash: string) => Promise<ConversationHead | undefined>;
  /**
   * One transaction, durable when it resolves. `conflict`: the version moved on; `full`: `mostWaiting` was reached.
   * In both cases nothing was written.
   */
  commit: (turn: Turn) => Promise<"ok" | "conflict" | "full">;
  /** The message that carries this client id, if it was committed. */
  findByClientId: (conversationId: string, clientId: string) => Promise<Message | undefined>;
  findByZendeskMessage: (
    connectorId: string,
    zendeskMessageId: string,
  ) => Promise<{ conversationId: string; seq: number } | undefined>;
  /**
   * A page of changes, the oldest first. It holds whole revisions, so that a reader can go on from its revision
   * whenever he likes; the first revision is told even if it is larger than a page may be.
   */
  changes: (conversationId: string, query: ChangesQuery) => Promise<ChangesPage>;
  message: (conversationId: string, seq: number) => Promise<Message | undefined>;
  /** Messages by seq range, both ends included, in `seq` order, at most `limit`. */
  messages: (
    conversationId: string,
    range: { fromSeq: number; toSeq: number; limit: number },
  ) => Promise<readonly Message[]>;
  /** The visitor's messages of a handoff that Zendesk does not have (yet), in `seq` order. */
  undelivered: (handoffId: string) => Promise<readonly Message[]>;
}

/** Everything that follows from one event, written together or not at all. */
export interface Turn {
  readonly conversationId: string;
  readonly expectedVersion: number;
  readonly state: ConversationState;
  /** Inserted, or replaced where the seq exists. */
  readonly messages: readonly Message[];
  /** Inserted, or replaced where the id exists. */
  readonly handoff?: Handoff;
  /** Appended to their lane. One that takes up a parked delivery marks it as tried again. */
  readonly deliveries: readonly Delivery[];
  /** Most deliveries that may wait for one account before more are refused. */
  readonly mostWaiting?: number;
  /** This attempt is over for good: the delivery leaves its lane. A stale `fence` makes the whole turn a conflict. */
  readonly settled?: ClaimKey & {
    /** It was given up and is kept as parked. `inDoubt`: an attempt at it may have been accepted all the same. */
    readonly parked?: { readonly code: string; readonly inDoubt: boolean };
  };
  /** Deliveries of a lane that are no longer wanted. */
  readonly dropLane?: string;
  /**
   * What such a delivery of a visitor's message is parked with when it may have been accepted, and why that message has
   * failed, if this turn says it has.
   */
  readonly failureInDoubt?: string;
  /** A handoff whose conversation is to be looked into once more, this many milliseconds from now. */
  readonly lookAgain?: { readonly handoffId: string; readonly inMs: number };
  /** Sets (`inMs` from now) or clears (`null`) the conversation's timer of that kind. */
  readonly timers: readonly { readonly kind: TimerKind; readonly inMs: number | null }[];
  readonly files: readonly StoredFile[];
  /** The inbox event this turn answers: done in the same transaction. */
  readonly inboxEvent?: { readonly connectorId: string; readonly eventId: string };
}

// ── Inbox ───────────────────────────────────────────────────────────────────────────────────────────────

export interface InboxEvent {
  readonly connectorId: string;
  readonly eventId: string;
  readonly type: string;
  /** The event as it came, JSON. */
  readonly body: string;
  /** By the store's clock. */
  readonly storedAt: number;
  readonly tries: number;
}

export interface InboxStore {
  /** Stores what is not there yet (by connector and event id) and tells how many were new. Durable when it resolves. */
  add: (events: readonly Pick<InboxEvent, "connectorId" | "eventId" | "type" | "body">[]) => Promise<number>;
  /** Events that are due, in the order they came. */
  due: (limit: number) => Promise<readonly InboxEvent[]>;
  /** Tried in vain: due again `inMs` from now. */
  later: (event: { connectorId: string; eventId: string }, inMs: number) => Promise<void>;
  /** Not its turn yet, or under way: due again `inMs` from now, which counts as no try. */
  hold: (event: { connectorId: string; eventId: string }, inMs: number) => Promise<void>;
  /** Finished outside of a turn. */
  finish: (
    event: { connectorId: string; eventId: string },
    result: "done" | "foreign" | "failed",
  ) => Promise<void>;
  /** Removes up to `limit` finished events stored longer than `ageMs` ago and tells how many; repeated later, one would count as new. */
  forgetFinished: (ageMs: number, limit: number) => Promise<number>;
  nextDue: () => Promise<number | undefined>;
}

// ── Timers and handoffs ─────────────────────────────────────────────────────────────────────────────────

export interface TimerStore {
  /** The timer could not be run: due again `inMs` from now, unless a turn has cleared or moved it. */
  later: (conversationId: string, kind: TimerKind, inMs: number) => Promise<void>;
  due: (limit: number) => Promise<readonly { conversationId: string; kind: TimerKind }[]>;
  /** Whether that timer is due still: a turn may have cleared or moved it meanwhile. */
  isDue: (conversationId: string, kind: TimerKind) => Promise<boolean>;
  nextDue: () => Promise<number | undefined>;
}

export interface HandoffStore {
  load: (handoffId: string) => Promise<Handoff | undefined>;
  /** Ended ones included. */
  findByZendeskConversation: (
    connectorId: string,
    zendeskConversationId: string,
  ) => Promise<Handoff | undefined>;
  /** Whether an open handoff of the connector has no Zendesk conversation (yet). */
  awaitsConversation: (connectorId: string) => Promise<boolean>;
  /** Not ended, oldest first. */
  open: () => Promise<readonly Handoff[]>;
}

// ── Files ───────────────────────────────────────────────────────────────────────────────────────────────

export interface StoredFile {
  readonly id: string;
  readonly botId: string;
  readonly conversationId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size?: number;
  readonly image: boolean;
  /** Where it can be fetched until our own copy is there. */
  readonly remote?: { readonly connectorId: string; readonly mediaUrl: string };
  /** Our copy exists in the attachment folder under the file's id. What is `remote` may lose it and get it again. */
  readonly stored: boolean;
}

/** In bytes. */
export interface UploadLimits {
  /** All uploads of a conversation together. */
  readonly conversationBytes: number;
  /** Uploads to a bot that no message carries yet. */
  readonly unsaidBytesOfBot: number;
}

/** Our copy of an operator's file. */
export interface Copy {
  readonly id: string;
  /** When it was made, or opened last as far as that was noted. */
  readonly openedAt: number;
}

export interface FileStore {
  /** A visitor's upload, which no message carries yet. What would pass a limit is not added. */
  addUpload: (
    file: StoredFile & { readonly size: number },
    limits: UploadLimits,
  ) => Promise<"ok" | "conversation_full" | "bot_full">;
  /** What the uploads of a conversation hold together, as `conversationBytes` counts it. */
  uploadedBytes: (conversationId: string) => Promise<number>;
  load: (fileId: string) => Promise<StoredFile | undefined>;
  markStored: (fileId: string, facts: { size: number; mediaType: string; image: boolean }) => Promise<void>;
  /** Our copy of the file was opened, if it is a copy: noted to the hour. */
  noteOpened: (fileId: string) => Promise<void>;
  /**
   * Which copies of operators' files to remove so that all of them hold no more than `bytes`: the longest unopened, at
   * most `limit`. They are told again until they are forgotten.
   */
  surplusCopies: (bytes: number, limit: number) => Promise<readonly Copy[]>;
  /** The bytes of these copies are gone. One that was made again after it was told of stays stored. */
  forgetCopies: (copies: readonly Copy[]) => Promise<void>;
  /**
   * Takes up to `limit` uploads out of use that are older than `ageMs` and carried by no message, oldest first: a turn
   * that brings one now fails with `file_unknown`. They are given again until they are forgotten.
   */
  retireUnsaid: (ageMs: number, limit: number) => Promise<readonly string[]>;
  /** Forgets retired uploads, whose bytes are gone. */
  forgetRetired: (fileIds: readonly string[]) => Promise<void>;
  /** Milliseconds until an upload is old enough to be retired. */
  nextUnsaid: (ageMs: number) => Promise<number | undefined>;
}

// ── What the console manages ────────────────────────────────────────────────────────────────────────────

export interface Bot {
  readonly id: string;
  readonly name: string;
  readonly escalationType: "NONE" | "ZENDESK";
}

export interface Skill {
  readonly id: string;
  readonly botId: string;
  readonly name: string;
}

export interface Channel {
  readonly id: string;
  readonly botId: string;
  readonly title: string;
  /** `#rrggbb` */
  readonly accent: string;
  /** Origins whose pages may frame the chatbox; empty: only this server's own. */
  readonly origins: readonly string[];
}

export interface BotStore {
  list: () => Promise<readonly Bot[]>;
  load: (botId: string) => Promise<Bot | undefined>;
  save: (bot: Bot) => Promise<void>;
  skills: (botId: string) => Promise<readonly Skill[]>;
  /** `taken` when another skill of the bot has this (trimmed) name. */
  addSkill: (skill: Skill) => Promise<"ok" | "taken">;
  removeSkill: (botId: string, skillId: string) => Promise<void>;
  channel: (channelId: string) => Promise<Channel | undefined>;
  channels: (botId: string) => Promise<readonly Channel[]>;
  saveChannel: (channel: Channel) => Promise<void>;
  /** Knowledge items as JSON; `bot/knowledge.ts` parses them. Both forms of an item, in their order. */
  knowledge: (botId: string) => Promise<readonly KnowledgeRow[]>;
  /** Another number after every change of the bot's knowledge. */
  knowledgeVersion: (botId: string) => Promise<number>;
  saveKnowledge: (row: KnowledgeRow) => Promise<void>;
  removeKnowledge: (botId: string, itemId: string) => Promise<void>;
}

export interface KnowledgeRow {
  readonly botId: string;
  readonly itemId: string;
  readonly order: number;
  /** JSON of the item being edited. */
  readonly draft: string;
  /** JSON of what visitors get; absent until published. */
  readonly published?: string;
}

/** A connector as stored: secrets are ciphertexts. */
export interface Connector {
  /** 128 random bits in the webhook URL. */
  readonly id: string;
  readonly botId: string;
  readonly origin: string;
  readonly appId: string;
  readonly integrationId: string;
  readonly keyId: string;
  readonly api:
    | { readonly kind: "token"; readonly email: string }
    | { readonly kind: "oauth"; readonly clientId: string };
  readonly senderId: string;
  /** Ciphertexts by name. */
  readonly secrets: { readonly keySecret?: string; readonly apiSecret?: string };
  readonly state: "empty" | "unchecked" | "checked";
  readonly checkedAt?: number;
  /** JSON of `SetupWarning[]`, parsed by the console. */
  readonly warnings: string;
  /** Absent: as usual. */
  readonly ends?: EndOptions;
  readonly groups: readonly {
    readonly skillId: string;
    readonly groupId: string;
    readonly members: number;
  }[];
  readonly agentWorkspace?: string;
  readonly ownSwitchboardIntegration?: string;
  /** Ciphertexts of the webhook's shared secret; the previous one is accepted until `previousUntil`. */
  readonly webhookSecret?: {
    readonly current: string;
    readonly readAt: number;
    readonly previous?: string;
    readonly previousUntil?: number;
  };
}

export interface ConnectorStore {
  load: (connectorId: string) => Promise<Connector | undefined>;
  findByBot: (botId: string) => Promise<Connector | undefined>;
  /** `taken` when another bot's connector has this origin and integration id. */
  save: (connector: Connector) => Promise<"ok" | "taken">;
  /** Replaces the webhook's secret alone, while the connector still is at this origin and integration. */
  saveWebhookSecret: (
    connector: Pick<Connector, "id" | "origin" | "integrationId">,
    secret: NonNullable<Connector["webhookSecret"]>,
  ) => Promise<void>;
}

export interface ConsoleSessionStore {
  /** `tokenHash`: SHA-256 of the cookie's or bearer's token, hex. */
  create: (session: {
    tokenHash: string;
    username: string;
    csrfToken?: string;
    lifetimeMs: number;
  }) => Promise<void>;
  /** Undefined when unknown or expired by the store's clock. */
  find: (tokenHash: string) => Promise<{ username: string; csrfToken?: string } | undefined>;
  remove: (tokenHash: string) => Promise<void>;
}
