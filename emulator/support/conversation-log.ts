/** What was said on a ticket, messages and comments in one list, as documented (zendesk.md §5.5). */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { Message, Ticket } from "../world/state/entities.ts";
import { ticketMessages } from "../world/ticketing/tickets.ts";
import { iso, type World } from "../world/world.ts";
import { commentsOf } from "./audit-shape.ts";
import { limits } from "./limits.ts";
import { cursorPage } from "./pages.ts";
import { type Route, read } from "./route.ts";
import { stamp } from "./shape.ts";
import { ticketOf } from "./tickets.ts";

const AGENT = "__zendesk_msg.agent.id";
const Query = z.object({ sort: z.string().default("created_at") });
const metadata = { system: {}, custom: {}, ticket_version: 0 };

/** An event's own id, which says nothing: the reference tells what it is of. */
const eventId = (reference: string): string =>
  createHash("sha256").update(reference).digest("hex").slice(0, 26).toUpperCase();

/** Who wrote a message: the visitor, an operator, or a program (Support's user -1). */
function messageAuthor(world: World, ticket: Ticket, { author, metadata: said }: Message) {
  const { displayName, avatarUrl, userId } = author;
  const agent = world.people.get(String(said?.[AGENT] ?? ""));
  const byUser = author.type === "user";
  const name = displayName ?? (byUser ? world.people.get(ticket.requesterId)?.name : agent?.name);
  return {
    type: byUser ? "user" : agent === undefined ? "bot" : "agent",
    display_name: name ?? "",
    "zen:support:user_id": byUser ? ticket.requesterId : (agent?.id ?? -1),
    ...(avatarUrl === undefined ? {} : { avatar_url: avatarUrl }),
    ...(userId === undefined ? {} : { "zen:sunco:user_id": userId }),
  };
}

const lastPart = (url: string) => url.split("?", 1)[0]?.split("/").at(-1) ?? "";

function messageEvent(world: World, ticket: Ticket, message: Message) {
  const reference = `zen:sunco:conversation_message:${message.id}`;
  const { attachmentId: _, ...content } = message.content;
  const { mediaUrl } = content;
  const file = mediaUrl === undefined ? undefined : (content.altText ?? lastPart(mediaUrl));
  return {
    at: message.received,
    event: {
      id: eventId(reference),
      type: "Messaging::ConversationMessage",
      reference,
      created_at: stamp(message.received),
      received_at: iso(message.received),
      author: messageAuthor(world, ticket, message),
      content,
      source: { type: message.source.type },
      attachments:
        file === undefined
          ? []
          : [
              {
                content_url: mediaUrl,
                content_type: content.mediaType ?? "application/octet-stream",
                file_name: file,
                size: content.mediaSize ?? 0,
              },
            ],
      metadata,
    },
  };
}

function commentEvents(world: World, ticket: Ticket) {
  return world.audits.by("ticket", ticket.id).flatMap((audit) =>
    commentsOf(world, [audit]).map((comment) => {
      const person = world.people.get(comment.author_id);
      const reference = `zen:ticket_event:${comment.id}`;
      return {
        at: audit.createdAt,
        event: {
          id: eventId(reference),
          type: "Comment",
          reference,
          created_at: comment.created_at,
          author: {
            type: person?.role === "end-user" ? "user" : "agent",
            display_name: person?.name ?? "",
            "zen:support:user_id": comment.author_id,
          },
          content: { type: "html", body: comment.html_body },
          attachments: comment.attachments,
          metadata: { ...metadata, public: comment.public },
        },
      };
    }),
  );
}

export function conversationLogRoutes(route: Route, world: World): void {
  route("get", "/tickets/:id/conversation_log", 200, (call) => {
    call.reply.headers(call.limits.own(limits.conversationLog));
    const ticket = ticketOf(world, call);
    const messages = ticketMessages(world, ticket).map(({ message }) => messageEvent(world, ticket, message));
    const direction = read(Query, call.request.query).sort.startsWith("-") ? -1 : 1;
    const rows = [...messages, ...commentEvents(world, ticket)].sort((a, b) => (a.at - b.at) * direction);
    return cursorPage(world, call.request, {
      name: "events",
      rows,
      shape: ({ event }) => event,
      keyOf: ({ event }) => event.id,
    });
  });
}
