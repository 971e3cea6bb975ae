/** Tickets of the Support API (zendesk.md §6). */
import * as z from "zod";
import { Refusal, recordInvalid, recordNotFound } from "../refusal.ts";
import type { Message, Ticket } from "../world/entities.ts";
import { ticketStatuses } from "../world/entities.ts";
import { setStatus } from "../world/sessions.ts";
import { changeTicket, ticketMessages } from "../world/tickets.ts";
import { iso, type World } from "../world/world.ts";
import { type Call, page, type Route, url } from "./common.ts";
import { searchTickets } from "./search.ts";

/** Support's own number for the channel (zendesk.md §5.4). */
const CHANNEL = "sunshine_conversations_api";

const nullableId = z.coerce.number().int().nullish();
const TicketBody = z.object({
  ticket: z.object({
    group_id: z.preprocess((value) => (value === null ? null : value), nullableId),
    assignee_id: z.preprocess((value) => (value === null ? null : value), nullableId),
    status: z.enum(ticketStatuses).optional(),
    subject: z.string().min(1).optional(),
    tags: z.array(z.string()).optional(),
    priority: z.string().nullish(),
  }),
});
const ManyQuery = z.object({ ids: z.string().default("") });
const SearchQuery = z.object({ query: z.string().default("") });

export function ticketShape(world: World, ticket: Ticket) {
  return {
    id: ticket.id,
    url: url(world, `/tickets/${ticket.id}`),
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.subject,
    status: ticket.status,
    priority: ticket.priority ?? null,
    type: null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.requesterId,
    assignee_id: ticket.assigneeId ?? null,
    group_id: ticket.groupId ?? null,
    organization_id: null,
    external_id: null,
    tags: ticket.tags,
    custom_fields: Object.entries(ticket.customFields).map(([id, value]) => ({ id: Number(id), value })),
    via: { channel: CHANNEL, source: { from: {}, to: {}, rel: null } },
    from_messaging_channel: true,
    brand_id: Number(world.account().brandId),
    created_at: iso(ticket.createdAt),
    updated_at: iso(ticket.updatedAt),
  };
}

export function ticketRoutes(route: Route, world: World): void {
  const ticketOf = ({ id }: Call): Ticket => {
    const ticket = world.tickets.get(id);
    if (ticket === undefined) throw recordNotFound();
    return ticket;
  };
  const shape = (ticket: Ticket) => ticketShape(world, ticket);

  route("get", "/tickets", 200, ({ request }) => page(world, request, "tickets", world.tickets.all(), shape));
  route("get", "/tickets/show_many", 200, ({ request }) => {
    const ids = ManyQuery.parse(request.query).ids.split(",").filter(Boolean);
    if (ids.length > 100) throw new Refusal(400, "TooManyValues", "Up to 100 ids can be given");
    const tickets = [...new Set(ids)].flatMap((id) => world.tickets.get(id.trim()) ?? []);
    return page(world, request, "tickets", tickets, shape);
  });
  route("get", "/tickets/:id", 200, (call) => ({ ticket: shape(ticketOf(call)) }));
  route("put", "/tickets/:id", 200, (call) => {
    const { ticket: body } = TicketBody.parse(call.request.body);
    const ticket = update(world, ticketOf(call), body, call.caller.person.name);
    return {
      ticket: shape(ticket),
      audit: { id: world.newNumber("other"), ticket_id: ticket.id, events: [] },
    };
  });

  route("get", "/users/:id/tickets/requested", 200, (call) => {
    if (world.people.get(call.id) === undefined) throw recordNotFound();
    return page(world, call.request, "tickets", world.tickets.by("requester", call.id), shape);
  });

  route("get", "/tickets/:id/conversation_log", 200, (call) => {
    const messages = ticketMessages(world, ticketOf(call));
    return page(world, call.request, "events", messages, ({ message }) => logEvent(message));
  });

  route("get", "/search", 200, ({ request }) => {
    const found = searchTickets(world, SearchQuery.parse(request.query).query);
    const answer = page(world, request, "results", found, (ticket) => ({
      ...ticketShape(world, ticket),
      result_type: "ticket",
    }));
    return { ...answer, facets: null };
  });
}

function logEvent(message: Message) {
  const { author, content } = message;
  return {
    id: message.id,
    type: "Messaging::ConversationMessage",
    created_at: iso(message.received),
    reference: `zen:sunco:conversation_message:${message.id}`,
    author: {
      type: author.type === "user" ? "end-user" : "agent",
      display_name: author.displayName ?? null,
      ...(author.userId === undefined ? {} : { "zen:sunco:user_id": author.userId }),
    },
    content: { type: content.type, body: content.text ?? "", media_url: content.mediaUrl ?? null },
    metadata: message.metadata ?? {},
  };
}

type Change = z.infer<typeof TicketBody>["ticket"];

function update(world: World, ticket: Ticket, change: Change, who: string): Ticket {
  if (ticket.status === "closed") throw recordInvalid("status", "Status: closed prevents ticket update");
  const { group_id: groupId, assignee_id: assigneeId } = change;
  const group = typeof groupId === "number" ? world.groups.get(groupId) : undefined;
  if (typeof groupId === "number" && (group === undefined || group.deleted))
    throw recordInvalid("group_id", "Group: is invalid");
  const assignee = typeof assigneeId === "number" ? world.people.get(assigneeId) : undefined;
  if (typeof assigneeId === "number" && (assignee === undefined || assignee.role === "end-user"))
    throw recordInvalid("assignee_id", "Assignee: is invalid");

  const { groupId: oldGroup, assigneeId: oldAssignee, ...rest } = ticket;
  const nextGroup = groupId === undefined ? oldGroup : (groupId ?? undefined);
  const nextAssignee = assigneeId === undefined ? oldAssignee : (assigneeId ?? undefined);
  const next = changeTicket(
    world,
    {
      ...rest,
      ...(nextGroup === undefined ? {} : { groupId: nextGroup }),
      ...(nextAssignee === undefined ? {} : { assigneeId: nextAssignee }),
      ...(change.subject === undefined ? {} : { subject: change.subject }),
      ...(change.tags === undefined ? {} : { tags: change.tags }),
      ...(typeof change.priority === "string" ? { priority: change.priority } : {}),
    },
    {},
    group === undefined || group.id === oldGroup ? undefined : `${who} moved the ticket to ${group.name}.`,
  );
  return change.status === undefined ? next : setStatus(world, next, change.status, who);
}
