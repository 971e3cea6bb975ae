/** What the contract suite starts from: an opened store, its clock, and rows that need no thought. */
import type { Handoff, Message } from "../../conversation/model.ts";
import { type ConversationState, emptyState } from "../../conversation/state.ts";
import { richTextFromPlain } from "../../protocol/rich-text.ts";
import type { Connector, Store, Turn } from "../port.ts";

/** An adapter under test, on a place of its own that holds nothing yet. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Closes the store and opens it again on the same place. */
  readonly reopen: () => Promise<Store>;
  /** Leases outlive a restart: true for an adapter that others may use at the same time. */
  readonly leasesOutliveRestart: boolean;
  /** The store's clock, which stands still until it is moved. */
  readonly clock: { readonly now: () => number; readonly advance: (ms: number) => void };
  readonly dispose: () => Promise<void>;
}

export type OpenStore = () => Promise<StoreUnderTest>;

export const botId = "bot-1";
export const connectorId = "connector-1";
export const conversationId = "conversation-1";
export const handoffId = "handoff-1";

export function connectorOf(bot: string, id: string, values: Partial<Connector> = {}): Connector {
  return {
    id,
    botId: bot,
    origin: "",
    appId: "",
    integrationId: "",
    keyId: "",
    api: { kind: "token", email: "" },
    senderId: "",
    secrets: {},
    state: "empty",
    warnings: "[]",
    groups: [],
    ...values,
  };
}

/** A bot with a channel `channel-<bot>` and an empty connector. */
export async function addBot(store: Store, bot: string, connector: string): Promise<void> {
  await store.bots.save({ id: bot, name: bot, escalationType: "ZENDESK" });
  await store.bots.saveChannel({
    id: `channel-${bot}`,
    botId: bot,
    title: "Help",
    accent: "#1f73b7",
    origins: [],
  });
  await store.connectors.save(connectorOf(bot, connector));
}

export async function addConversation(store: Store, id: string, bot = botId): Promise<void> {
  await store.conversations.create(
    { id, botId: bot, channelId: `channel-${bot}`, language: "fr", test: true, createdAt: 5 },
    `token of ${id}`,
  );
}

export function stateAt(revision: number): ConversationState {
  return { ...emptyState, revision };
}

export function turnOf(expectedVersion: number, rows: Partial<Turn> = {}): Turn {
  return {
    conversationId,
    expectedVersion,
    state: stateAt(expectedVersion + 1),
    messages: [],
    deliveries: [],
    timers: [],
    files: [],
    ...rows,
  };
}

export function messageOf(seq: number, values: Partial<Message> = {}): Message {
  return {
    id: `message-${conversationId}-${seq}`,
    seq,
    revision: seq,
    at: 1000 + seq,
    author: { type: "visitor" },
    content: { type: "text", body: richTextFromPlain(`line ${seq}`) },
    ...values,
  };
}

export function handoffOf(values: Partial<Handoff> = {}): Handoff {
  return {
    id: handoffId,
    conversationId,
    botId,
    connectorId,
    number: 1,
    phase: "connecting",
    externalId: "external-1",
    startedAt: 100,
    ...values,
  };
}

/** Deliveries of the handoff's lane at these positions. */
export function deliveriesAt(...positions: number[]): Turn["deliveries"] {
  return positions.map((position) => ({
    handoffId,
    position,
    task: { kind: "message", seq: position + 1, history: false },
  }));
}

/** Commits to the conversation, whatever its version is. */
export async function commitNext(
  store: Store,
  rows: Partial<Turn> = {},
  id = conversationId,
): ReturnType<Store["conversations"]["commit"]> {
  const loaded = await store.conversations.load(id);
  return store.conversations.commit(turnOf(loaded?.version ?? -1, { ...rows, conversationId: id }));
}
