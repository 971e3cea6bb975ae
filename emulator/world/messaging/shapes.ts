/** Sunshine Conversations' JSON for what the tables hold (OpenAPI 17.12.1). */
import type { Client, Conversation, Message, User, Webhook } from "../state/entities.ts";
import { iso, type World } from "../world.ts";

function switchboardSeat(world: World, id: string | undefined) {
  const seat = id === undefined ? undefined : world.switchboardIntegrations.get(id);
  if (seat === undefined) return undefined;
  return {
    id: seat.id,
    name: seat.name,
    integrationId: seat.integrationId,
    integrationType: seat.integrationType,
  };
}

/** The conversation as events carry it. */
export function truncatedConversation(world: World, conversation: Conversation) {
  const active = switchboardSeat(world, conversation.active);
  const pending = switchboardSeat(world, conversation.pending);
  return {
    id: conversation.id,
    type: conversation.type ?? "personal",
    metadata: conversation.metadata,
    ...(active === undefined ? {} : { activeSwitchboardIntegration: active }),
    ...(pending === undefined ? {} : { pendingSwitchboardIntegration: pending }),
  };
}

/** The conversation as the API shows it. */
export function conversationShape(world: World, conversation: Conversation) {
  const { displayName, description, iconUrl, lastUpdatedAt, businessLastRead } = conversation;
  return {
    ...truncatedConversation(world, conversation),
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
    ...(iconUrl === undefined ? {} : { iconUrl }),
    isDefault: conversation.isDefault,
    ...(businessLastRead === undefined ? {} : { businessLastRead: iso(businessLastRead) }),
    lastUpdatedAt: iso(lastUpdatedAt ?? conversation.createdAt),
    createdAt: iso(conversation.createdAt),
  };
}

/** Outside `full`, events and authors carry only what identifies the user. */
export function userShape(user: User, full: boolean) {
  return {
    id: user.id,
    ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
    authenticated: user.authenticated ?? false,
    ...(user.zendeskId === undefined ? {} : { zendeskId: String(user.zendeskId) }),
    ...(user.brandId === undefined ? {} : { brandId: user.brandId }),
    ...(full
      ? {
          profile: user.profile,
          metadata: user.metadata,
          identities: user.identities ?? [],
          signedUpAt: user.signedUpAt,
          toBeRetained: user.toBeRetained,
        }
      : {}),
  };
}

/** The message as the API shows it. */
export function messageShape(message: Message) {
  return {
    id: message.id,
    received: iso(message.received),
    author: message.author,
    content: message.content,
    source: message.source,
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.activity === undefined ? {} : { activity: message.activity }),
    ...(message.quotedMessage === undefined ? {} : { quotedMessage: message.quotedMessage }),
    ...(message.deleted === undefined ? {} : { deleted: message.deleted }),
  };
}

/** Client and device are of the full source only; a program has neither (zendesk.md §3.1). */
export const sourceShape = <Source extends object>(source: Source, webhook: Webhook) => ({
  ...source,
  ...(webhook.includeFullSource ? { client: null, device: null } : {}),
});

/** The message as an event carries it, in the extent that the webhook asked for. */
export function webhookMessage(world: World, message: Message, webhook: Webhook) {
  const user = message.author.userId === undefined ? undefined : world.users.get(message.author.userId);
  return {
    ...messageShape(message),
    author: {
      ...message.author,
      ...(user === undefined ? {} : { user: userShape(user, webhook.includeFullUser) }),
    },
    source: sourceShape(message.source, webhook),
  };
}

export function clientShape(client: Client) {
  const { linkedAt, userId: _user, conversationId: _conversation, ...shown } = client;
  return { ...shown, ...(linkedAt === undefined ? {} : { linkedAt: iso(linkedAt) }) };
}

export function webhookShape(webhook: Webhook) {
  const { id, target, triggers, secret, includeFullUser, includeFullSource } = webhook;
  return { id, version: "v2", target, triggers, secret, includeFullUser, includeFullSource };
}
