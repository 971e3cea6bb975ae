/** A ticket as the Support API shows it (zendesk.md §§5.4, 6). */
import type { Ticket, TicketField } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { stamp, url } from "./shape.ts";

/** `via.channel`: messaging's for what was born from a conversation. */
export const channelOf = ({ conversationId, channel }: Ticket): string =>
  channel ?? (conversationId === undefined ? "api" : "sunshine_conversations_api");

/** How something came in, as `via` has it. */
export const viaOf = (channel: string) => ({ channel, source: { from: {}, to: {}, rel: null } });

/** A field's value in its own type; kept as text. */
function valueOf(field: TicketField | undefined, value: string | undefined) {
  if (field?.type === "checkbox") return value === "true";
  if (value === undefined || value === "") return field?.type === "multiselect" ? [] : null;
  if (field?.type === "multiselect") return value.split(",");
  return value;
}

/** Each active field of the account, and what was set without there being a field. */
function customFields(world: World, ticket: Ticket) {
  const fields = world.ticketFields.all().filter(({ active }) => active);
  const shown = fields.map((field) => ({
    id: field.id,
    value: valueOf(field, ticket.customFields[String(field.id)]),
  }));
  const others = Object.entries(ticket.customFields)
    .filter(([id]) => /^\d+$/u.test(id) && fields.every((field) => String(field.id) !== id))
    .map(([id, value]) => ({ id: Number(id), value }));
  return [...shown, ...others];
}

const firstComment = (world: World, ticket: Ticket): string | undefined =>
  world.audits.by("ticket", ticket.id)[0]?.events.find(({ type }) => type === "Comment")?.body;

/** A ticket as the Support API shows it (zendesk.md §6). */
export function ticketShape(world: World, ticket: Ticket) {
  const fields = customFields(world, ticket);
  const messaging = ticket.conversationId !== undefined;
  return {
    id: ticket.id,
    url: url(world, `/tickets/${ticket.id}`),
    external_id: ticket.externalId ?? null,
    via: viaOf(channelOf(ticket)),
    created_at: stamp(ticket.createdAt),
    updated_at: stamp(ticket.updatedAt),
    type: ticket.type ?? null,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.description ?? firstComment(world, ticket) ?? ticket.subject,
    priority: ticket.priority ?? null,
    status: ticket.status,
    recipient: ticket.recipient ?? null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.submitterId ?? ticket.requesterId,
    assignee_id: ticket.assigneeId ?? null,
    organization_id: ticket.organizationId ?? null,
    group_id: ticket.groupId ?? null,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    is_public: !messaging,
    due_at: null,
    tags: ticket.tags,
    custom_fields: fields,
    fields,
    satisfaction_rating: { score: "unoffered" },
    sharing_agreement_ids: [],
    followup_ids: [],
    brand_id: ticket.brandId ?? Number(world.account().brandId),
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: messaging,
  };
}
