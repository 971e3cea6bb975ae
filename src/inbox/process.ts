/** The inbox at work: takes stored webhook events in the order they came and brings each into its conversation. */

import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { InboxEvent } from "../store/port.ts";
import type { Desk, DeskAccount } from "../zendesk/desk.ts";
import { type IncomingEvent, parseEvent } from "../zendesk/incoming.ts";
import { confirmEnd } from "./confirm-end.ts";
import { endReasonOf, type ReceivePorts, receiveEnd, receiveMessage } from "./receive.ts";

export interface InboxPorts extends ReceivePorts {
  readonly desk: Desk;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
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
/** An event of a conversation we do not know may be ahead of our own commit: it is kept this long. */
const unknownConversationMs = 15 * 60_000;
/** A conversation that cannot be brought in (store or Zendesk failing) is tried this often, waits growing. */
const mostTries = 20;

/** Ends being confirmed at Zendesk at a time. */
const parallelConfirmations = 8;
/** Longer than a confirmation takes: an event whose confirmation died with its process comes again after this. */
const confirmationMs = 120_000;

type Outcome = "done" | "foreign" | "failed" | { readonly laterMs: number };

export function startInbox(ports: InboxPorts): DueLoop {
  const { store } = ports;
  const confirmations = new Set<Promise<void>>();

  /** Beside the loop: what Zendesk takes to answer about one conversation must not hold up all others. */
  async function confirmBeside(event: InboxEvent, handoff: Handoff): Promise<void> {
    if (confirmations.size >= parallelConfirmations) return store.inbox.later(event, waitAfter(0));
    await store.inbox.later(event, confirmationMs);
    const confirmation = confirmAndEnd(ports, event, handoff)
      .catch((error: unknown) => afterError(ports, event, error))
      .then((outcome) => book(ports, event, outcome))
      .catch(ports.onError);
    confirmations.add(confirmation);
    void confirmation.then(() => confirmations.delete(confirmation));
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
        if (typeof outcome === "object" && "maybeEnded" in outcome)
          await confirmBeside(event, outcome.maybeEnded);
        else await book(ports, event, outcome);
      }
      return events.length === eventsPerRun;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all(confirmations);
    },
  };
}

interface MaybeEnded {
  readonly maybeEnded: Handoff;
}

/** Books what became of the event. */
async function book({ store, count }: InboxPorts, event: InboxEvent, outcome: Outcome): Promise<void> {
  if (typeof outcome === "object") return store.inbox.later(event, outcome.laterMs);
  await store.inbox.finish(event, outcome);
  count(`webhook_event_${outcome}`);
}

function afterError({ onError }: InboxPorts, event: InboxEvent, error: unknown): Outcome {
  onError(toCoded(error));
  return event.tries >= mostTries ? "failed" : { laterMs: waitAfter(event.tries) };
}

function waitAfter(tries: number): number {
  return Math.min(1_000 * 2 ** tries, 60_000);
}

async function bringIn(ports: InboxPorts, event: InboxEvent): Promise<Outcome | MaybeEnded> {
  const incoming = parseEvent(JSON.parse(event.body));
  if (incoming.kind === "other") {
    ports.count("webhook_event_unknown_type");
    return "done";
  }
  if (saysNothingNew(incoming)) return "done";
  const handoff = await handoffOf(ports, event.connectorId, incoming);
  if (handoff === undefined) {
    return ports.now() - event.storedAt >= unknownConversationMs
      ? "foreign"
      : { laterMs: waitAfter(event.tries) };
  }
  return bringTo(ports, handoff, incoming, event);
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
  // Metadata can be written by others in that account: it must at least be this connector's handoff.
  return named?.connectorId === connectorId ? named : undefined;
}

async function bringTo(
  ports: InboxPorts,
  handoff: Handoff,
  incoming: ForConversation,
  event: InboxEvent,
): Promise<Outcome | MaybeEnded> {
  switch (incoming.kind) {
    case "message":
      await receiveMessage(ports, handoff, incoming.message, {
        connectorId: event.connectorId,
        eventId: event.eventId,
      });
      return "done";
    case "typing":
      if (handoff.phase !== "ended") ports.relay.announceTyping(handoff.conversationId, { on: incoming.on });
      return "done";
    case "ended":
    case "removed":
      return handoff.phase === "ended" ? "done" : { maybeEnded: handoff };
  }
}

async function confirmAndEnd(ports: InboxPorts, event: InboxEvent, handoff: Handoff): Promise<Outcome> {
  const account = await ports.account(event.connectorId);
  if (account === undefined) return "failed";
  const confirmed = await confirmEnd(ports.desk, account, handoff);
  if (confirmed === "removed") await receiveEnd(ports, handoff, "conversation_removed");
  else if (confirmed !== undefined) await receiveEnd(ports, handoff, endReasonOf(confirmed));
  return "done";
}
