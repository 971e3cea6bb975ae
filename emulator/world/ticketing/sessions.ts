/** How a ticket moves on and how its messaging session ends (zendesk.md §5.6). */

import { publishConversationRemoved } from "../messaging/events.ts";
import { addActivity, addMessage } from "../messaging/messages.ts";
import { surveyFor } from "../messaging/survey.ts";
import { type EndReason, returnControl } from "../messaging/switchboard.ts";
import type { Conversation, Ticket } from "../state/entities.ts";
import type { World } from "../world.ts";
import type { Written } from "./audits.ts";
import { attachedTicket, changeTicket, conversationOf } from "./tickets.ts";
import { writeTranscript } from "./transcript.ts";

/**
 * Closed is for ever, and the end of the session; every other status leaves the session as it is, unless the
 * account has a trigger that closes what is solved at once (zendesk.md §5.6).
 */
export function setStatus(
  world: World,
  ticket: Ticket,
  status: Ticket["status"],
  who: string,
  written?: Written,
): Ticket {
  if (ticket.status === status) return ticket;
  const next = changeTicket(world, ticket, { status }, `${who} submitted the ticket as ${status}.`, written);
  if (status === "closed") return endOf(world, next, "ticketClosed");
  if (status !== "solved") return next;
  const asked = askForRating(world, next);
  return world.settings().closeSolvedAtOnce ? setStatus(world, asked, "closed", "A trigger") : asked;
}

/** The operator ends the session: the ticket keeps its status, the visitor's next message opens another one. */
export function endSession(world: World, ticket: Ticket, who: string): Ticket {
  return endOf(
    world,
    changeTicket(world, ticket, {}, `${who} ended the messaging session.`),
    "transferToEmail",
  );
}

/** The visitor ends it, as the widget lets them. Undefined when no session is open. */
export function endByVisitor(world: World, conversation: Conversation): Ticket | undefined {
  const ticket = attachedTicket(world, conversation);
  if (ticket === undefined) return undefined;
  return endOf(world, changeTicket(world, ticket, {}, "The visitor ended the conversation."), "endedByUser");
}

function endOf(world: World, ticket: Ticket, how: EndReason | "endedByUser"): Ticket {
  const conversation = conversationOf(world, ticket);
  if (!ticket.sessionOpen || conversation?.ticketId !== ticket.id) return ticket;
  if (how === "ticketClosed")
    addActivity(world, conversation, "ticket:closed", "The conversation has been closed.");
  else if (how === "endedByUser")
    addActivity(world, conversation, "conversation:endedByUser", "The conversation was ended by the user.");
  else if (world.settings().endSessionActivityMessage)
    addActivity(world, conversation, "ticket:transfer:email", "The conversation continues by e-mail.");
  if (how !== "endedByUser") askForRating(world, world.tickets.get(ticket.id) ?? ticket);

  const { ticketId: _, ...rest } = world.conversations.get(conversation.id) ?? conversation;
  const detached = world.conversations.put({ ...rest, fresh: "none", passMetadata: {} });
  const ended = changeTicket(world, world.tickets.get(ticket.id) ?? ticket, { sessionOpen: false });
  writeTranscript(world, ended);
  returnControl(world, detached, how === "endedByUser" ? undefined : how);
  return ended;
}

/** The satisfaction survey, once a ticket, where the account asks; not after the visitor ended it (zendesk.md §5.6). */
function askForRating(world: World, ticket: Ticket): Ticket {
  const conversation = conversationOf(world, ticket);
  if (!world.settings().satisfactionSurvey || ticket.surveyed === true || !ticket.sessionOpen) return ticket;
  if (conversation === undefined) return ticket;
  world.tickets.put({ ...ticket, surveyed: true });
  addMessage(world, conversation.id, surveyFor(world, ticket));
  return world.tickets.get(ticket.id) ?? ticket;
}

/** Deletes a conversation with its messages; its ticket stays, without a session. */
export function removeConversation(world: World, conversation: Conversation): void {
  const ticket = attachedTicket(world, conversation);
  if (ticket !== undefined)
    changeTicket(world, ticket, { sessionOpen: false }, "The conversation was deleted.");
  for (const message of world.messages.by("conversation", conversation.id)) world.messages.delete(message.id);
  for (const { id } of world.participants.by("conversation", conversation.id)) world.participants.delete(id);
  world.conversations.delete(conversation.id);
  publishConversationRemoved(world, conversation);
}
