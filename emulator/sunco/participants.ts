/** Participants of conversations: listed, joining and leaving groups. */
import * as z from "zod";
import { badRequest, notFound } from "../refusal.ts";
import { publishParticipant } from "../world/messaging/events.ts";
import {
  addParticipant,
  isPersonal,
  participantOf,
  participantsOf,
  removeParticipant,
  unreadCount,
} from "../world/messaging/participants.ts";
import type { Conversation, Participant, User } from "../world/state/entities.ts";
import { iso, type World } from "../world/world.ts";
import { conversationOf, namedUser, namesOne } from "./named.ts";
import { cursorPage } from "./pages.ts";
import type { Call, Route } from "./route.ts";

/** Of one conversation. */
export const MOST_PARTICIPANTS = 10;

/** One of both ids, not both. */
export const NamedParticipant = z
  .object({
    userId: z.string().optional(),
    userExternalId: z.string().optional(),
    subscribeSDKClient: z.boolean().optional(),
  })
  .refine(namesOne, "one of userId and userExternalId is required, but not both");

const Leave = z
  .object({
    userId: z.string().optional(),
    userExternalId: z.string().optional(),
    participantId: z.string().optional(),
  })
  .refine(
    (body) => [body.userId, body.userExternalId, body.participantId].filter(Boolean).length === 1,
    "exactly one of userId, userExternalId and participantId is required",
  );

function participantShape(world: World, participant: Participant) {
  const externalId = world.users.get(participant.userId)?.externalId;
  const { id, userId, lastRead } = participant;
  return {
    id,
    userId,
    ...(externalId === undefined ? {} : { userExternalId: externalId }),
    unreadCount: unreadCount(world, participant),
    clientAssociations: world.clients
      .by("user", userId)
      .filter((client) => client.conversationId === participant.conversationId && client.status === "active")
      .map(({ type, id: clientId }) => ({ type, clientId })),
    ...(lastRead === undefined ? {} : { lastRead: iso(lastRead) }),
  };
}

export function participantRoutes(route: Route, world: World): void {
  route("get", "/conversations/:conversationId/participants", "integration", 200, (call) => {
    const page = cursorPage(call.request, world.origin(), participantsOf(world, conversationOf(world, call)));
    return {
      participants: page.rows.map((row) => participantShape(world, row)),
      meta: page.meta,
      links: page.links,
    };
  });

  route("post", "/conversations/:conversationId/join", "integration", 201, (call) => {
    const conversation = groupOf(world, call);
    const user = namedUser(world, NamedParticipant.parse(call.request.body));
    const known = participantOf(world, conversation, user.id);
    if (known !== undefined) return { participant: participantShape(world, known) };
    if (participantsOf(world, conversation).length >= MOST_PARTICIPANTS)
      throw badRequest("Too many participants");
    const participant = addParticipant(world, conversation.id, user.id);
    const joined =
      conversation.userId === ""
        ? world.conversations.put({ ...conversation, userId: user.id })
        : conversation;
    publishParticipant(world, "conversation:join", joined, user);
    return { participant: participantShape(world, participant) };
  });

  route("post", "/conversations/:conversationId/leave", "integration", 200, (call) => {
    const conversation = groupOf(world, call);
    const { participant, user } = leaving(world, conversation, Leave.parse(call.request.body));
    removeParticipant(world, conversation, participant);
    publishParticipant(world, "conversation:leave", conversation, user);
  });
}

function groupOf(world: World, call: Call): Conversation {
  const conversation = conversationOf(world, call);
  // The wording is not documented.
  if (isPersonal(conversation))
    throw badRequest("Participants can join and leave conversations of type sdkGroup only.");
  return conversation;
}

function leaving(
  world: World,
  conversation: Conversation,
  body: z.infer<typeof Leave>,
): { participant: Participant; user: User } {
  const participant =
    body.participantId === undefined
      ? participantOf(world, conversation, namedUser(world, body).id)
      : participantsOf(world, conversation).find(({ id }) => id === body.participantId);
  const user = participant === undefined ? undefined : world.users.get(participant.userId);
  if (participant === undefined || user === undefined)
    throw notFound("not_found", "User is not a member of the conversation");
  return { participant, user };
}
