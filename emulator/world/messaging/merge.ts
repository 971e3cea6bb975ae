/** Two users who turn out to be one person (zendesk.md §7: their ids change in the middle of a chat). */
import type { Metadata, User } from "../state/entities.ts";
import type { World } from "../world.ts";
import { publishMerge } from "./events.ts";
import { mergeParticipants } from "./participants.ts";

type MergeReason = "api" | "channelLinking" | "sdkLogin";

/** zendesk.md §2. */
const METADATA_BYTES = 4096;

/**
 * The discarded user's conversations and messages go to the surviving one, whose own data wins; the discarded
 * id stops working. Undefined when either does not exist or both are the same.
 */
export function mergeUsers(
  world: World,
  survivingId: string,
  discardedId: string,
  reason: MergeReason,
): User | undefined {
  const surviving = world.users.get(survivingId);
  const discarded = world.users.get(discardedId);
  if (surviving === undefined || discarded === undefined || survivingId === discardedId) return undefined;

  const { metadata, left } = mergedMetadata(surviving.metadata, discarded.metadata);
  const externalId = surviving.externalId ?? discarded.externalId;
  const zendeskId = surviving.zendeskId ?? discarded.zendeskId;
  const merged = world.users.put({
    ...surviving,
    ...(externalId === undefined ? {} : { externalId }),
    ...(zendeskId === undefined ? {} : { zendeskId }),
    profile: { ...discarded.profile, ...surviving.profile },
    metadata,
    toBeRetained: surviving.toBeRetained || discarded.toBeRetained,
  });
  const hasDefault = world.conversations.by("user", survivingId).some(({ isDefault }) => isDefault);
  for (const conversation of world.conversations.by("user", discardedId)) {
    world.conversations.put({
      ...conversation,
      userId: survivingId,
      isDefault: conversation.isDefault && !hasDefault,
    });
    for (const message of world.messages.by("conversation", conversation.id))
      if (message.author.userId === discardedId)
        world.messages.put({ ...message, author: { ...message.author, userId: survivingId } });
    const ticket = conversation.ticketId === undefined ? undefined : world.tickets.get(conversation.ticketId);
    if (ticket !== undefined && zendeskId !== undefined)
      world.tickets.put({ ...ticket, requesterId: zendeskId });
  }
  for (const client of world.clients.by("user", discardedId))
    world.clients.put({ ...client, userId: survivingId });
  mergeParticipants(world, survivingId, discardedId);
  world.users.delete(discardedId);
  publishMerge(world, merged, discarded, {
    reason,
    ...(Object.keys(left).length === 0 ? {} : { discardedMetadata: left }),
  });
  return merged;
}

/** The surviving user's values win; what no longer fits is left. */
function mergedMetadata(surviving: Metadata, discarded: Metadata): { metadata: Metadata; left: Metadata } {
  const metadata = { ...surviving };
  const left: Metadata = {};
  for (const [key, value] of Object.entries(discarded)) {
    if (key in surviving) continue;
    const fits = Buffer.byteLength(JSON.stringify({ ...metadata, [key]: value })) <= METADATA_BYTES;
    (fits ? metadata : left)[key] = value;
  }
  return { metadata, left };
}
