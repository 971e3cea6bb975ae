/** Audits and the comments among them, as the Support API shows them (zendesk.md §6). */
import type { Audit, AuditEvent } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { stamp } from "./shape.ts";
import { viaOf } from "./ticket-shape.ts";
import { fileShape } from "./uploads.ts";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text: string) => text.replaceAll(/[&<>]/gu, (sign) => escapes[sign] ?? sign);

/** Plain text as Zendesk makes HTML of it. */
const htmlOf = (body: string): string =>
  `<div class="zd-comment" dir="auto">${body
    .split(/\n{2,}/u)
    .map((part) => `<p dir="auto">${escaped(part).replaceAll("\n", "<br>")}</p>`)
    .join("")}</div>`;

const metadata = { system: {}, custom: {} };

function commentEvent(world: World, audit: Audit, event: AuditEvent) {
  const body = event.body ?? "";
  return {
    id: event.id,
    type: "Comment",
    author_id: event.authorId ?? audit.authorId,
    body,
    html_body: event.htmlBody ?? htmlOf(body),
    plain_body: body,
    public: event.public ?? true,
    attachments: (event.attachments ?? []).flatMap((id) => {
      const file = world.commentFiles.get(id);
      return file === undefined ? [] : [fileShape(world, file)];
    }),
    audit_id: audit.id,
  };
}

/** A custom field's name is its number. */
const changeEvent = ({ id, type, field = "", value = null, previous }: AuditEvent) => ({
  id,
  type,
  field_name: field,
  value,
  ...(type === "Change" ? { previous_value: previous ?? null } : {}),
});

export const auditShape = (world: World, audit: Audit) => ({
  id: audit.id,
  ticket_id: audit.ticketId,
  created_at: stamp(audit.createdAt),
  author_id: audit.authorId,
  metadata,
  events: audit.events.map((event) =>
    event.type === "Comment" ? commentEvent(world, audit, event) : changeEvent(event),
  ),
  via: viaOf(audit.channel),
});

/** The comments of these audits, oldest first. */
export const commentsOf = (world: World, audits: readonly Audit[]) =>
  audits.flatMap((audit) =>
    audit.events
      .filter(({ type }) => type === "Comment")
      .map((event) => ({
        ...commentEvent(world, audit, event),
        via: viaOf(audit.channel),
        created_at: stamp(audit.createdAt),
        metadata,
      })),
  );
