/** The inbox at work: takes stored webhook events in the order they came and brings each into its conversation. */

import type { Handoff } from "../conversation/model.ts";
import { CodedError, toCoded, unfailing } from "../errors.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { InboxEvent } from "../store/port.ts";
import type { Desk, DeskAccount, DeskMessage, TimedDesk } from "../zendesk/desk.ts";
import { type IncomingEvent, parseEvent } from "../zendesk/incoming.ts";
import { confirmEnd } from "./confirm-end.ts";
import { type Circumstances, endReasonOf, type ReceivePorts, receiveEnd, receiveMessage } from "./receive.ts";

type InboxDesk = Pick<Desk, "control" | "messagesAfter" | "tickets">;

export interface InboxPorts extends ReceivePorts {
  readonly desk: TimedDesk<InboxDesk>;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  /** Milliseconds that a question may take; a minute unless given. */
  readonly answerMs?: number;
  readonly onError: (error: unknown) => void;
  /** Told of each message that carries a key of ours. */
  readonly onEcho: (echo: { connectorId: string; key: string; messageId: string }) => Promise<void>;
  /** Counts events by what became of them. */
  readonly count: (
    name:
      | "webhook_event_done"
      | "webhook_event_foreign"
      | "webhook_event_unknown_type"
      | "webhook_event_failed",
  ) => void;
}

const eventsPerRun = 100;
/**
 * An event of a conversation we do not know may be ahead of our own commit: it is kept this long, as long as a handoff
 * waits for its conversation. All others are of people who came to Zendesk by another way, and may be many.
 */
const unknownConversationMs = 15 * 60_000;
const shortestHoldMs = 1_000;
const longestHoldMs = 60_000;
/** A conversation that cannot be brought in (store or Zendesk failing) is tried this often, waits growing. */
const mostTries = 20;

/** Events about which one account is asked at a time: one that does not answer leaves the others room. */
const parallelQuestions = 8;
/** What all calls of a question may take: three or four, and a page for each hundred messages. */
const answerMs = 60_000;
/** Longer than an answer may take. An event whose question died with its process comes again when the next one starts. */
const questionMs = 120_000;

/** `laterMs`: after a failure, which counts as a try; `holdMs`: there is nothing to try yet. */
type Outcome = "done" | "foreign" | "failed" | { readonly laterMs: number } | { readonly holdMs: number };

/** Zendesk must be asked before it is clear what becomes of the event. */
interface Question {
  readonly askZendesk: (desk: InboxDesk, account: DeskAccount) => Promise<Outcome>;
}

export function startInbox(given: InboxPorts): DueLoop {
  const ports = { ...given, onError: unfailing(given.onError) };
  const { store } = ports;
  /** By connector. */
  const questions = new Map<string, Set<Promise<void>>>();

  /** Beside the loop: what Zendesk takes to answer about one conversation must not hold up all others. */
  async function askBeside(event: InboxEvent, { askZendesk }: Question): Promise<void> {
    const ofAccount = questions.get(event.connectorId) ?? new Set();
    questions.set(event.connectorId, ofAccount);
    if (ofAccount.size >= parallelQuestions) return store.inbox.hold(event, waitAfter(0));
    await store.inbox.hold(event, questionMs);
    const desk = ports.desk.within(ports.answerMs ?? answerMs);
    const question = ports
      .account(event.connectorId)
      .then((account) => (account === undefined ? "failed" : askZendesk(desk, account)))
      .catch((error: unknown) => afterError(ports, event, error))
      .then((outcome) => book(ports, event, outcome))
      .catch(ports.onError);
    ofAccount.add(question);
    void question.then(() => ofAccount.delete(question));
  }

  const loop = startDueLoop({
    onError: ports.onError,
    nextDue: () => store.inbox.nextDue(),
    run: async () => {
      const events = await store.inbox.due(eventsPerRun);
      for (const event of events) {
        const outcome = await bringIn(ports, event).catch((error: unknown) =>
          afterError(ports, event, error),
        );
        if (typeof outcome === "object" && "askZendesk" in outcome) await askBeside(event, outcome);
        else await book(ports, event, outcome);
      }
      return events.length === eventsPerRun;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all([...questions.values()].flatMap((ofAccount) => [...ofAccount]));
    },
  };
}

/** Books what became of the event. */
async function book({ store, count }: InboxPorts, event: InboxEvent, outcome: Outcome): Promise<void> {
  if (typeof outcome === "object")
    return "holdMs" in outcome
      ? store.inbox.hold(event, outcome.holdMs)
      : store.inbox.later(event, outcome.laterMs);
  await store.inbox.finish(event, outcome);
  count(`webhook_event_${outcome}`);
}

function afterError({ onError }: InboxPorts, event: InboxEvent, error: unknown): Outcome {
  onError(toCoded(error));
  return event.tries + 1 >= mostTries ? "failed" : { laterMs: waitAfter(event.tries) };
}

function waitAfter(tries: number): number {
  return Math.min(1_000 * 2 ** tries, 60_000);
}

async function bringIn(ports: InboxPorts, event: InboxEvent): Promise<Outcome | Question> {
  const raw = parseJson(event.body);
  if (raw === undefined) {
    ports.onError(new CodedError("row_unreadable", `stored event ${event.eventId} is not JSON`));
    return "failed";
  }
  const incoming = parseEvent(raw, event.storedAt);
  if (incoming.kind === "other") {
    ports.count("webhook_event_unknown_type");
    return "done";
  }
  if (incoming.kind === "message" && incoming.message.key !== undefined) {
    const { key, id: messageId } = incoming.message;
    await ports.onEcho({ connectorId: event.connectorId, key, messageId });
  }
  if (saysNothingNew(incoming)) return "done";
  // Asked first: whoever has his conversation by then is found by it.
  const awaited = await ports.store.handoffs.awaitsConversation(event.connectorId);
  const handoff = await handoffOf(ports, event.connectorId, incoming);
  if (handoff === undefined) {
    const ageMs = ports.now() - event.storedAt;
    if (!awaited || ageMs >= unknownConversationMs) return "foreign";
    // Each wait as long as all before it.
    return { holdMs: Math.min(Math.max(ageMs, shortestHoldMs), longestHoldMs) };
  }
  return bringTo(ports, handoff, incoming, event);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // told by the caller, who knows which event it is
  }
}

