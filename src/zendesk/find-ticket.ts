/** Finding the ticket that grew from a conversation: no field of Sunshine Conversations names it (zendesk.md §5.5). */
import { CodedError } from "../errors.ts";
import type { DeskTicket } from "./desk.ts";
import {
  deskTicket,
  loggedMessageIds,
  requestedTickets,
  type Support,
  type SupportTicket,
  searchUser,
} from "./support.ts";

/** `via.channel` of a ticket born from messaging (zendesk.md §5.4), and its number. */
const messagingChannels = new Set<unknown>(["sunshine_conversations_api", "native_messaging", 87]);
/** Candidates whose conversation log is read. */
const maxCandidates = 5;
/** How far Zendesk's clock may be behind ours. */
const clockSlackMs = 120_000;
/** A ticket's date is in whole seconds. */
const secondMs = 1_000;

export interface TicketSearch {
  readonly externalId: string;
  /** The Support user, when Sunshine Conversations names it. */
  readonly zendeskUserId?: string;
  readonly startedAt: number;
  readonly conversation: () => Promise<ConversationFacts>;
  /** No ticket counts whose log does not show a message of the conversation. */
  readonly byLogOnly?: boolean;
}

/** What Sunshine Conversations tells of the conversation. */
export interface ConversationFacts {
  /** Of its newest messages. */
  readonly messageIds: ReadonlySet<string>;
  /** When it received the first one, by its own clock; absent when that is not among the newest. */
  readonly begunAt?: number;
}

/**
 * The visitor's ticket from messaging that is not closed and whose conversation log holds a message of ours; those
 * born closest to the handoff are looked into first. Where the log shows no message at all yet, the ticket counts
 * when it was born after the conversation and no other could be meant.
 */
export async function findTicketOf(support: Support, search: TicketSearch): Promise<DeskTicket | undefined> {
  const user = search.zendeskUserId ?? (await searchUser(support, search.externalId));
  if (user === undefined) {
    return undefined;
  }
  const tickets = await requestedTickets(support, user);
  const candidates = tickets.filter(isCandidate).sort(closestTo(search.startedAt)).slice(0, maxCandidates);
  if (candidates.length === 0) {
    return undefined;
  }
  const { messageIds: ours, begunAt } = await search.conversation();
  const silent: SupportTicket[] = [];
  for (const ticket of candidates) {
    const logged = await loggedOrNone(support, ticket.id);
    if (logged.some((id) => ours.has(id))) {
      return deskTicket(ticket);
    }
    if (logged.length === 0) {
      silent.push(ticket);
    }
  }
  if (search.byLogOnly === true) return undefined;
  const earliest = begunAt === undefined ? search.startedAt - clockSlackMs : begunAt - secondMs;
  const born = silent.filter((ticket) => bornAt(ticket) >= earliest);
  const [only] = born;
  return only !== undefined && born.length === 1 ? deskTicket(only) : undefined;
}

function isCandidate(ticket: SupportTicket): boolean {
  return ticket.status !== "closed" && messagingChannels.has(ticket.via?.channel);
}

function bornAt(ticket: SupportTicket): number {
  return typeof ticket.created_at === "string" ? Date.parse(ticket.created_at) : 0;
}

const closestTo = (startedAt: number) => (a: SupportTicket, b: SupportTicket) =>
  Math.abs(bornAt(a) - startedAt) - Math.abs(bornAt(b) - startedAt);

/** The log is not part of every plan: refused counts as empty. */
async function loggedOrNone(support: Support, ticketId: string): Promise<readonly string[]> {
  try {
    return await loggedMessageIds(support, ticketId);
  } catch (error) {
    if (error instanceof CodedError && error.code === "zendesk_refused") {
      return [];
    }
    throw error;
  }
}
