/** What the operator page is shown of tickets, people and messages. */

import { ANSWER_BOT } from "../world/messaging/switchboard.ts";
import type { Message, Person, Ticket } from "../world/state/entities.ts";
import { conversationOf, previewOf } from "../world/ticketing/tickets.ts";
import type { World } from "../world/world.ts";
import { contentOf, surveyOf } from "./contents.ts";
import type {
  Agent,
  Group,
  MessagePage,
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
  availability: person.availability,
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

/** A row of the list of tickets. */
export function summaryOf(world: World, ticket: Ticket): TicketSummary {
  const person = world.people.get(ticket.requesterId);
  const last = world.messages.last("ticket", ticket.id) ?? world.messages.get(ticket.history.at(-1) ?? "");
  return {
    ...ticketFields(world, ticket),
    requester: { id: String(ticket.requesterId), name: person?.name ?? "" },
    ...(last === undefined
      ? {}
      : { lastMessage: { preview: previewOf(last), from: authorOf(last), at: last.received } }),
  };
}

/** How many of a person's other tickets the card names. */
const OTHER_TICKETS = 8;

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
    tickets: world.tickets.count("requester", ticket.requesterId),
    otherTickets: world.tickets
      .by("requester", ticket.requesterId)
      .filter(({ id }) => id !== ticket.id)
      .slice(-OTHER_TICKETS)
      .toReversed()
      .map(({ id, subject, status, createdAt }) => ({ id: String(id), subject, status, createdAt })),
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

/** A message, or something else that happened to the ticket. */
type Entry =
  | { id: string; part: "history" | "live"; message: Message }
  | { id: string; part: "history"; deleted: true }
  | { id: string; part: "live"; event: Ticket["events"][number] };

function shown(world: World, ticket: Ticket, entry: Entry): TicketMessage {
  const { id, part } = entry;
  if ("event" in entry) {
    const { at, text } = entry.event;
    return { id, part, author: { type: "system", name: "Zendesk" }, at, content: { type: "event", text } };
  }
  if ("deleted" in entry)
    return {
      id,
      part,
      author: { type: "system", name: "Zendesk" },
      at: ticket.createdAt,
      content: { type: "deleted", text: "" },
    };
  const { message } = entry;
  const survey = surveyOf(message);
  return {
    id,
    part,
    author: authorNames(world, ticket, message),
    at: message.received,
    content: contentOf(world, message),
    ...(survey === undefined ? {} : { survey }),
  };
}

/** The newest `limit` entries, or those before an entry; all without a limit. */
export function pageOf(
  world: World,
  ticket: Ticket,
  { limit, before }: { limit?: number | undefined; before?: string | undefined },
): MessagePage {
  const all = entriesOf(world, ticket);
  const place = before === undefined ? -1 : all.findIndex(({ id }) => id === before);
  const end = place === -1 ? all.length : place;
  const start = limit === undefined ? 0 : Math.max(0, end - limit);
  return {
    messages: all.slice(start, end).map((entry) => shown(world, ticket, entry)),
    earlier: start > 0,
  };
}

/** A ticket with its messages: the newest `limit` of them, else all. */
export function detailOf(world: World, ticket: Ticket, limit?: number): TicketDetail {
  return {
    ticket: {
      ...ticketFields(world, ticket),
      requester: requesterOf(world, ticket),
      channel: ticket.conversationId === undefined ? "API" : "Sunshine Conversations API",
      ...(ticket.conversationId === undefined ? {} : { conversationId: ticket.conversationId }),
      ...(ticket.priority === undefined ? {} : { priority: ticket.priority }),
      customFields: ticket.customFields,
      ...pageOf(world, ticket, { limit }),
    },
  };
}

/** History, then live messages with the events between them by time; the messages keep their order. */
function entriesOf(world: World, ticket: Ticket): Entry[] {
  const all: Entry[] = ticket.history.map((id) => {
    const message = world.messages.get(id);
    return message === undefined ? { id, part: "history", deleted: true } : { id, part: "history", message };
  });
  const events = ticket.events.map((event, index) => ({
    id: `event-${index}`,
    part: "live" as const,
    event,
  }));
  let next = 0;
  for (const message of world.messages.by("ticket", ticket.id)) {
    for (; next < events.length; next += 1) {
      const event = events[next];
      if (event === undefined || event.event.at >= message.received) break;
      all.push(event);
    }
    all.push({ id: message.id, part: "live", message });
  }
  return [...all, ...events.slice(next)];
}
