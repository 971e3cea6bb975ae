/** Tickets: listed, created, changed and deleted (zendesk.md §§2, 6). */
import * as z from "zod";
import { recordInvalid, recordNotFound } from "../refusal.ts";
import type { Ticket } from "../world/state/entities.ts";
import { recordCreation } from "../world/ticketing/audits.ts";
import { createPerson } from "../world/ticketing/people.ts";
import { setStatus } from "../world/ticketing/sessions.ts";
import { changeTicket } from "../world/ticketing/tickets.ts";
import type { World } from "../world/world.ts";
import { auditShape } from "./audit-shape.ts";
import { conflict, invalidValue } from "./errors.ts";
import { limits } from "./limits.ts";
import { page } from "./pages.ts";
import { type Call, type Route, read } from "./route.ts";
import { counted, stamp, url } from "./shape.ts";
import { changed, commentOf, requesterOf, TicketBody, type TicketInput } from "./ticket-input.ts";
import { ticketShape } from "./ticket-shape.ts";
import { idList, personOf } from "./users.ts";

const ManyQuery = z.object({ ids: z.string().default(""), external_ids: z.string().default("") });
const ListQuery = z.object({
  external_id: z.string().optional(),
  sort_by: z.string().optional(),
  sort_order: z.string().optional(),
  sort: z.string().optional(),
});

/** The ticket in the path; fails with 404. */
export function ticketOf(world: World, { id }: Call): Ticket {
  const ticket = world.tickets.get(id);
  if (ticket === undefined) throw recordNotFound();
  return ticket;
}

/** Refused when the ticket changed since the caller read it, if the caller asks for that. */
export function checkStamp(ticket: Ticket, given: Pick<TicketInput, "safe_update" | "updated_stamp">): void {
  if (given.safe_update !== true) return;
  if (given.updated_stamp === undefined) throw invalidValue("updated_stamp is required with safe_update");
  if (Date.parse(given.updated_stamp) !== Date.parse(stamp(ticket.updatedAt))) throw conflict();
}

/** Fails with 422 for a closed ticket: nothing changes it any more. */
export function checkOpen(ticket: Ticket): void {
  if (ticket.status === "closed") throw recordInvalid("status", "Status: closed prevents ticket update");
}

/** In the order asked for, by id otherwise. */
function sorted(rows: Ticket[], query: unknown): Ticket[] {
  const { sort_by: by, sort_order: order, sort } = read(ListQuery, query);
  const field = sort?.replace(/^-/u, "") ?? by;
  const descending = sort === undefined ? order === "desc" : sort.startsWith("-");
  const key = (row: Ticket) =>
    field === "updated_at" ? row.updatedAt : field === "created_at" ? row.createdAt : row.id;
  return [...rows].sort((a, b) => (key(a) - key(b) || a.id - b.id) * (descending ? -1 : 1));
}

export function ticketRoutes(route: Route, world: World): void {
  const shape = (ticket: Ticket) => ticketShape(world, ticket);
  const list = (call: Call, rows: Ticket[]) =>
    page(world, call.request, "tickets", sorted(rows, call.request.query), shape);

  route("get", "/tickets", 200, (call) => {
    const { external_id: externalId } = read(ListQuery, call.request.query);
    return list(
      call,
      externalId === undefined ? world.tickets.all() : world.tickets.by("externalId", externalId),
    );
  });
  route("get", "/tickets/count", 200, () => counted(world, world.tickets.size()));
  route("get", "/tickets/show_many", 200, ({ request }) => {
    const { ids, external_ids: externalIds } = read(ManyQuery, request.query);
    const tickets = [
      ...idList(ids).flatMap((id) => world.tickets.get(id) ?? []),
      ...idList(externalIds).flatMap((externalId) => world.tickets.by("externalId", externalId)),
    ];
    return page(world, request, "tickets", [...new Set(tickets)], shape);
  });
  route("post", "/tickets", 201, (call) => {
    const { ticket, audit } = create(world, call, read(TicketBody, call.request.body).ticket);
    call.reply.header("location", url(world, `/tickets/${ticket.id}`));
    return { ticket: shape(ticket), audit: auditShape(world, audit) };
  });
  route("get", "/tickets/:id", 200, (call) => ({ ticket: shape(ticketOf(world, call)) }));
  route("put", "/tickets/:id", 200, (call) => {
    const ticket = ticketOf(world, call);
    call.reply.headers(call.limits.own(limits.ticketUpdates));
    call.limits.own(limits.ticketOfPerson(call.caller.person.id, ticket.id));
    return update(world, call, ticket, read(TicketBody, call.request.body).ticket);
  });
  route("get", "/users/:id/tickets/requested", 200, (call) =>
    list(call, world.tickets.by("requester", personOf(world, call).id)),
  );
  route("get", "/users/:id/tickets/assigned", 200, (call) =>
    list(call, world.tickets.by("assignee", personOf(world, call).id)),
  );
}

