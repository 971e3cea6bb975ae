/** Webhook events: who gets one and what it says (zendesk.md §3). */
import type { Conversation, Message, Metadata, User, Webhook } from "./entities.ts";
import { truncatedConversation, userShape, webhookMessage } from "./shapes.ts";
import { iso, type World } from "./world.ts";

export const triggers = [
  "conversation:create",
  "conversation:message",
  "conversation:read",
  "conversation:remove",
  "conversation:typing",
  "switchboard:acceptControl",
  "switchboard:offerControl",
  "switchboard:passControl",
  "switchboard:releaseControl",
  "user:merge",
  "user:remove",
  "user:update",
] as const;
export type Trigger = (typeof triggers)[number];

/** An integration inside the switchboard that is on standby gets nothing unless it asked for it (zendesk.md §5.1). */
function listens(world: World, webhook: Webhook, conversation: Conversation | undefined): boolean {
  if (conversation === undefined) return true;
  const seat = world.switchboardIntegrations
    .all()
    .find((candidate) => candidate.integrationId === webhook.integrationId);
  if (seat === undefined || seat.deliverStandbyEvents) return true;
  return conversation.active === seat.id || conversation.pending === seat.id;
}

function publish(
  world: World,
  type: Trigger,
  conversation: Conversation | undefined,
  payload: (webhook: Webhook) => Record<string, unknown>,
): void {
  for (const webhook of world.webhooks.all()) {
    if (!webhook.triggers.includes(type) || !listens(world, webhook, conversation)) continue;
    const createdAt = iso(world.clock.now());
    world.queueDelivery({
      id: world.newId(),
      webhookId: webhook.id,
      target: webhook.target,
      body: {
        app: { id: world.account().appId },
        webhook: { id: webhook.id, version: "v2" },
        events: [
          {
            id: world.newId(),
            createdAt,
            type,
            payload: {
              ...(conversation === undefined
                ? {}
                : {
                    conversation: {
                      ...truncatedConversation(world, conversation),
                      brandId: world.account().brandId,
                    },
                  }),
              ...payload(webhook),
            },
          },
        ],
      },
      attempts: [],
      state: "pending",
      nextAt: world.clock.now(),
    });
  }
}

/** Whoever wrote it: what a program posts itself comes back to it as well (zendesk.md §3). */
export const publishMessage = (world: World, conversation: Conversation, message: Message): void =>
  publish(world, "conversation:message", conversation, (webhook) => ({
    message: webhookMessage(world, message, webhook),
  }));

export const publishConversationCreated = (world: World, conversation: Conversation, user: User): void =>
  publish(world, "conversation:create", conversation, (webhook) => ({
    user: userShape(user, webhook.includeFullUser),
    creationReason: "none",
    source: { type: "api:conversations" },
  }));

export const publishConversationRemoved = (world: World, conversation: Conversation): void =>
  publish(world, "conversation:remove", conversation, () => ({}));

export const publishUser = (world: World, type: "user:remove" | "user:update", user: User): void =>
  publish(world, type, undefined, (webhook) => ({ user: userShape(user, webhook.includeFullUser) }));

export const publishMerge = (
  world: World,
  surviving: User,
  discarded: User,
  details: { reason: "api" | "channelLinking" | "sdkLogin"; discardedMetadata?: Metadata },
): void =>
  publish(world, "user:merge", undefined, (webhook) => ({
    mergedUsers: {
      surviving: userShape(surviving, webhook.includeFullUser),
      discarded: userShape(discarded, webhook.includeFullUser),
    },
    ...details,
  }));

export const publishControl = (
  world: World,
  type: Extract<Trigger, `switchboard:${string}`>,
  conversation: Conversation,
  details: { metadata?: Record<string, unknown>; reason?: "ticketClosed" | "transferToEmail" },
): void => publish(world, type, conversation, () => details);

export const publishActivity = (
  world: World,
  conversation: Conversation,
  activity: "typing:start" | "typing:stop" | "conversation:read",
  source: string,
  author: { type: "business"; displayName?: string } | { type: "user"; user: User },
): void =>
  publish(
    world,
    activity === "conversation:read" ? "conversation:read" : "conversation:typing",
    conversation,
    (webhook) => ({
      activity: {
        type: activity,
        author:
          author.type === "business"
            ? author
            : { type: "user", userId: author.user.id, user: userShape(author.user, webhook.includeFullUser) },
        source: { type: source },
      },
    }),
  );
