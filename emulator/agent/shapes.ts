/** What the operator page is shown of tickets, people and messages. */
import type * as z from "zod/mini";
import { attachmentAt } from "../world/attachments.ts";
import type { Message, Person, Ticket } from "../world/entities.ts";
import { ANSWER_BOT } from "../world/switchboard.ts";
import { conversationOf, previewOf, ticketMessages } from "../world/tickets.ts";
import type { World } from "../world/world.ts";
import type {
  Agent,
  Group,
  MessageContent,
  Requester,
  TicketDetail,
  TicketMessage,
  TicketSummary,
} from "./contract.ts";

export const groupShape = (world: World, { id, name }: { id: number; name: string }): Group => ({
  id: String(id),
  name,
  memberIds: world.memberships.by("group", id).map(({ userId }) => String(userId)),
});

export const agentShape = (world: World, person: Person): Agent => ({
  id: String(person.id),
  name: person.name,
  email: person.email ?? "",
  role: person.role === "admin" ? "admin" : "agent",
  groupIds: world.memberships.by("user", person.id).map(({ groupId }) => String(groupId)),
});

function ticketFields(world: World, ticket: Ticket) {
  const group = ticket.groupId === undefined ? undefined : world.groups.get(ticket.groupId);
  const assignee = ticket.assigneeId === undefined ? undefined : world.people.get(ticket.assigneeId);
  return {
    id: String(ticket.id),
    subject: ticket.subject,
    status: ticket.status,
    ...(group === undefined ? {} : { group: { id: String(group.id), name: group.name } }),
    ...(assignee === undefined ? {} : { assignee: { id: String(assignee.id), name: assignee.name } }),
    tags: ticket.tags,
    sessionOpen: ticket.sessionOpen,
    unread: ticket.unread,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
  };
}

function authorOf(message: Message): "requester" | "agent" | "bot" | "system" {
  if (message.activity !== undefined) return "system";
  if (message.author.type === "user") return "requester";
  const agentId = message.metadata?.["__zendesk_msg.agent.id"];
  return typeof agentId === "string" && agentId !== "" ? "agent" : "bot";
}

export function summaryOf(world: World, ticket: Ticket): TicketSummary {
  const person = world.people.get(ticket.requesterId);
  const last =
    world.messages.by("ticket", ticket.id).at(-1) ?? world.messages.get(ticket.history.at(-1) ?? "");
  return {
    ...ticketFields(world, ticket),
    requester: { id: String(ticket.requesterId), name: person?.name ?? "" },
    ...(last === undefined
      ? {}
      : { lastMessage: { preview: previewOf(last), from: authorOf(last), at: last.received } }),
  };
}

function requesterOf(world: World, ticket: Ticket): Requester {
  const person = world.people.get(ticket.requesterId);
  const user = world.users.get(conversationOf(world, ticket)?.userId ?? "");
  return {
    id: String(ticket.requesterId),
    name: person?.name ?? "",
    // Messaging e-mails are verified by a signed login only, which the emulator does not have.
    ...(person?.email === undefined ? {} : { email: person.email, emailVerified: false }),
    ...(person?.externalId === undefined ? {} : { externalId: person.externalId }),
    ...(user?.profile.avatarUrl === undefined ? {} : { avatarUrl: user.profile.avatarUrl }),
    ...(person === undefined ? {} : { locale: person.locale }),
    tickets: world.tickets.by("requester", ticket.requesterId).length,
  };
}

function contentOf(world: World, message: Message): z.infer<typeof MessageContent> {
  const { type, text, htmlText, markdownText, mediaUrl, altText, mediaType, mediaSize } = message.content;
  const said = text ?? markdownText ?? htmlText;
  if (message.activity !== undefined) return { type: "event", text: said ?? message.activity.type };
  if ((type !== "image" && type !== "file") || mediaUrl === undefined)
    return { type: "text", text: said ?? "" };
  const attachment = attachmentAt(world, mediaUrl);
  const ours = attachment !== "foreign" && attachment !== undefined;
  return {
    type,
    url: ours ? `/agent/api/attachments/${attachment.id}/${encodeURIComponent(attachment.name)}` : mediaUrl,
    name: altText ?? (ours ? attachment.name : mediaUrl.slice(mediaUrl.lastIndexOf("/") + 1)),
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(mediaSize === undefined ? {} : { size: mediaSize }),
    ...(said === undefined || said === "" ? {} : { text: said }),
  };
}

function authorNames(world: World, ticket: Ticket, message: Message): TicketMessage["author"] {
  const type = authorOf(message);
  const { displayName, avatarUrl } = message.author;
  const fallback = {
    requester: world.people.get(ticket.requesterId)?.name ?? "Visitor",
    agent: "Agent",
    bot: message.source.type === ANSWER_BOT ? "Zendesk bot" : "Bot",
    system: "Zendesk",
  };
  // The requester's card names the visitor; the profile of the messaging user may not know it.
  const name = type === "requester" ? fallback.requester : (displayName ?? fallback[type]);
  return { type, name, ...(avatarUrl === undefined ? {} : { avatarUrl }) };
}

export function detailOf(world: World, ticket: Ticket): TicketDetail {
  const messages: TicketMessage[] = ticketMessages(world, ticket).map(({ part, message }) => ({
    id: message.id,
    part,
    author: authorNames(world, ticket, message),
    at: message.received,
    content: contentOf(world, message),
  }));
  const events: TicketMessage[] = ticket.events.map(({ at, text }, index) => ({
    id: `event-${index}`,
    part: "live",
    author: { type: "system", name: "Zendesk" },
    at,
    content: { type: "event", text },
  }));
  return {
    ticket: {
      ...ticketFields(world, ticket),
      requester: requesterOf(world, ticket),
      channel: ticket.conversationId === undefined ? "API" : "Sunshine Conversations API",
      ...(ticket.conversationId === undefined ? {} : { conversationId: ticket.conversationId }),
      messages: withEvents(messages, events),
    },
  };
}

/** Events go between the live messages by time; the messages keep their order. */
function withEvents(messages: TicketMessage[], events: TicketMessage[]): TicketMessage[] {
  const merged: TicketMessage[] = [];
  let next = 0;
  for (const message of messages) {
    for (; message.part === "live" && next < events.length; next += 1) {
      const event = events[next];
      if (event === undefined || event.at >= message.at) break;
      merged.push(event);
    }
    merged.push(message);
  }
  return [...merged, ...events.slice(next)];
}
