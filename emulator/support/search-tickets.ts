/** Tickets as a search finds them: as they were when they were last indexed. */

import { type Ticket, ticketPriorities, ticketStatuses } from "../world/state/entities.ts";
import { ticketAt } from "../world/ticketing/audits.ts";
import type { World } from "../world/world.ts";
import { indexedUntil } from "./search-people.ts";
import { hasWords, holds, matches, matchesTime, type Query, type Term } from "./search-query.ts";
import { channelOf } from "./ticket-shape.ts";

/** `me` is who searches. */
export function ticketsOf(world: World, query: Query, me: number): Ticket[] {
  const lag = world.settings().searchLagSeconds;
  const all = world.tickets.all();
  const until = indexedUntil(world);
  const indexed = lag === 0 ? all : all.flatMap((ticket) => ticketAt(world, ticket, until) ?? []);
  return indexed.filter(
    (ticket) =>
      holds(query, ticket, (row, term) => ticketTest(world, row, term, me)) &&
      (query.words.length === 0 || hasWords(query, textOf(world, ticket))),
  );
}

function textOf(world: World, ticket: Ticket): string {
  const comments = world.audits
    .by("ticket", ticket.id)
    .flatMap(({ events }) => events.map(({ body }) => body ?? ""));
  return [ticket.id, ticket.subject, ticket.description ?? "", ...comments].join(" ");
}

/** Places on a scale, compared with what is asked. */
function onScale(scale: readonly string[], actual: string | undefined, { operator, value }: Term): boolean {
  const [have, want] = [scale.indexOf(actual ?? ""), scale.indexOf(value)];
  if (operator === ":") return matches(value, actual);
  if (want === -1 || have === -1) return false;
  if (operator === "<") return have < want;
  if (operator === ">") return have > want;
  return operator === "<=" ? have <= want : have >= want;
}

function byPerson(world: World, id: number | undefined, value: string, me: number): boolean {
  if (value === "me") return id === me;
  if (id === undefined) return value === "none";
  const person = world.people.get(id);
  return [String(id), person?.email, person?.name].some((actual) => matches(value, actual));
}

function ticketTest(world: World, ticket: Ticket, term: Term, me: number): boolean {
  const { key, value } = term;
  const now = world.clock.now();
  if (key.startsWith("custom_field_")) {
    const id = key.slice("custom_field_".length);
    return matches(value, Object.hasOwn(ticket.customFields, id) ? ticket.customFields[id] : undefined);
  }
  switch (key) {
    case "type":
    case "ticket_type":
      return value === "ticket" || matches(value, ticket.type);
    case "status":
      return onScale(ticketStatuses, ticket.status, term);
    case "priority":
      return onScale(ticketPriorities, ticket.priority, term);
    case "requester":
    case "requester_id":
      return byPerson(world, ticket.requesterId, value, me);
    case "submitter":
      return byPerson(world, ticket.submitterId ?? ticket.requesterId, value, me);
    case "assignee":
    case "assignee_id":
      return byPerson(world, ticket.assigneeId, value, me);
    case "group":
    case "group_id": {
      const group = ticket.groupId === undefined ? undefined : world.groups.get(ticket.groupId);
      if (group === undefined) return value === "none";
      return [String(group.id), group.name].some((actual) => matches(value, actual));
    }
    case "via":
      return matches(value, channelOf(ticket));
    case "tags":
      return value === "none" ? ticket.tags.length === 0 : ticket.tags.some((tag) => matches(value, tag));
    case "external_id":
      return matches(value, ticket.externalId);
    case "subject":
      return ticket.subject.toLowerCase().includes(value.replace(/\*$/u, ""));
    case "ticket_id":
    case "id":
      return String(ticket.id) === value;
    case "created":
      return matchesTime(ticket.createdAt, term, now);
    case "updated":
      return matchesTime(ticket.updatedAt, term, now);
    case "solved":
      return ["solved", "closed"].includes(ticket.status) && matchesTime(ticket.updatedAt, term, now);
    default:
      return key === "order_by" || key === "sort";
  }
}
