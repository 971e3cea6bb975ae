/** Redaction: what was said is gone, its place is left (zendesk.md §7; there is no event of it). */
import type { Message } from "../state/entities.ts";
import type { World } from "../world.ts";

/** Undefined when there is no such message, or it was redacted before. */
export function redactMessage(world: World, messageId: string): Message | undefined {
  const message = world.messages.get(messageId);
  if (message === undefined || message.deleted === true) return undefined;
  const { attachmentId } = message.content;
  if (attachmentId !== undefined) world.attachments.delete(attachmentId);
  const { metadata: _, quotedMessage: _quoted, ...rest } = message;
  const redacted = world.messages.put({ ...rest, content: { type: "text", text: "" }, deleted: true });
  if (redacted.ticketId !== undefined)
    world.announce({ type: "ticket", ticketId: String(redacted.ticketId) });
  return redacted;
}
