/** What belongs to a ticket: comments, audits, tags, and the ticket's end in the bin (zendesk.md §6). */
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import type { Audit, Ticket } from "../world/state/entities.ts";
import { changeTicket } from "../world/ticketing/tickets.ts";
import type { World } from "../world/world.ts";
import { auditShape, commentsOf } from "./audit-shape.ts";
import { limits } from "./limits.ts";
import { page } from "./pages.ts";
import { type Call, type Route, read } from "./route.ts";
import { counted, stamp } from "./shape.ts";
import { cleanTags, TicketInput } from "./ticket-input.ts";
import { checkOpen, checkStamp, ticketOf } from "./tickets.ts";
import { personShape } from "./user-shape.ts";

const Order = z.object({
  sort_order: z.string().optional(),
  sort: z.string().optional(),
  include: z.string().optional(),
});
const TagsBody = TicketInput.pick({ tags: true, safe_update: true, updated_stamp: true });

export function ticketPartRoutes(route: Route, world: World): void {
  const auditsOf = (call: Call): Audit[] => world.audits.by("ticket", ticketOf(world, call).id);
  const comments = (call: Call) => commentsOf(world, auditsOf(call));
  const inOrder = <Row>(call: Call, rows: Row[]): Row[] => {
    const { sort_order: order, sort = "" } = read(Order, call.request.query);
    return order === "desc" || sort.startsWith("-") ? rows.toReversed() : rows;
  };

  route("get", "/tickets/:id/comments", 200, (call) => {
    const rows = inOrder(call, comments(call));
    const answer = page(world, call.request, "comments", rows, (row) => row);
    const { include = "" } = read(Order, call.request.query);
    if (!include.split(",").includes("users")) return answer;
    const authors = new Set(rows.map(({ author_id: author }) => author));
    const users = [...authors].flatMap((id) => world.people.get(id) ?? []);
    return { ...answer, users: users.map((person) => personShape(world, person)) };
  });
  route("get", "/tickets/:id/comments/count", 200, (call) => counted(world, comments(call).length));
  route("put", "/tickets/:id/comments/:second_id/make_private", 200, (call) => {
    const audit = auditsOf(call).find(({ events }) =>
      events.some(({ id, type }) => type === "Comment" && String(id) === call.second),
    );
    if (audit === undefined) throw recordNotFound();
    const events = audit.events.map((event) =>
      String(event.id) === call.second ? { ...event, public: false } : event,
    );
    world.audits.put({ ...audit, events });
    return "";
  });
  route("get", "/tickets/:id/audits", 200, (call) =>
    page(world, call.request, "audits", inOrder(call, auditsOf(call)), (audit) => auditShape(world, audit)),
  );
  route("get", "/tickets/:id/audits/count", 200, (call) => counted(world, auditsOf(call).length));
  route("get", "/tickets/:id/audits/:second_id", 200, (call) => {
    const audit = auditsOf(call).find(({ id }) => String(id) === call.second);
    if (audit === undefined) throw recordNotFound();
    return { audit: auditShape(world, audit) };
  });

  const tag = (call: Call, change: (old: string[], given: string[]) => string[]) => {
    const ticket = ticketOf(world, call);
    const given = read(TagsBody, call.request.body);
    checkOpen(ticket);
    checkStamp(ticket, given);
    call.limits.own(limits.ticketOfPerson(call.caller.person.id, ticket.id));
    const tags = cleanTags(change(ticket.tags, cleanTags(given.tags ?? [])));
    changeTicket(world, ticket, { tags }, undefined, { authorId: call.caller.person.id, channel: "api" });
    return { tags };
  };
  route("get", "/tickets/:id/tags", 200, (call) => ({ tags: ticketOf(world, call).tags }));
  route("post", "/tickets/:id/tags", 201, (call) => tag(call, (_old, given) => given));
  route("put", "/tickets/:id/tags", 200, (call) => tag(call, (old, given) => [...old, ...given]));
  route("delete", "/tickets/:id/tags", 204, (call) => {
    tag(call, (old, given) => old.filter((name) => !given.includes(name)));
  });

  route("get", "/tickets/:id/related", 200, (call) => {
    ticketOf(world, call);
    return { topic_id: null, followup_source_ids: [], from_archive: false, incidents: 0, twitter: {} };
  });
  for (const part of ["collaborators", "followers", "email_ccs"] as const)
    route("get", `/tickets/:id/${part}`, 200, (call) => {
      ticketOf(world, call);
      return page(world, call.request, "users", [], () => ({}));
    });
  deletionRoutes(route, world);
}

/** A deleted ticket is gone for every call but these; whether it is restored is asked by its id. */
function deletionRoutes(route: Route, world: World): void {
  route("delete", "/tickets/:id", 204, (call) => {
    call.limits.own(limits.ticketDeletions);
    const ticket = ticketOf(world, call);
    detach(world, ticket);
    world.tickets.delete(ticket.id);
    const now = world.clock.now();
    world.deletedTickets.put({
      id: ticket.id,
      ticket: { ...ticket, sessionOpen: false },
      actorId: call.caller.person.id,
      deletedAt: now,
    });
    world.announce({ type: "ticket", ticketId: String(ticket.id) });
  });
  route("get", "/deleted_tickets", 200, ({ request }) =>
    page(world, request, "deleted_tickets", world.deletedTickets.all(), (row) => ({
      id: row.id,
      subject: row.ticket.subject,
      previous_state: row.ticket.status,
      actor: { id: row.actorId, name: world.people.get(row.actorId)?.name ?? "" },
      deleted_at: stamp(row.deletedAt),
    })),
  );
  route("put", "/deleted_tickets/:id/restore", 200, ({ id }) => {
    const row = world.deletedTickets.get(id);
    if (row === undefined) throw recordNotFound();
    world.deletedTickets.delete(id);
    world.tickets.put({ ...row.ticket, updatedAt: world.clock.now() });
    world.announce({ type: "ticket", ticketId: id });
    return "";
  });
}

/** What the visitor writes next opens another ticket (inferred: nothing is documented). */
function detach(world: World, ticket: Ticket): void {
  const conversation = world.conversations.get(ticket.conversationId ?? "");
  if (conversation?.ticketId !== ticket.id) return;
  const { ticketId: _, ...rest } = conversation;
  world.conversations.put({ ...rest, fresh: "none", passMetadata: {} });
}
