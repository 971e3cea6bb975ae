/** One look of the watch at one handoff: what it became by now, and what no webhook told of it. */
import type { Handoff } from "../conversation/model.ts";
import {
  endReasonOf,
  type ReceivePorts,
  receiveEnd,
  receiveMessage,
  receiveRemoval,
} from "../inbox/receive.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Desk, DeskAccount, DeskTicket } from "../zendesk/desk.ts";
import { endOf } from "../zendesk/incoming.ts";
import { tellingWhetherAnswered } from "./account-seen.ts";
import { rememberKeys, type SeenKeys } from "./duplicates.ts";
import { findTicket, repairGroup } from "./ticket.ts";

export type WatchDesk = Pick<Desk, "control" | "newsAfter" | "tickets" | "findTicket" | "assignGroup">;

export interface LookPorts extends ReceivePorts {
  readonly relay: Pick<RunningRelay, "apply" | "announceTyping">;
  readonly desk: WatchDesk;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  /** A second look became due. */
  readonly onDouble: () => void;
  readonly onError: (error: unknown) => void;
}

/** Calls of a look: control, messages, and its ticket; while that is not known, the user, its tickets and two logs besides. */
export const callsOf = ({ ticketId }: Handoff): number => (ticketId === undefined ? 6 : 3);

/** What looks at a handoff remember of each other; lost with the process, then built anew. */
export interface Seen {
  lastMessageId: string | undefined;
  /** Redacted messages that were seen to. */
  readonly redacted: Set<string>;
  readonly keys: SeenKeys;
  /** Only who was seen with the operators can be seen to have left them at a single look. */
  withOperators: boolean;
  /** The look before found somebody else in control, or nobody. */
  withOthers: boolean;
}

export function nothingSeen(handoffId: string): Seen {
  return {
    lastMessageId: undefined,
    redacted: new Set(),
    keys: rememberKeys(handoffId),
    withOperators: false,
    withOthers: false,
  };
}

/** One look at one handoff; true when there was something new. Fails like a desk call. */
export async function look(
  ports: LookPorts,
  handoff: Handoff,
  seen: Seen,
  tickets: ReadonlyMap<string, DeskTicket>,
): Promise<boolean> {
  const { desk } = ports;
  const conversationId = handoff.zendeskConversationId;
  const account = await ports.account(handoff.connectorId);
  // Before the opening there is nothing that an operator could have seen.
  if (account === undefined || conversationId === undefined || handoff.openingMessageId === undefined)
    return false;

  // Asked first: a conversation that is gone has no messages to list, and what was said before an end is shown before it.
  const control = await tellingWhetherAnswered(ports.relay, handoff, () =>
    desk.control(account, conversationId),
  );
  if (control === "gone") {
    await receiveEnd(ports, handoff, "conversation_removed");
    return true;
  }
  const news = await catchUp(ports, account, handoff, seen);
  if (news === "ended") return true;
  if (control === "other" && (await hasLeftOperators(ports, handoff, seen))) {
    await receiveEnd(ports, handoff, "control_returned");
    return true;
  }
  if (control === "operators" && !seen.withOperators) await ports.store.facts.set(proof(handoff), "seen");
  seen.withOperators ||= control === "operators";
  seen.withOthers = control === "other";

  const ticket =
    handoff.ticketId === undefined
      ? await findTicket(ports, account, handoff)
      : tickets.get(handoff.ticketId);
  if (ticket === undefined) return news === "messages";
  if (ticket.status === "closed") {
    await receiveEnd(ports, handoff, "ticket_closed");
    return true;
  }
  if (handoff.ticketId !== undefined) await repairGroup(ports, account, handoff, ticket);
  await seeTicket(ports, handoff, ticket.status === "solved");
  return news === "messages";
}

/**
 * A live handoff was passed to the operators. When this process has not seen it with them (they were quick, or
 * we were down), two looks must agree, and the account must have shown before that operators are recognised.
 */
async function hasLeftOperators({ store }: LookPorts, handoff: Handoff, seen: Seen): Promise<boolean> {
  if (seen.withOperators) return true;
  return handoff.phase === "live" && seen.withOthers && (await store.facts.get(proof(handoff))) !== undefined;
}

/** The fact that a look at this account has recognised operators in control. */
function proof({ connectorId }: Handoff): string {
  return `operators recognised at ${connectorId}`;
}

/** Brings in what the conversation has that no webhook told. */
async function catchUp(
  ports: LookPorts,
  account: DeskAccount,
  handoff: Handoff,
  seen: Seen,
): Promise<"ended" | "messages" | "nothing"> {
  const conversationId = handoff.zendeskConversationId ?? "";
  const { messages, redacted } = await ports.desk.newsAfter(
    account,
    conversationId,
    seen.lastMessageId ?? handoff.openingMessageId,
  );
  if (seen.keys.standTwice(messages)) {
    await ports.store.secondLooks.add(handoff.id, 0);
    ports.onDouble();
  }
  let brought = false;
  for (const id of redacted.filter((one) => !seen.redacted.has(one))) {
    if (await receiveRemoval(ports, handoff, id)) seen.redacted.add(id);
  }
  for (const [index, message] of messages.entries()) {
    const signal = endOf(message.activity);
    if (signal !== undefined) {
      await receiveEnd(ports, handoff, endReasonOf(signal));
      return "ended";
    }
    const below = messages.slice(index + 1);
    brought = (await receiveMessage(ports, handoff, message, { below })) === "brought" || brought;
    seen.lastMessageId = message.id;
  }
  return brought ? "messages" : "nothing";
}

/** Where it says nothing new, nothing is written. */
async function seeTicket({ relay }: LookPorts, handoff: Handoff, solved: boolean): Promise<void> {
  await relay.apply(handoff.conversationId, ({ state }) => {
    const known = state.mode === "livechat" && state.handoff.id === handoff.id ? state.handoff : undefined;
    if (known === undefined) return undefined;
    if ((known.seenSolved === true) === solved && known.answeredAt === undefined) return undefined;
    return { type: "ticket_seen", handoffId: handoff.id, solved };
  });
}
