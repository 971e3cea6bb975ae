/** How a ticket is born of a conversation, and what it takes from it (zendesk.md §§4, 5.3, 5.4). */

import { AGENT_WORKSPACE, isActive, seatOfType } from "../messaging/switchboard.ts";
import {
  type Conversation,
  type Message,
  type Metadata,
  type Ticket,
  ticketPriorities,
} from "../state/entities.ts";
import type { World } from "../world.ts";
import { recordCreation } from "./audits.ts";
import { linkPerson, operatorById } from "./people.ts";
import { attachedTicket, changeTicket, previewOf, takeMissed } from "./tickets.ts";

/** How many messages a ticket takes over when nothing else is said (zendesk.md §5.3). */
const DEFAULT_HISTORY = 10;
const FIELD = "dataCapture.ticketField.";
const SYSTEM = "dataCapture.systemField.";
const API_CHANNEL = "sunshine_conversations_api";

const text = (metadata: Metadata, key: string): string | undefined => {
  const value = metadata[key];
  return value === undefined || String(value).trim() === "" ? undefined : String(value).trim();
};
const number = (metadata: Metadata, key: string): number | undefined => {
  const value = Number(text(metadata, key));
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
};

/** A ticket that is due, and whether it is a new one. */
export interface Birth {
  readonly ticket: Ticket;
  readonly isNew: boolean;
}

/**
 * Opens the ticket when the account's rule says so: Agent Workspace must be active. `live` is the user's
 * message that may have caused it, already kept; it becomes the ticket's first live one.
 */
export function openTicketIfDue(world: World, conversation: Conversation, live?: Message): Birth | undefined {
  if (attachedTicket(world, conversation) !== undefined || !isActive(world, conversation, AGENT_WORKSPACE))
    return undefined;
  // A group that everybody left has nobody to make a ticket for.
  if (world.users.get(conversation.userId) === undefined) return undefined;
  const due =
    world.settings().ticketBornAt === "firstUserMessage"
      ? conversation.fresh === "user"
      : conversation.passed && conversation.fresh !== "none";
  if (!due) return undefined;
  const again = sameTicket(world, conversation);
  if (again !== undefined) return { ticket: again, isNew: false };
  const ticket = openTicket(world, conversation, live);
  if (live !== undefined) world.messages.put({ ...live, ticketId: ticket.id });
  return { ticket, isNew: true };
}

/**
 * Where the account threads into a ticket that is not closed although its session was ended (zendesk.md §4): what
 * was said since then goes onto it, `live` included.
 */
function sameTicket(world: World, conversation: Conversation): Ticket | undefined {
  if (world.settings().ticketAfterEndedSession === "new") return undefined;
  const last = world.tickets.last("conversation", conversation.id);
  if (last === undefined || last.status === "closed") return undefined;
  changeTicket(world, last, { sessionOpen: true });
  takeMissed(world, world.conversations.put({ ...conversation, ticketId: last.id }));
  return world.tickets.get(last.id);
}

function openTicket(world: World, conversation: Conversation, live: Message | undefined): Ticket {
  const metadata = { ...conversation.metadata, ...conversation.passMetadata };
  const requester = linkPerson(world, conversation.userId, {
    name: text(metadata, `${SYSTEM}requester.name`),
    email: text(metadata, `${SYSTEM}requester.email`),
  });
  const now = world.clock.now();
  const ticket = world.tickets.put({
    id: world.newNumber("ticket"),
    subject: text(metadata, `${SYSTEM}subject`) ?? `Conversation with ${requester.name}`,
    status: "new",
    requesterId: requester.id,
    ...assignment(world, metadata),
    ...fields(metadata),
    tags: (text(metadata, `${SYSTEM}tags`) ?? "").split(/[\s,]+/u).filter((tag) => tag !== ""),
    customFields: Object.fromEntries(
      Object.entries(metadata)
        .filter(([key]) => key.startsWith(FIELD))
        .map(([key, value]) => [key.slice(FIELD.length), String(value)]),
    ),
    channel: channelOf(metadata),
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
    channel: ticket.channel ?? API_CHANNEL,
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

/** What the metadata says in plain values; a priority that does not exist is passed over. */
function fields(metadata: Metadata): Partial<Ticket> {
  const priority = ticketPriorities.find((known) => known === text(metadata, `${SYSTEM}priority`));
  const description = text(metadata, `${SYSTEM}description`);
  const recipient = text(metadata, `${SYSTEM}recipient`);
  const organizationId = number(metadata, `${SYSTEM}organization_id`);
  const brandId = number(metadata, `${SYSTEM}brand_id`);
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(description === undefined ? {} : { description }),
    ...(recipient === undefined ? {} : { recipient }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(brandId === undefined ? {} : { brandId }),
  };
}

const sdkChannels = new Set(["web", "ios", "android", "sdk", "unity"]);

/** The ticket's `via.channel`: the widget and the SDKs are one, others go by their name (zendesk.md §§5.3, 5.4). */
function channelOf(metadata: Metadata): string {
  const origin = text(metadata, "origin_source_type");
  if (origin === undefined) return API_CHANNEL;
  return sdkChannels.has(origin) ? "native_messaging" : origin;
}

/** `first_message_id` says where the history begins; else the last ten, or as many as the switchboard says. */
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
  const count = seatOfType(world, AGENT_WORKSPACE)?.messageHistoryCount ?? DEFAULT_HISTORY;
  return start === -1 ? before.slice(-count) : before.slice(start);
}

/**
 * Group and assignee. What is unknown, deleted or empty is passed over without a word (inferred: the call
 * answered long before); an assignee without a group brings their own, and one outside the group is passed over.
 */
function assignment(world: World, metadata: Metadata): { groupId?: number; assigneeId?: number } {
  const groupId = groupOf(world, metadata);
  const wanted = text(metadata, `${SYSTEM}assignee_id`);
  const person = wanted === undefined ? undefined : operatorById(world, wanted);
  const memberships = person === undefined ? [] : world.memberships.by("user", person.id);
  const own =
    groupId === undefined
      ? (memberships.find((membership) => membership.default) ?? memberships[0])
      : memberships.find((membership) => membership.groupId === groupId);
  if (person !== undefined && own !== undefined) return { groupId: own.groupId, assigneeId: person.id };
  return groupId === undefined ? {} : { groupId };
}

function groupOf(world: World, metadata: Metadata): number | undefined {
  const wanted = text(metadata, `${SYSTEM}group_id`);
  if (wanted === undefined || world.settings().groupMetadata === "ignored") return undefined;
  const group = world.groups.get(wanted);
  if (group === undefined || group.deleted || world.memberships.by("group", group.id).length === 0)
    return undefined;
  return group.id;
}
