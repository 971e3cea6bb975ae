/** Who takes part in a conversation, and what they have read of it. */
import type { Conversation, Participant, User } from "../state/entities.ts";
import type { World } from "../world.ts";

export const isPersonal = ({ type }: Conversation): boolean => type !== "sdkGroup";

/** A personal conversation has its user for participant, also one from before participants were kept. */
export function participantsOf(world: World, conversation: Conversation): Participant[] {
  const kept = world.participants.by("conversation", conversation.id);
  if (kept.length > 0 || !isPersonal(conversation)) return kept;
  return [addParticipant(world, conversation.id, conversation.userId)];
}

export const participantOf = (
  world: World,
  conversation: Conversation,
  userId: string,
): Participant | undefined =>
  participantsOf(world, conversation).find((participant) => participant.userId === userId);

export const addParticipant = (world: World, conversationId: string, userId: string): Participant =>
  world.participants.put({ id: world.newId(), conversationId, userId });

/** The conversations a user takes part in, oldest first. */
export function conversationsOf(world: World, user: User): Conversation[] {
  const groups = world.participants
    .by("user", user.id)
    .flatMap(({ conversationId }) => world.conversations.get(conversationId) ?? []);
  const all = [...world.conversations.by("user", user.id).filter(isPersonal), ...groups];
  return [...new Map(all.map((conversation) => [conversation.id, conversation])).values()].toSorted(
    (one, other) => one.createdAt - other.createdAt,
  );
}

/** The user has read everything up to now. */
export function markRead(world: World, participant: Participant): void {
  const last = world.messages.by("conversation", participant.conversationId).at(-1);
  world.participants.put({
    ...participant,
    lastRead: world.clock.now(),
    ...(last === undefined ? {} : { lastReadMessageId: last.id }),
  });
}

/** Messages of others since the user last read or wrote; silent ones do not count. */
export function unreadCount(world: World, participant: Participant): number {
  let unread = 0;
  const { userId, lastReadMessageId, conversationId } = participant;
  for (const { id, author, destination } of world.messages.by("conversation", conversationId).toReversed()) {
    if (id === lastReadMessageId || author.userId === userId) break;
    if (destination?.integrationType !== "none") unread += 1;
  }
  return unread;
}

/** Takes a user out of a group. */
export function removeParticipant(world: World, conversation: Conversation, participant: Participant): void {
  world.participants.delete(participant.id);
  if (conversation.userId !== participant.userId) return;
  const next = world.participants.by("conversation", conversation.id)[0];
  world.conversations.put({ ...conversation, userId: next?.userId ?? "" });
}

/** Two users become one: wherever the discarded one takes part, the surviving one does, once. */
export function mergeParticipants(world: World, survivingId: string, discardedId: string): void {
  for (const participant of world.participants.by("user", discardedId)) {
    const others = world.participants.by("conversation", participant.conversationId);
    if (others.some(({ userId }) => userId === survivingId)) world.participants.delete(participant.id);
    else world.participants.put({ ...participant, userId: survivingId });
    for (const message of world.messages.by("conversation", participant.conversationId))
      if (message.author.userId === discardedId)
        world.messages.put({ ...message, author: { ...message.author, userId: survivingId } });
  }
}
