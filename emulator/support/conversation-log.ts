/** What was said on a ticket, messages and comments in one list (zendesk.md §5.5). */
import type { Audit, AuditEvent, Message, Ticket } from "../world/entities.ts";
import { ticketMessages } from "../world/tickets.ts";
import type { World } from "../world/world.ts";
import { commentsOf } from "./audit-shape.ts";
import { type Route, stamp } from "./common.ts";
import { limits } from "./limits.ts";
import { page } from "./pages.ts";
import { ticketOf } from "./tickets.ts";

const AGENT = "__zendesk_msg.agent.id";

/** Who wrote a message: the visitor, an operator, or a program. */
function messageAuthor(world: World, ticket: Ticket, { author, metadata }: Message) {
  if (author.type === "user")
    return {
      type: "user",
      display_name: author.displayName ?? world.people.get(ticket.requesterId)?.name ?? null,
      "zen:support:user_id": ticket.requesterId,
      ...(author.userId === undefined ? {} : { "zen:sunco:user_id": author.userId }),
    };
  const agent = world.people.get(String(metadata?.[AGENT] ?? ""));
  return {
    type: agent === undefined ? "bot" : "agent",
    display_name: author.displayName ?? null,
    ...(agent === undefined ? {} : { "zen:support:user_id": agent.id }),
  };
}

const fileName = (url: string) => decodeURIComponent(url.split("/").at(-1) ?? "");

function messageEvent(world: World, ticket: Ticket, message: Message) {
  const { content } = message;
  const { mediaUrl } = content;
  return {
    id: message.id,
    type: "Messaging::ConversationMessage",
    reference: `zen:sunco:conversation_message:${message.id}`,
    created_at: stamp(message.received),
    author: messageAuthor(world, ticket, message),
    content: {
      ...content,
      body: content.text ?? content.markdownText ?? content.htmlText ?? "",
      ...(mediaUrl === undefined ? {} : { media_url: mediaUrl }),
    },
    attachments:
      mediaUrl === undefined
        ? []
        : [
            {
              content_url: mediaUrl,
              content_type: content.mediaType ?? "application/octet-stream",
              file_name: content.altText ?? fileName(mediaUrl),
              size: content.mediaSize ?? 0,
            },
          ],
    metadata: { ...message.metadata, source: message.source },
  };
}

function commentEvents(world: World, audit: Audit) {
  return commentsOf(world, [audit]).map((comment) => ({
    id: String(comment.id),
    type: "Comment",
    reference: `zen:ticket_event:${comment.id}`,
    created_at: comment.created_at,
    author: {
      type: world.people.get(comment.author_id)?.role === "end-user" ? "user" : "agent",
      display_name: world.people.get(comment.author_id)?.name ?? null,
      "zen:support:user_id": comment.author_id,
    },
    content: { type: "html", body: comment.html_body },
    attachments: comment.attachments,
    metadata: { public: comment.public },
  }));
}

/** What Zendesk wrote of the session itself: its messages stand in the list already. */
const ofSession = ({ channel }: Audit, { type }: AuditEvent) =>
  type === "Comment" && channel === "sunshine_conversations_api";

export function conversationLogRoutes(route: Route, world: World): void {
  route("get", "/tickets/:id/conversation_log", 200, (call) => {
    call.reply.headers(call.limits.own(limits.conversationLog));
    const ticket = ticketOf(world, call);
    const messages = ticketMessages(world, ticket).map(({ message }) => messageEvent(world, ticket, message));
    const comments = world.audits
      .by("ticket", ticket.id)
      .filter((audit) => !audit.events.some((event) => ofSession(audit, event)))
      .flatMap((audit) => commentEvents(world, audit));
    const events = [...messages, ...comments].sort((a, b) => a.created_at.localeCompare(b.created_at));
    return page(world, call.request, "events", events, (event) => event);
  });
}
