/** What was done to a ticket, as its audits tell it; comments are among their events (zendesk.md §6). */
import { type Audit, type AuditEvent, type Ticket, ticketStatuses } from "../state/entities.ts";
import type { World } from "../world.ts";

/** The author of what nobody did. */
export const ZENDESK = -1;

/** A comment to be written; by its audit's author unless it names another. */
export interface NewComment {
  readonly body: string;
  readonly public: boolean;
  readonly htmlBody?: string;
  readonly attachments?: readonly number[];
  readonly authorId?: number;
}

/** Who did it, by which channel, and what they wrote along with it. */
export interface Written {
  readonly authorId?: number;
  readonly channel?: string;
  readonly comment?: NewComment;
}

/** What an operator does in Agent Workspace. */
export const byOperator = ({ id }: { readonly id: number }): Written => ({ authorId: id, channel: "web" });

type Value = string | string[] | null;
const tracked: readonly (readonly [field: string, value: (ticket: Ticket) => Value])[] = [
  ["subject", (ticket) => ticket.subject],
  ["status", (ticket) => ticket.status],
  ["priority", (ticket) => ticket.priority ?? null],
  ["type", (ticket) => ticket.type ?? null],
  ["group_id", (ticket) => (ticket.groupId === undefined ? null : String(ticket.groupId))],
  ["assignee_id", (ticket) => (ticket.assigneeId === undefined ? null : String(ticket.assigneeId))],
  ["requester_id", (ticket) => String(ticket.requesterId)],
  ["external_id", (ticket) => ticket.externalId ?? null],
  ["tags", (ticket) => ticket.tags],
];

function values(ticket: Ticket): Map<string, Value> {
  const all = new Map(tracked.map(([field, value]) => [field, value(ticket)]));
  for (const [id, value] of Object.entries(ticket.customFields)) all.set(id, value);
  return all;
}

const empty = (value: Value) => value === null || value === "" || value.length === 0;
const alike = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b);

/** The audit of a ticket's birth. */
export function recordCreation(world: World, ticket: Ticket, written: Written = {}): Audit {
  const events: AuditEvent[] = [];
  for (const [field, value] of values(ticket))
    if (!empty(value)) events.push({ id: world.newNumber("other"), type: "Create", field, value });
  return write(world, ticket, events, written);
}

/** The audit of a change; undefined when nothing that audits tell has changed. */
export function recordChanges(
  world: World,
  before: Ticket,
  after: Ticket,
  written: Written = {},
): Audit | undefined {
  const old = values(before);
  const now = values(after);
  const events: AuditEvent[] = [];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const [previous, value] = [old.get(field) ?? null, now.get(field) ?? null];
    if (!alike(previous, value))
      events.push({ id: world.newNumber("other"), type: "Change", field, value, previous });
  }
  if (events.length === 0 && written.comment === undefined) return undefined;
  return write(world, after, events, written);
}

function write(world: World, ticket: Ticket, changes: AuditEvent[], written: Written): Audit {
  const { comment, authorId = ZENDESK, channel = "system" } = written;
  const events: AuditEvent[] =
    comment === undefined
      ? changes
      : [
          {
            ...comment,
            id: world.newNumber("other"),
            type: "Comment",
            authorId: comment.authorId ?? authorId,
            attachments: [...(comment.attachments ?? [])],
          },
          ...changes,
        ];
  return world.audits.put({
    id: world.newNumber("other"),
    ticketId: ticket.id,
    authorId,
    channel,
    createdAt: world.clock.now(),
    events,
  });
}

/** The ticket as it was at this time, by undoing what its audits tell of later; undefined before its birth. */
export function ticketAt(world: World, ticket: Ticket, time: number): Ticket | undefined {
  if (ticket.createdAt > time) return undefined;
  if (ticket.updatedAt <= time) return ticket;
  let earlier: Ticket = { ...ticket, updatedAt: ticket.createdAt };
  for (const audit of world.audits.by("ticket", ticket.id).toReversed()) {
    if (audit.createdAt <= time) {
      earlier = { ...earlier, updatedAt: audit.createdAt };
      break;
    }
    for (const event of audit.events) if (event.type === "Change") earlier = undone(earlier, event);
  }
  return earlier;
}

function undone(ticket: Ticket, { field = "", previous = null }: AuditEvent): Ticket {
  const { groupId: group, assigneeId: assignee, ...rest } = ticket;
  const kept = {
    ...rest,
    ...(group === undefined ? {} : { groupId: group }),
    ...(assignee === undefined ? {} : { assigneeId: assignee }),
  };
  const numbers = typeof previous === "string" ? Number(previous) : undefined;
  if (field === "status" && typeof previous === "string")
    return { ...kept, status: statusOf(previous, ticket) };
  if (field === "subject" && typeof previous === "string") return { ...kept, subject: previous };
  if (field === "tags" && Array.isArray(previous)) return { ...kept, tags: previous };
  if (field === "group_id") {
    const { groupId: _, ...bare } = kept;
    return numbers === undefined ? bare : { ...bare, groupId: numbers };
  }
  if (field === "assignee_id") {
    const { assigneeId: _, ...bare } = kept;
    return numbers === undefined ? bare : { ...bare, assigneeId: numbers };
  }
  if (/^\d+$/u.test(field) && (typeof previous === "string" || previous === null))
    return { ...kept, customFields: { ...ticket.customFields, [field]: previous ?? "" } };
  return ticket;
}

const statusOf = (name: string, { status }: Ticket): Ticket["status"] =>
  ticketStatuses.find((known) => known === name) ?? status;
