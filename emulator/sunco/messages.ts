/** Messages of Sunshine Conversations. */
import * as z from "zod";
import { visibleMessages } from "../faults/lists.ts";
import { badRequest, notFound, Refusal } from "../refusal.ts";
import { forgetFiles } from "../world/messaging/attachments.ts";
import { addMessage } from "../world/messaging/messages.ts";
import { isPersonal, participantOf } from "../world/messaging/participants.ts";
import { redactMessage } from "../world/messaging/redaction.ts";
import { messageShape } from "../world/messaging/shapes.ts";
import type { Conversation, Message } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { PostedContent } from "./content.ts";
import { keptContent } from "./kept-content.ts";
import { MetadataBody } from "./metadata.ts";
import { conversationOf, namedUser, namesOne } from "./named.ts";
import { cursorPage } from "./pages.ts";
import type { Route } from "./route.ts";

/** zendesk.md §2. */
const MESSAGES_PER_CONVERSATION = 30_000;

const Author = z
  .object({
    type: z.enum(["user", "business"]),
    userId: z.string().optional(),
    userExternalId: z.string().optional(),
    brandId: z.string().min(1).max(24).nullish(),
    displayName: z.string().max(100).optional(),
    avatarUrl: z.url().max(2048).optional(),
    // `agent` and `bot` are told, and cannot be said.
    subtypes: z
      .array(z.enum(["AI", "activity"]))
      .length(1)
      .optional(),
  })
  .refine(
    (author) => author.type === "business" || namesOne(author),
    "one of userId and userExternalId is required for an author of type user, but not both",
  )
  .refine(
    ({ type, userId, userExternalId }) => type === "user" || (userId ?? userExternalId) === undefined,
    "userId and userExternalId are only supported for an author of type user",
  );

const Destination = z
  .object({ integrationId: z.string().optional(), integrationType: z.string().optional() })
  .refine(
    ({ integrationId, integrationType }) => (integrationId === undefined) !== (integrationType === undefined),
    "one of integrationId and integrationType is required, but not both",
  );

const Payload = z.looseObject({ payload: z.looseObject({}) });
const Override = z.strictObject({
  apple: Payload.optional(),
  line: Payload.optional(),
  messenger: Payload.optional(),
  whatsapp: Payload.optional(),
});

const PostMessage = z.object({
  author: Author,
  content: PostedContent,
  destination: Destination.optional(),
  metadata: MetadataBody,
  override: Override.optional(),
  schema: z.literal("whatsapp").optional(),
});

function authorOf(
  world: World,
  conversation: Conversation,
  author: z.infer<typeof Author>,
): Message["author"] {
  const { displayName, avatarUrl, subtypes } = author;
  const shown = {
    ...(displayName === undefined ? {} : { displayName }),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    ...(subtypes === undefined ? {} : { subtypes }),
  };
  if (author.type === "business") return { type: "business", ...shown };
  const user = namedUser(world, author);
  if (participantOf(world, conversation, user.id) === undefined)
    throw badRequest("The author is not a participant of the conversation.");
  const name = [user.profile.givenName, user.profile.surname].filter(Boolean).join(" ");
  return { type: "user", userId: user.id, ...(name === "" ? {} : { displayName: name }), ...shown };
}

/** Where a message is to be shown: only what the business says to one user can be aimed. */
function destinationOf(
  world: World,
  conversation: Conversation,
  { author, destination }: z.infer<typeof PostMessage>,
): Message["destination"] {
  if (destination === undefined) return undefined;
  if (author.type !== "business" || !isPersonal(conversation))
    throw badRequest(
      "destination is only applicable if the author is business and the conversation personal.",
    );
  const { integrationId, integrationType } = destination;
  if (integrationType === "none") return { integrationType };
  if (integrationId !== undefined && world.integrations.get(integrationId) === undefined)
    throw notFound("integration_not_found", "Integration not found");
  const client = world.clients
    .by("user", conversation.userId)
    .filter((candidate) => candidate.conversationId === conversation.id && candidate.status === "active")
    .find((candidate) => candidate.integrationId === integrationId || candidate.type === integrationType);
  if (client === undefined)
    throw badRequest("The user has no client for this destination attached to the conversation.");
  return { integrationId: client.integrationId, integrationType: client.type };
}

export function messageRoutes(route: Route, world: World): void {
  const messages = "/conversations/:conversationId/messages";

  route("post", messages, "integration", 201, (call) => {
    const conversation = conversationOf(world, call);
    const body = PostMessage.parse(call.request.body);
    if (world.messages.count("conversation", conversation.id) >= MESSAGES_PER_CONVERSATION)
      throw new Refusal(423, "locked", "Message limit of 30000 per conversation reached.");
    const destination = destinationOf(world, conversation, body);
    const { integrationId } = call.caller;
    const message = addMessage(world, conversation.id, {
      author: authorOf(world, conversation, body.author),
      content: keptContent(world, conversation, body.content),
      source: { type: "api:conversations", ...(integrationId === undefined ? {} : { integrationId }) },
      ...(body.metadata ? { metadata: body.metadata } : {}),
      ...(destination === undefined ? {} : { destination }),
    });
    return { messages: [messageShape(message)] };
  });

  route("get", messages, "integration", 200, (call) => {
    const conversation = world.conversations.get(call.params.conversationId);
    // Not conversation_not_found here (zendesk.md §2).
    if (conversation === undefined) throw notFound();
    const all = visibleMessages(world, call.request, world.messages.by("conversation", conversation.id));
    const page = cursorPage(call.request, world.origin(), all, true);
    return { messages: page.rows.map(messageShape), meta: page.meta, links: page.links };
  });

  const forget = (conversation: Conversation, gone: readonly Message[]): void => {
    for (const { id } of gone) world.messages.delete(id);
    forgetFiles(world, gone);
    if (conversation.ticketId !== undefined)
      world.announce({ type: "ticket", ticketId: String(conversation.ticketId) });
  };
  route("delete", messages, "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    forget(conversation, world.messages.by("conversation", conversation.id));
  });
  route("delete", `${messages}/:messageId`, "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const message = world.messages.get(call.params.messageId);
    if (message?.conversationId !== conversation.id || message.deleted === true) throw notFound();
    if (world.settings().deletedMessages === "placeholder") redactMessage(world, message.id);
    else forget(conversation, [message]);
  });
}
