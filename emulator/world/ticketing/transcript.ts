/** What an ended messaging session leaves on its ticket as a comment (zendesk.md §5.4). */

import type { Ticket } from "../state/entities.ts";
import { iso, type World } from "../world.ts";
import { recordChanges } from "./audits.ts";
import { previewOf, ticketMessages } from "./tickets.ts";

/** Zendesk's own form is not documented: one line a message, for operators only. */
export function writeTranscript(world: World, ticket: Ticket): void {
  const lines = ticketMessages(world, ticket).map(({ message }) => {
    const { author, received } = message;
    const requester = world.people.get(ticket.requesterId)?.name ?? "";
    const name = author.type === "user" ? requester : (author.displayName ?? "");
    return `(${iso(received).slice(11, 19)}) ${name}: ${message.content.text ?? previewOf(message)}`;
  });
  if (lines.length === 0) return;
  const body = [`Conversation with ${world.people.get(ticket.requesterId)?.name ?? ""}`, "", ...lines].join(
    "\n",
  );
  recordChanges(world, ticket, ticket, {
    authorId: ticket.requesterId,
    channel: "sunshine_conversations_api",
    comment: { body, public: false },
  });
}
