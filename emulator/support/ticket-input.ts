/** What a call may say of a ticket, and what Support refuses in it (zendesk.md §2). */
import * as z from "zod";
import {
  type Person,
  type Ticket,
  ticketPriorities,
  ticketStatuses,
  ticketTypes,
} from "../world/state/entities.ts";
import type { NewComment } from "../world/ticketing/audits.ts";
import { emailOwner } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { forbidden, invalidRecord } from "./errors.ts";
import type { Call } from "./route.ts";
import { attach } from "./uploads.ts";

const id = z.preprocess(
  (value) => (typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value),
  z.number().int().nullable(),
);
const text = z.union([z.string(), z.number()]).transform(String).nullable();
const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
/** A list, or one text with the tags side by side. */
const Tags = z.union([
  z.array(z.string()),
  z.string().transform((given) => given.split(/[\s,]+/u).filter(Boolean)),
]);
const Comment = z.object({
  body: z.string().optional(),
  html_body: z.string().optional(),
  public: z.boolean().default(true),
  author_id: z.number().int().optional(),
  uploads: z.union([z.array(z.string()), z.string().transform((token) => [token])]).default([]),
});
type Comment = z.output<typeof Comment>;

/** Statuses, types and priorities are checked by hand: what is unknown is answered as a record's error. */
export const TicketInput = z.object({
  subject: text.optional(),
  raw_subject: text.optional(),
  description: z.string().optional(),
  comment: z
    .union([Comment, z.string().transform((body): Comment => ({ body, public: true, uploads: [] }))])
    .optional(),
  status: z.string().optional(),
  priority: z.string().nullish(),
  type: z.string().nullish(),
  external_id: text.optional(),
  group_id: id.optional(),
  assignee_id: id.optional(),
  assignee_email: z.string().optional(),
  requester_id: id.optional(),
  requester: z.object({ name: z.string().optional(), email: z.string().optional() }).optional(),
  submitter_id: id.optional(),
  tags: Tags.optional(),
  additional_tags: Tags.optional(),
  remove_tags: Tags.optional(),
  custom_fields: z
    .union([
      z.array(z.object({ id: z.coerce.number().int(), value: FieldValue })),
      z
        .record(z.string(), FieldValue)
        .transform((given) => Object.entries(given).map(([key, value]) => ({ id: Number(key), value }))),
    ])
    .optional(),
  safe_update: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((given) => given === "true")])
    .optional(),
  updated_stamp: z.string().optional(),
});
export type TicketInput = z.output<typeof TicketInput>;
export const TicketBody = z.object({ ticket: TicketInput });

/** Tags are lower case and without spaces, each once. */
export const cleanTags = (tags: readonly string[]): string[] => [
  ...new Set(tags.flatMap((tag) => tag.toLowerCase().split(/\s+/u)).filter(Boolean)),
];

const notAllowed = (field: string, label: string, value: string) =>
  invalidRecord(field, `${label}: ${value} is not included in the list`, "InclusionError");

function choice<Value extends string>(
  field: string,
  label: string,
  known: readonly Value[],
  given: string | null | undefined,
): Value | null | undefined {
  if (given === undefined || given === null) return given;
  const value = known.find((candidate) => candidate === given);
  if (value === undefined) throw notAllowed(field, label, given);
  return value;
}

/** Where the ticket goes: a person must be in the group, and a person alone brings a group of theirs. */
function placed(world: World, input: TicketInput, old: Ticket | undefined) {
  const email = input.assignee_email;
  const byEmail = email === undefined ? undefined : (emailOwner(world, email)?.id ?? 0);
  const assigneeId = input.assignee_id === undefined ? byEmail : input.assignee_id;
  const { group_id: groupId } = input;
  if (typeof groupId === "number" && world.groups.get(groupId)?.deleted !== false)
    throw invalidRecord("group_id", "Group: is invalid", "InvalidValue");
  if (typeof assigneeId === "number") {
    const person = world.people.get(assigneeId);
    if (person === undefined || person.role === "end-user" || person.deleted === true)
      throw invalidRecord("assignee_id", "Assignee: is invalid", "InvalidValue");
    const mine = world.memberships.by("user", assigneeId);
    const wanted = groupId === undefined ? old?.groupId : (groupId ?? undefined);
    if (mine.some((row) => row.groupId === wanted)) return { assigneeId, groupId: wanted };
    // Both were said: they contradict each other. One alone is helped out with the person's own group.
    if (typeof groupId === "number" || mine.length === 0)
      throw invalidRecord("assignee_id", "Assignee: is not a member of the group", "InvalidValue");
    return { assigneeId, groupId: (mine.find((row) => row.default) ?? mine[0])?.groupId };
  }
  const nextGroup = groupId === undefined ? old?.groupId : (groupId ?? undefined);
  const keeps = assigneeId === undefined ? old?.assigneeId : undefined;
  // Whoever had it and is not in the new group loses it.
  const member =
    keeps !== undefined &&
    (nextGroup === old?.groupId ||
      world.memberships.by("user", keeps).some((row) => row.groupId === nextGroup));
  return { assigneeId: member ? keeps : undefined, groupId: nextGroup };
}

