/** Conversations of Sunshine Conversations. */
import * as z from "zod";
import { badRequest, notFound } from "../refusal.ts";
import { publishConversationCreated } from "../world/events.ts";
import { removeConversation } from "../world/sessions.ts";
import { conversationShape, userShape } from "../world/shapes.ts";
import { defaultSeat } from "../world/switchboard.ts";
import type { World } from "../world/world.ts";
import {
  conversationOf,
  cursorPage,
  MetadataBody,
  MetadataPatch,
  patchMetadata,
  type Route,
  userOf,
} from "./common.ts";

const CreateConversation = z.object({
  type: z.literal("personal", "The emulator knows personal conversations only."),
  participants: z
    .array(z.object({ userId: z.string().optional(), userExternalId: z.string().optional() }))
    .length(1, "A personal conversation needs exactly one participant."),
  displayName: z.string().max(100).nullish(),
  description: z.string().max(100).nullish(),
  iconUrl: z.string().max(2048).nullish(),
  metadata: MetadataBody,
});

const PatchConversation = z.object({
  displayName: z.string().max(100).nullish(),
  description: z.string().max(100).nullish(),
  iconUrl: z.string().max(2048).nullish(),
  metadata: MetadataPatch,
});

const ListQuery = z.object({
  "filter[userId]": z.string().optional(),
  "filter[userExternalId]": z.string().optional(),
});

type Texts = Pick<z.infer<typeof PatchConversation>, "displayName" | "description" | "iconUrl">;

const texts = ({ displayName, description, iconUrl }: Texts) => ({
  ...(displayName ? { displayName } : {}),
  ...(description ? { description } : {}),
  ...(iconUrl ? { iconUrl } : {}),
});

export function conversationRoutes(route: Route, world: World): void {
  route("post", "/conversations", "integration", 201, ({ request }) => {
    const body = CreateConversation.parse(request.body);
    const [participant] = body.participants;
    const user = userOf(world, participant?.userId ?? participant?.userExternalId ?? "");
    const others = world.conversations.by("user", user.id);
    // The body is not documented (zendesk.md §4): a plain refusal.
    if (others.length > 0 && !world.settings().multiConversations)
      throw badRequest("Multiple conversations are not enabled for this app.");
    const responder = defaultSeat(world);
    const conversation = world.conversations.put({
      id: world.newId(),
      userId: user.id,
      ...texts(body),
      metadata: body.metadata ?? {},
      isDefault: others.length === 0,
      createdAt: world.clock.now(),
      ...(responder === undefined ? {} : { active: responder.id }),
      passed: false,
      passMetadata: {},
      fresh: "none",
    });
    publishConversationCreated(world, conversation, user);
    return { conversation: conversationShape(world, conversation) };
  });

  route("get", "/conversations", "integration", 200, ({ request }) => {
    const query = ListQuery.parse(request.query);
    const wanted = query["filter[userId]"] ?? query["filter[userExternalId]"];
    if (wanted === undefined) throw badRequest("filter[userId] or filter[userExternalId] is required.");
    const user = userOf(world, wanted);
    const page = cursorPage(request, world.origin(), world.conversations.by("user", user.id));
    return {
      conversations: page.rows.map((row) => conversationShape(world, row)),
      meta: page.meta,
      links: page.links,
    };
  });

  route("get", "/conversations/:conversationId", "integration", 200, (call) => ({
    conversation: conversationShape(world, conversationOf(world, call)),
  }));

  route("patch", "/conversations/:conversationId", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const body = PatchConversation.parse(call.request.body);
    const next = world.conversations.put({
      ...conversation,
      ...texts(body),
      metadata: patchMetadata(conversation.metadata, body.metadata),
    });
    return { conversation: conversationShape(world, next) };
  });

  route("delete", "/conversations/:conversationId", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    if (conversation.isDefault)
      throw badRequest(`Conversation ${conversation.id} cannot be deleted because it is the default.`);
    removeConversation(world, conversation);
  });

  route("get", "/conversations/:conversationId/participants", "integration", 200, (call) => {
    const { id, userId } = conversationOf(world, call);
    const user = world.users.get(userId);
    if (user === undefined) throw notFound("user_not_found", "User not found");
    const { externalId } = userShape(user, false);
    return {
      participants: [
        { id, userId, ...(externalId === undefined ? {} : { userExternalId: externalId }), unreadCount: 0 },
      ],
      meta: { hasMore: false },
    };
  });
}
