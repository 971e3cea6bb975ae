/** Conversations of Sunshine Conversations: of one user, or of a group. */
import * as z from "zod";
import { badRequest } from "../refusal.ts";
import { publishConversationCreated } from "../world/messaging/events.ts";
import { addParticipant, conversationsOf, isPersonal } from "../world/messaging/participants.ts";
import { conversationShape } from "../world/messaging/shapes.ts";
import { defaultSeat } from "../world/messaging/switchboard.ts";
import type { Conversation } from "../world/state/entities.ts";
import { removeConversation } from "../world/ticketing/sessions.ts";
import type { World } from "../world/world.ts";
import { MetadataBody, MetadataPatch, patchMetadata } from "./metadata.ts";
import { conversationOf, namedUser, namesOne } from "./named.ts";
import { cursorPage } from "./pages.ts";
import { MOST_PARTICIPANTS, NamedParticipant } from "./participants.ts";
import type { Route } from "./route.ts";

const texts = {
  displayName: z.string().min(1).max(100).nullish(),
  description: z.string().min(1).max(100).nullish(),
  iconUrl: z.url().max(2048).nullish(),
};
const CreateConversation = z
  .object({
    type: z.enum(["personal", "sdkGroup"]),
    participants: z.array(NamedParticipant).max(MOST_PARTICIPANTS).default([]),
    ...texts,
    metadata: MetadataBody,
  })
  .refine(
    ({ type, participants }) => type === "sdkGroup" || participants.length === 1,
    "a personal conversation needs exactly one participant",
  );
const PatchConversation = z.object({ ...texts, metadata: MetadataPatch });

const ListQuery = z
  .object({ "filter[userId]": z.string().optional(), "filter[userExternalId]": z.string().optional() })
  .transform((query) => ({
    userId: query["filter[userId]"],
    userExternalId: query["filter[userExternalId]"],
  }))
  .refine(namesOne, "one of filter[userId] and filter[userExternalId] is required, but not both");

/** Null takes a text away, a missing one stays. */
function withTexts<Kept extends Pick<Conversation, "displayName" | "description" | "iconUrl">>(
  before: Kept,
  patch: z.infer<typeof PatchConversation>,
) {
  const { displayName, description, iconUrl, ...rest } = before;
  const next = (old: string | undefined, given: string | null | undefined) =>
    given === undefined ? old : (given ?? undefined);
  const name = next(displayName, patch.displayName);
  const about = next(description, patch.description);
  const icon = next(iconUrl, patch.iconUrl);
  return {
    ...rest,
    ...(name === undefined ? {} : { displayName: name }),
    ...(about === undefined ? {} : { description: about }),
    ...(icon === undefined ? {} : { iconUrl: icon }),
  };
}

export function conversationRoutes(route: Route, world: World): void {
  route("post", "/conversations", "integration", 201, ({ request }) => {
    const body = CreateConversation.parse(request.body);
    const users = body.participants.map((named) => namedUser(world, named));
    const [first] = users;
    const personal = body.type === "personal";
    const others = personal && first !== undefined ? conversationsOf(world, first).filter(isPersonal) : [];
    // The body is not documented (zendesk.md §4): a plain refusal.
    if (others.length > 0 && !world.settings().multiConversations)
      throw badRequest("Multiple conversations are not enabled for this app.");
    const responder = defaultSeat(world);
    const id = world.newId();
    const conversation = world.conversations.put(
      withTexts<Conversation>(
        {
          id,
          type: body.type,
          userId: first?.id ?? "",
          metadata: body.metadata ?? {},
          isDefault: personal && others.length === 0,
          createdAt: world.clock.now(),
          ...(responder === undefined ? {} : { active: responder.id }),
          passed: false,
          passMetadata: {},
          fresh: "none",
        },
        body,
      ),
    );
    for (const userId of new Set(users.map((user) => user.id))) addParticipant(world, id, userId);
    publishConversationCreated(world, conversation, personal ? first : undefined);
    return { conversation: conversationShape(world, conversation) };
  });

  route("get", "/conversations", "integration", 200, ({ request }) => {
    const user = namedUser(world, ListQuery.parse(request.query));
    const page = cursorPage(request, world.origin(), conversationsOf(world, user));
    return {
      conversations: page.rows.map((row) => conversationShape(world, row)),
      meta: page.meta,
      links: page.links,
    };
  });

  const one = "/conversations/:conversationId";
  route("get", one, "integration", 200, (call) => ({
    conversation: conversationShape(world, conversationOf(world, call)),
  }));

  route("patch", one, "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const body = PatchConversation.parse(call.request.body);
    const metadata = patchMetadata(conversation.metadata, body.metadata, "Conversation");
    const next = world.conversations.put({ ...withTexts(conversation, body), metadata });
    return { conversation: conversationShape(world, next) };
  });

  route("delete", one, "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    if (conversation.isDefault)
      throw badRequest(`Conversation ${conversation.id} cannot be deleted because it is the default.`);
    removeConversation(world, conversation);
  });
}