function fieldValues(world: World, input: TicketInput, old: Ticket | undefined): Record<string, string> {
  const values = { ...old?.customFields };
  for (const { id: fieldId, value } of input.custom_fields ?? []) {
    const field = world.ticketFields.get(fieldId);
    // What names no field of the account is passed over.
    if (field === undefined) continue;
    const said = value === null ? "" : Array.isArray(value) ? value.join(",") : String(value);
    const options = field.options.map((option) => option.value);
    const chosen = field.type === "tagger" ? [said] : said.split(",");
    if (
      (field.type === "tagger" || field.type === "multiselect") &&
      said !== "" &&
      !chosen.every((one) => options.includes(one))
    )
      throw invalidRecord("base", `${field.title}: ${said} is not a valid option`, "InvalidValue");
    if (/^(?:integer|decimal)$/u.test(field.type) && said !== "" && Number.isNaN(Number(said)))
      throw invalidRecord("base", `${field.title}: ${said} is not a number`, "InvalidValue");
    values[String(fieldId)] = said;
  }
  return values;
}

/** The row that the input makes of a ticket, all checked; the status apart. */
export function changed(world: World, input: TicketInput, old: Ticket | undefined) {
  const { groupId, assigneeId } = placed(world, input, old);
  const priority = choice("priority", "Priority", ticketPriorities, input.priority);
  const type = choice("type", "Type", ticketTypes, input.type);
  const status = choice("status", "Status", ticketStatuses, input.status) ?? undefined;
  if (status === "new" && old !== undefined && old.status !== "new")
    throw invalidRecord("status", "Status: new is not allowed once a ticket was taken up", "InvalidValue");
  const tags = [...(input.tags ?? old?.tags ?? []), ...(input.additional_tags ?? [])];
  const removed = cleanTags(input.remove_tags ?? []);
  const kept = <Value>(given: Value | null | undefined, before: Value | undefined): Value | undefined =>
    given === undefined ? before : (given ?? undefined);
  const next = {
    priority: kept<string>(priority, old?.priority),
    type: kept(type, old?.type),
    externalId: kept(input.external_id, old?.externalId),
  };
  const fields: Partial<Ticket> = {
    ...(groupId === undefined ? {} : { groupId }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(next.priority === undefined ? {} : { priority: next.priority }),
    ...(next.type === undefined ? {} : { type: next.type }),
    ...(next.externalId === undefined ? {} : { externalId: next.externalId }),
    ...(typeof (input.subject ?? input.raw_subject) === "string"
      ? { subject: input.subject ?? input.raw_subject ?? "" }
      : {}),
    tags: cleanTags(tags).filter((tag) => !removed.includes(tag)),
    customFields: fieldValues(world, input, old),
  };
  return { fields, status };
}

/** The comment of a call, its uploads taken; undefined when there is none. */
export function commentOf(world: World, call: Call, input: TicketInput): NewComment | undefined {
  const { comment } = input;
  const body = comment?.body ?? comment?.html_body?.replaceAll(/<[^>]*>/gu, "") ?? input.description;
  if (comment === undefined && body === undefined) return undefined;
  if ((body ?? "").trim() === "" && (comment?.uploads ?? []).length === 0)
    throw invalidRecord("comment", "Description: cannot be blank", "BlankValue");
  const author = comment?.author_id;
  if (author !== undefined && world.people.get(author) === undefined)
    throw invalidRecord("author_id", "Author: is invalid", "InvalidValue");
  return {
    body: body ?? "",
    public: comment?.public ?? true,
    ...(comment?.html_body === undefined ? {} : { htmlBody: comment.html_body }),
    attachments: attach(world, comment?.uploads ?? []),
    authorId: author ?? call.caller.person.id,
  };
}

/** The requester that a new ticket names, made when unknown; else who calls. */
export function requesterOf(
  world: World,
  call: Call,
  input: TicketInput,
  make: (draft: { name: string; email?: string }) => Person,
): Person {
  if (typeof input.requester_id === "number") {
    const person = world.people.get(input.requester_id);
    if (person === undefined || person.deleted === true)
      throw invalidRecord("requester", "Requester: is invalid", "InvalidValue");
    if (person.suspended === true) throw forbidden();
    return person;
  }
  const { requester } = input;
  if (requester === undefined) return call.caller.person;
  const { name, email } = requester;
  const known = email === undefined ? undefined : emailOwner(world, email);
  if (known !== undefined) return known;
  if ((name ?? "").trim() === "")
    throw invalidRecord("requester", "Requester: Name: is too short", "InvalidValue");
  return make({ name: name ?? "", ...(email === undefined ? {} : { email }) });
}
