/** How a ticket moves on and how its messaging session ends (zendesk.md §5.6). */
import type { Written } from "./audits.ts";
import type { Conversation, Ticket } from "./entities.ts";
import { publishConversationRemoved } from "./events.ts";
import { addActivity } from "./messages.ts";
import { returnControl } from "./switchboard.ts";
import { changeTicket, conversationOf } from "./tickets.ts";
import { writeTranscript } from "./transcript.ts";
import type { World } from "./world.ts";

/** Closed is for ever, and the end of the session; every other status leaves the session as it is (zendesk.md §5.6). */
export function setStatus(
  world: World,
  ticket: Ticket,
  status: Ticket["status"],
  who: string,
  written?: Written,
): Ticket {
  if (ticket.status === status) return ticket;
  const next = changeTicket(world, ticket, { status }, `${who} submitted the ticket as ${status}.`, written);
  return status === "closed" ? endOf(world, next, "ticketClosed") : next;
}

/** The operator ends the session: the ticket keeps its status, the visitor's next message opens another one. */
export function endSession(world: World, ticket: Ticket, who: string): Ticket {
  return endOf(
    world,
    changeTicket(world, ticket, {}, `${who} ended the messaging session.`),
    "transferToEmail",
  );
}

function endOf(world: World, ticket: Ticket, reason: "ticketClosed" | "transferToEmail"): Ticket {
  const conversation = conversationOf(world, ticket);
  if (!ticket.sessionOpen || conversation?.ticketId !== ticket.id) return ticket;
  if (reason === "ticketClosed")
    addActivity(world, conversation, "ticket:closed", "The conversation has been closed.");
  else if (world.settings().endSessionActivityMessage)
    addActivity(world, conversation, "ticket:transfer:email", "The conversation continues by e-mail.");

  const { ticketId: _, ...rest } = world.conversations.get(conversation.id) ?? conversation;
  const detached = world.conversations.put({ ...rest, fresh: "none", passMetadata: {} });
  const ended = changeTicket(world, world.tickets.get(ticket.id) ?? ticket, { sessionOpen: false });
  writeTranscript(world, ended);
  returnControl(world, detached, reason);
  return ended;
}

/** Deletes a conversation with its messages; its ticket stays, without a session. */
export function removeConversation(world: World, conversation: Conversation): void {
  const ticket = conversation.ticketId === undefined ? undefined : world.tickets.get(conversation.ticketId);
  if (ticket !== undefined)
    changeTicket(world, ticket, { sessionOpen: false }, "The conversation was deleted.");
  for (const message of world.messages.by("conversation", conversation.id)) world.messages.delete(message.id);
  world.conversations.delete(conversation.id);
  publishConversationRemoved(world, conversation);
}
