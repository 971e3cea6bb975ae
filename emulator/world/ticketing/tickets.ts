/** Tickets of messaging sessions: what goes onto them, and how they change (zendesk.md §§5.4–5.6). */

import { AGENT_WORKSPACE, isActive } from "../messaging/switchboard.ts";
import type { Conversation, Message, Ticket } from "../state/entities.ts";
import type { World } from "../world.ts";
import { recordChanges, type Written } from "./audits.ts";

/** After how long the default automation closes what is solved (zendesk.md §5.6). */
export const CLOSED_AFTER_MS = 4 * 24 * 60 * 60_000;

/** The conversation behind a ticket; none for one that was not born from messaging or whose conversation was deleted. */
export const conversationOf = (world: World, { conversationId }: Ticket): Conversation | undefined =>
  conversationId === undefined ? undefined : world.conversations.get(conversationId);

/** The ticket whose session is open in the conversation; none when it was deleted meanwhile. */
export const attachedTicket = (world: World, { ticketId }: Conversation): Ticket | undefined =>
  ticketId === undefined ? undefined : world.tickets.get(ticketId);

/**
 * Puts a message on the open session's ticket; a user's message reopens what was pending or solved. While
 * another integration is in control Agent Workspace is on standby, and hears nothing (zendesk.md §5.1).
 */
export function takeOntoTicket(world: World, conversation: Conversation, message: Message): Message {
  const ticket = attachedTicket(world, conversation);
  const heard = isActive(world, conversation, AGENT_WORKSPACE) || message.source.type === AGENT_WORKSPACE;
  if (ticket === undefined || !heard) return message;
  const byUser = message.author.type === "user";
  const reopened = byUser && (ticket.status === "solved" || ticket.status === "pending");
  const { solvedAt, ...rest } = ticket;
  const taken = world.tickets.put({
    ...rest,
    ...(reopened || solvedAt === undefined ? {} : { solvedAt }),
    updatedAt: world.clock.now(),
    status: reopened ? "open" : ticket.status,
    unread: ticket.unread + (byUser ? 1 : 0),
  });
  recordChanges(world, ticket, taken, { authorId: ticket.requesterId });
  if (byUser)
    world.announce({
      type: "message",
      ticketId: String(ticket.id),
      from: world.people.get(ticket.requesterId)?.name ?? "",
      preview: previewOf(message),
      newTicket: false,
    });
  else world.announce({ type: "ticket", ticketId: String(ticket.id) });
  return { ...message, ticketId: ticket.id };
}

/** Control is back: what was said meanwhile goes onto the ticket whose session is still open. */
export function takeMissed(world: World, conversation: Conversation): void {
  const ticket = attachedTicket(world, conversation);
  if (ticket === undefined || !isActive(world, conversation, AGENT_WORKSPACE)) return;
  const messages = world.messages.by("conversation", conversation.id);
  const live = messages.findIndex(({ ticketId }) => ticketId === ticket.id);
  const before = messages.findLastIndex(({ id }) => ticket.history.includes(id));
  for (const message of messages.slice((live === -1 ? before : live) + 1))
    if (message.ticketId === undefined) world.messages.put(takeOntoTicket(world, conversation, message));
}

/** A message in short, for lists and notifications. */
export function previewOf(message: Message): string {
  const { type, text: said, htmlText, markdownText, altText } = message.content;
  if (type === "image" || type === "file") return altText ?? (type === "image" ? "Image" : "File");
  return (said ?? markdownText ?? htmlText ?? type).slice(0, 140);
}

/** `event` is for the operator's eyes; `written` says whose act it is in the ticket's audits. */
export function changeTicket(
  world: World,
  ticket: Ticket,
  change: Partial<Ticket>,
  event?: string,
  written?: Written,
): Ticket {
  const now = world.clock.now();
  const before = world.tickets.get(ticket.id) ?? ticket;
  const { solvedAt, ...rest } = { ...ticket, ...change };
  const solved = rest.status === "solved" ? (solvedAt ?? now) : undefined;
  if (solved === now && solvedAt === undefined)
    world.later({ kind: "closeSolved", at: now + CLOSED_AFTER_MS, ticketId: ticket.id });
  const next = world.tickets.put({
    ...rest,
    ...(solved === undefined ? {} : { solvedAt: solved }),
    updatedAt: now,
    events: event === undefined ? ticket.events : [...ticket.events, { at: now, text: event }],
  });
  recordChanges(world, before, next, written);
  world.announce({ type: "ticket", ticketId: String(ticket.id) });
  return next;
}

/** History first, then what was said while the session was open; each in order. */
export function ticketMessages(
  world: World,
  ticket: Ticket,
): { part: "history" | "live"; message: Message }[] {
  const history = ticket.history.flatMap((id) => {
    const message = world.messages.get(id);
    return message === undefined ? [] : [{ part: "history" as const, message }];
  });
  const live = world.messages.by("ticket", ticket.id).map((message) => ({ part: "live" as const, message }));
  return [...history, ...live];
}
