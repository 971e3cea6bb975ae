/** Tickets of messaging sessions: when one is born, what it takes over, how it ends (zendesk.md §§4, 5.3–5.6). */
import { recordChanges, recordCreation, type Written } from "./audits.ts";
import type { Conversation, Message, Metadata, Person, Ticket } from "./entities.ts";
import { linkPerson } from "./people.ts";
import { AGENT_WORKSPACE, isActive } from "./switchboard.ts";
import type { World } from "./world.ts";

/** How many messages a ticket takes over when nothing else is said (zendesk.md §5.3). */
const DEFAULT_HISTORY = 10;
const FIELD = "dataCapture.ticketField.";
const SYSTEM = "dataCapture.systemField.";

const text = (metadata: Metadata, key: string): string | undefined => {
  const value = metadata[key];
  return value === undefined || String(value).trim() === "" ? undefined : String(value).trim();
};

/**
 * Opens the ticket when the account's rule says so: Agent Workspace must be active. `live` is the user's
 * message that may have caused it, and is the ticket's first live one; the answer is that message as kept.
 */
export function openTicketIfDue(
  world: World,
  conversation: Conversation,
  live?: Message,
): Message | undefined {
  if (conversation.ticketId !== undefined || !isActive(world, conversation, AGENT_WORKSPACE))
    return undefined;
  const due =
    world.settings().ticketBornAt === "firstUserMessage"
      ? conversation.fresh === "user"
      : conversation.passed && conversation.fresh !== "none";
  if (!due) return undefined;
  const ticket = openTicket(world, conversation, live);
  return live === undefined ? undefined : world.messages.put({ ...live, ticketId: ticket.id });
}

function openTicket(world: World, conversation: Conversation, live: Message | undefined): Ticket {
  const metadata = { ...conversation.metadata, ...conversation.passMetadata };
  const requester = linkPerson(world, conversation.userId, {
    name: text(metadata, `${SYSTEM}requester.name`),
    email: text(metadata, `${SYSTEM}requester.email`),
  });
  const groupId = groupOf(world, metadata);
  const now = world.clock.now();
  const assignee = assigneeOf(world, metadata);
  const priority = text(metadata, `${SYSTEM}priority`);
  const ticket = world.tickets.put({
    id: world.newNumber("ticket"),
    subject: text(metadata, `${SYSTEM}subject`) ?? `Conversation with ${requester.name}`,
    status: "new",
    requesterId: requester.id,
    ...(groupId === undefined ? {} : { groupId }),
    ...(assignee === undefined ? {} : { assigneeId: assignee.id }),
    ...(priority === undefined ? {} : { priority }),
    tags: (text(metadata, `${SYSTEM}tags`) ?? "").split(/[\s,]+/u).filter((tag) => tag !== ""),
    customFields: Object.fromEntries(
      Object.entries(metadata)
        .filter(([key]) => key.startsWith(FIELD))
        .map(([key, value]) => [key.slice(FIELD.length), String(value)]),
    ),
    createdAt: now,
    updatedAt: now,
    conversationId: conversation.id,
    history: historyOf(world, conversation, metadata, live),
    sessionOpen: true,
    unread: 1,
    events: [],
  });
  // The first comment is for operators only (zendesk.md §5.4).
  recordCreation(world, ticket, {
    authorId: requester.id,
    channel: "sunshine_conversations_api",
    comment: { body: `Conversation with ${requester.name}\n\nURL: None`, public: false },
  });
  world.conversations.put({ ...conversation, ticketId: ticket.id });
  world.announce({
    type: "message",
    ticketId: String(ticket.id),
    from: requester.name,
    preview: live === undefined ? ticket.subject : previewOf(live),
    newTicket: true,
  });
  return ticket;
}

function historyOf(
  world: World,
  conversation: Conversation,
  metadata: Metadata,
  live: Message | undefined,
): string[] {
  const before = world.messages
    .by("conversation", conversation.id)
    .filter((message) => message.id !== live?.id)
    .map((message) => message.id);
  const first = text(metadata, "first_message_id");
  const start = first === undefined ? -1 : before.indexOf(first);
  return start === -1 ? before.slice(-DEFAULT_HISTORY) : before.slice(start);
}

/** A group that is unknown, deleted or empty is passed over without a word (inferred: the call answered long before). */
function groupOf(world: World, metadata: Metadata): number | undefined {
  const wanted = text(metadata, `${SYSTEM}group_id`);
  if (wanted === undefined || world.settings().groupMetadata === "ignored") return undefined;
  const group = world.groups.get(wanted);
  if (group === undefined || group.deleted || world.memberships.by("group", group.id).length === 0)
    return undefined;
  return group.id;
}

function assigneeOf(world: World, metadata: Metadata): Person | undefined {
  const wanted = text(metadata, `${SYSTEM}assignee_id`);
  const person = wanted === undefined ? undefined : world.people.get(wanted);
  return person?.role === "end-user" ? undefined : person;
}

/** The conversation behind a ticket; none for one that was not born from messaging or whose conversation was deleted. */
export const conversationOf = (world: World, { conversationId }: Ticket): Conversation | undefined =>
  conversationId === undefined ? undefined : world.conversations.get(conversationId);

/** Puts a message on the open session's ticket; a user's message reopens what was pending or solved. */
export function takeOntoTicket(world: World, conversation: Conversation, message: Message): Message {
  const ticket = conversation.ticketId === undefined ? undefined : world.tickets.get(conversation.ticketId);
  if (ticket === undefined) return message;
  const byUser = message.author.type === "user";
  const reopened = byUser && (ticket.status === "solved" || ticket.status === "pending");
  const taken = world.tickets.put({
    ...ticket,
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
  const next = world.tickets.put({
    ...ticket,
    ...change,
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
