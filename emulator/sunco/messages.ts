/** Messages and activity of Sunshine Conversations. */
import * as z from "zod";
import { visibleMessages } from "../faults/lists.ts";
import { badRequest, notFound, Refusal } from "../refusal.ts";
import { attachmentAt } from "../world/attachments.ts";
import type { Content, Conversation, Message } from "../world/entities.ts";
import { publishActivity } from "../world/events.ts";
import { addMessage } from "../world/messages.ts";
import { messageShape } from "../world/shapes.ts";
import type { World } from "../world/world.ts";
import { conversationOf, cursorPage, MetadataBody, type Route, userOf } from "./common.ts";

/** zendesk.md §2. */
const MESSAGES_PER_CONVERSATION = 30_000;

const Text = z.string().min(1).max(4096);
const media = {
  mediaUrl: z.url().max(2048),
  altText: z.string().max(128).optional(),
  text: z.string().max(4096).optional(),
};
const PostedContent = z.discriminatedUnion("type", [
  z
    .looseObject({
      type: z.literal("text"),
      text: Text.optional(),
      htmlText: Text.optional(),
      markdownText: Text.optional(),
    })
    .refine(({ text, htmlText, markdownText }) => text ?? htmlText ?? markdownText, {
      message: "one of text, htmlText, markdownText is required",
    })
    .refine(({ htmlText, markdownText }) => htmlText === undefined || markdownText === undefined, {
      message: "htmlText and markdownText are mutually exclusive",
    }),
  z.looseObject({ type: z.literal("image"), ...media }),
  z.looseObject({ type: z.literal("file"), ...media }),
]);

const Author = z.object({
  type: z.enum(["user", "business"]),
  userId: z.string().optional(),
  userExternalId: z.string().optional(),
  displayName: z.string().max(100).optional(),
  avatarUrl: z.string().max(2048).optional(),
  subtypes: z
    .array(z.enum(["AI", "activity", "agent", "bot"]))
    .length(1)
    .optional(),
});

const PostMessage = z.object({ author: Author, content: PostedContent, metadata: MetadataBody });

const PostActivity = z.object({
  author: z.object({
    type: z.enum(["user", "business"]),
    userId: z.string().optional(),
    userExternalId: z.string().optional(),
  }),
  type: z.enum(["typing:start", "typing:stop", "conversation:read"]),
});

function authorOf(
  world: World,
  conversation: Conversation,
  author: z.infer<typeof Author>,
): Message["author"] {
  const { userId, userExternalId, displayName, avatarUrl, subtypes } = author;
  const shown = {
    ...(displayName === undefined ? {} : { displayName }),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    ...(subtypes === undefined ? {} : { subtypes }),
  };
  if (author.type === "business") return { type: "business", ...shown };
  const user = userOf(world, userId ?? userExternalId ?? "");
  if (user.id !== conversation.userId)
    throw badRequest("The author is not a participant of the conversation.");
  const name = [user.profile.givenName, user.profile.surname].filter(Boolean).join(" ");
  return { type: "user", userId: user.id, ...(name === "" ? {} : { displayName: name }), ...shown };
}

/** A file of ours must belong to this conversation (zendesk.md §4); what is known about it is filled in. */
function contentOf(world: World, conversation: Conversation, posted: z.infer<typeof PostedContent>): Content {
  if (posted.type === "text") return plainText(posted);
  const attachment = attachmentAt(world, posted.mediaUrl);
  if (attachment === "foreign") return posted;
  if (
    attachment === undefined ||
    (attachment.conversationId !== undefined && attachment.conversationId !== conversation.id)
  )
    throw badRequest("The media URL does not belong to this conversation.");
  return {
    ...posted,
    altText: posted.altText ?? attachment.name,
    mediaType: attachment.mediaType,
    mediaSize: attachment.size,
    attachmentId: attachment.id,
  };
}

/** Texts with markup carry a plain one as well. */
function plainText(posted: Content): Content {
  const { text, htmlText, markdownText } = posted;
  return { ...posted, text: text ?? markdownText ?? (htmlText ?? "").replace(/<[^>]*>/gu, "") };
}

export function messageRoutes(route: Route, world: World): void {
  route("post", "/conversations/:conversationId/messages", "integration", 201, (call) => {
    const conversation = conversationOf(world, call);
    const body = PostMessage.parse(call.request.body);
    if (world.messages.count("conversation", conversation.id) >= MESSAGES_PER_CONVERSATION)
      throw new Refusal(423, "locked", "Message limit of 30000 per conversation reached.");
    const message = addMessage(world, conversation.id, {
      author: authorOf(world, conversation, body.author),
      content: contentOf(world, conversation, body.content),
      source: {
        type: "api:conversations",
        ...(call.key.integrationId === undefined ? {} : { integrationId: call.key.integrationId }),
      },
      ...(body.metadata ? { metadata: body.metadata } : {}),
    });
    return { messages: [messageShape(message)] };
  });

  route("get", "/conversations/:conversationId/messages", "integration", 200, (call) => {
    const conversation = world.conversations.get(call.params.conversationId);
    // Not conversation_not_found here (zendesk.md §2).
    if (conversation === undefined) throw notFound();
    const all = visibleMessages(world, call.request, world.messages.by("conversation", conversation.id));
    const page = cursorPage(call.request, world.origin(), all, true);
    return { messages: page.rows.map(messageShape), meta: page.meta, links: page.links };
  });

  route("delete", "/conversations/:conversationId/messages", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    for (const message of world.messages.by("conversation", conversation.id))
      world.messages.delete(message.id);
  });

  route("delete", "/conversations/:conversationId/messages/:messageId", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { messageId } = z.object({ messageId: z.string() }).parse(call.request.params);
    if (world.messages.get(messageId)?.conversationId !== conversation.id) throw notFound();
    world.messages.delete(messageId);
    if (conversation.ticketId !== undefined)
      world.announce({ type: "ticket", ticketId: String(conversation.ticketId) });
  });

  route("post", "/conversations/:conversationId/activity", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { author, type } = PostActivity.parse(call.request.body);
    const source = "api:conversations";
    if (author.type === "business") {
      if (type === "conversation:read")
        world.conversations.put({ ...conversation, businessLastRead: world.clock.now() });
      publishActivity(world, conversation, type, source, { type: "business" });
      return;
    }
    if (type !== "conversation:read")
      throw badRequest("Only conversation:read is supported for an author of type user.");
    const user = userOf(world, author.userId ?? author.userExternalId ?? "");
    publishActivity(world, conversation, type, source, { type: "user", user });
  });
}