/** Echoes of what the visitor and we ourselves said: most of what arrives, settled without a look at the store. */
function saysNothingNew(incoming: IncomingEvent): boolean {
  if (incoming.kind === "typing") return !incoming.byOperator;
  if (incoming.kind !== "message") return false;
  const { author } = incoming.message;
  return author.type === "visitor" || author.kind === "self";
}

type ForConversation = Exclude<IncomingEvent, { kind: "other" }>;

async function handoffOf(
  { store }: InboxPorts,
  connectorId: string,
  incoming: ForConversation,
): Promise<Handoff | undefined> {
  const known = await store.handoffs.findByZendeskConversation(connectorId, incoming.conversationId);
  if (known !== undefined || incoming.handoffId === undefined) return known;
  const named = await store.handoffs.load(incoming.handoffId);
  // Metadata can be written by others in that account: only this connector's handoff, which has no other conversation.
  const { zendeskConversationId: its = incoming.conversationId } = named ?? {};
  return named?.connectorId === connectorId && its === incoming.conversationId ? named : undefined;
}

async function bringTo(
  ports: InboxPorts,
  handoff: Handoff,
  incoming: ForConversation,
  event: InboxEvent,
): Promise<Outcome | Question> {
  switch (incoming.kind) {
    case "message": {
      const { message } = incoming;
      const inboxEvent = { connectorId: event.connectorId, eventId: event.eventId };
      const received = await receiveMessage(ports, handoff, message, { inboxEvent });
      return received === "tied"
        ? { askZendesk: (desk, account) => receiveTied(ports, desk, account, handoff, message, inboxEvent) }
        : "done";
    }
    case "typing":
      if (handoff.phase !== "ended") ports.relay.announceTyping(handoff.conversationId, { on: incoming.on });
      return "done";
    case "ended":
    case "removed":
      return handoff.phase === "ended"
        ? "done"
        : { askZendesk: (desk, account) => confirmAndEnd(ports, desk, account, handoff) };
  }
}

async function confirmAndEnd(
  ports: InboxPorts,
  desk: InboxDesk,
  account: DeskAccount,
  handoff: Handoff,
): Promise<Outcome> {
  const confirmed = await confirmEnd(desk, account, handoff);
  if (confirmed === undefined) return "done";
  const { how, saidBefore } = confirmed;
  // What was said before the end is shown before it, whatever became of its own webhook.
  for (const [index, message] of saidBefore.entries())
    await receiveMessage(ports, handoff, message, { below: saidBefore.slice(index + 1) });
  await receiveEnd(ports, handoff, how === "removed" ? "conversation_removed" : endReasonOf(how));
  return "done";
}

/** Two were received in the same millisecond: Zendesk's list has their order, events do not. */
async function receiveTied(
  ports: InboxPorts,
  desk: InboxDesk,
  account: DeskAccount,
  handoff: Handoff,
  message: DeskMessage,
  inboxEvent: NonNullable<Circumstances["inboxEvent"]>,
): Promise<Outcome> {
  const listed = await messagesOf(desk, account, handoff);
  const place = listed.findIndex(({ id }) => id === message.id);
  const below = place === -1 ? [] : listed.slice(place + 1);
  await receiveMessage(ports, handoff, message, { inboxEvent, below });
  return "done";
}

/** None when the conversation is gone: what it told us before still counts. */
async function messagesOf(
  desk: InboxDesk,
  account: DeskAccount,
  handoff: Handoff,
): Promise<readonly DeskMessage[]> {
  const conversationId = handoff.zendeskConversationId;
  if (conversationId === undefined) return [];
  return desk.messagesAfter(account, conversationId, handoff.openingMessageId).catch((error: unknown) => {
    if (toCoded(error).code === "zendesk_conversation_gone") return [];
    throw error;
  });
}