/** A ticket without a conversation: nobody sees its comments but by e-mail, which is not sent. */
function create(world: World, call: Call, input: TicketInput) {
  const { fields, status } = changed(world, input, undefined);
  const comment = commentOf(world, call, input);
  if (comment === undefined) throw recordInvalid("base", "Description: cannot be blank");
  const requester = requesterOf(world, call, input, (draft) =>
    createPerson(world, { ...draft, role: "end-user" }),
  );
  const now = world.clock.now();
  const { tags = [], customFields = {}, ...rest } = fields;
  const ticket = world.tickets.put({
    ...rest,
    id: world.newNumber("ticket"),
    subject: fields.subject ?? comment.body.slice(0, 80),
    status: status ?? (fields.assigneeId === undefined ? "new" : "open"),
    requesterId: requester.id,
    submitterId: input.submitter_id ?? call.caller.person.id,
    description: comment.body,
    tags,
    customFields,
    createdAt: now,
    updatedAt: now,
    history: [],
    sessionOpen: false,
    unread: 1,
    events: [],
  });
  const audit = recordCreation(world, ticket, { authorId: call.caller.person.id, channel: "api", comment });
  world.announce({
    type: "message",
    ticketId: String(ticket.id),
    from: requester.name,
    preview: ticket.subject,
    newTicket: true,
  });
  return { ticket, audit };
}

function update(world: World, call: Call, old: Ticket, input: TicketInput) {
  checkOpen(old);
  checkStamp(old, input);
  const { fields, status } = changed(world, input, old);
  if (typeof input.requester_id === "number" && world.people.get(input.requester_id) === undefined)
    throw recordInvalid("requester", "Requester: is invalid");
  const comment = commentOf(world, call, input.comment === undefined ? {} : { comment: input.comment });
  const { name, id } = call.caller.person;
  const { groupId: _, assigneeId: __, priority: ___, type: ____, externalId: _____, ...rest } = old;
  const next: Ticket = {
    ...rest,
    ...fields,
    ...(typeof input.requester_id === "number" ? { requesterId: input.requester_id } : {}),
    ...(status === "solved" && fields.assigneeId === undefined ? solver(world, call) : {}),
  };
  const before = new Set(world.audits.by("ticket", old.id).map((audit) => audit.id));
  const written = {
    authorId: id,
    channel: "api",
    ...(comment === undefined ? {} : { comment }),
  };
  // A new ticket that somebody is given is taken up.
  const taken = old.status === "new" && next.assigneeId !== undefined && status === undefined;
  const wanted = taken ? "open" : (status ?? old.status);
  const told = movedText(world, name, old, next);
  const ticket =
    wanted === old.status
      ? changeTicket(world, next, {}, told, written)
      : setStatus(world, withEvent(world, next, told), wanted, name, written);
  const audits = world.audits.by("ticket", old.id).filter((audit) => !before.has(audit.id));
  return {
    ticket: ticketShape(world, world.tickets.get(ticket.id) ?? ticket),
    audit: audits[0] === undefined ? nothingChanged(world, call, old) : auditShape(world, audits[0]),
  };
}

/** A ticket that nobody has can be solved only where the account gives it to who solves it (zendesk.md §6). */
function solver(world: World, { caller }: Call): Pick<Ticket, "assigneeId"> {
  if (!world.settings().assignOnSolve)
    throw recordInvalid("assignee", "Assignee: is required when solving a ticket");
  return { assigneeId: caller.person.id };
}

/** What the operator reads in the ticket when it was moved. */
function movedText(world: World, who: string, old: Ticket, next: Ticket): string | undefined {
  const group = next.groupId === old.groupId ? undefined : world.groups.get(next.groupId ?? "");
  const person = next.assigneeId === old.assigneeId ? undefined : world.people.get(next.assigneeId ?? "");
  const to = [group?.name, person?.name].filter(Boolean).join(" / ");
  return to === "" ? undefined : `${who} moved the ticket to ${to}.`;
}

const withEvent = (world: World, ticket: Ticket, text: string | undefined): Ticket =>
  text === undefined ? ticket : { ...ticket, events: [...ticket.events, { at: world.clock.now(), text }] };

const nothingChanged = (world: World, call: Call, ticket: Ticket) => ({
  ...auditShape(world, {
    id: world.newNumber("other"),
    ticketId: ticket.id,
    authorId: call.caller.person.id,
    channel: "api",
    createdAt: world.clock.now(),
    events: [],
  }),
});
