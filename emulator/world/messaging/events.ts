/** Webhook events of users, conversations and messages: what each says (zendesk.md §3). */

import type { Client, Conversation, Message, Metadata, User } from "../state/entities.ts";
import type { World } from "../world.ts";
import { publish } from "./deliveries.ts";
import { clientShape, sourceShape, userShape, webhookMessage } from "./shapes.ts";

export { type Trigger, triggers } from "./deliveries.ts";

/** Where an event comes from, e.g. `api:conversations` or the channel `web`. */
export interface Source {
  readonly type: string;
  readonly integrationId?: string;
}
const fromApi: Source = { type: "api:conversations" };

/** Whoever wrote it: what a program posts itself comes back to it as well (zendesk.md §3). */
export const publishMessage = (world: World, conversation: Conversation, message: Message): void =>
  publish(world, "conversation:message", conversation, (webhook) => ({
    message: webhookMessage(world, message, webhook),
  }));

const creationReasons = [
  "linkRequest",
  "message",
  "none",
  "notification",
  "prechatCapture",
  "proactiveMessaging",
  "startConversation",
] as const;
type CreationReason = (typeof creationReasons)[number];

/** `user` is undefined for a group. */
export const publishConversationCreated = (
  world: World,
  conversation: Conversation,
  user: User | undefined,
  creationReason: CreationReason = "none",
  source: Source = fromApi,
): void =>
  publish(world, "conversation:create", conversation, (webhook) => ({
    ...(user === undefined ? {} : { user: userShape(user, webhook.includeFullUser) }),
    creationReason,
    source: sourceShape(source, webhook),
  }));

export const publishConversationRemoved = (world: World, conversation: Conversation): void =>
  publish(world, "conversation:remove", conversation, () => ({}));

/** Zendesk tells of those who come and go in group conversations only (zendesk.md §3). */
export const publishParticipant = (
  world: World,
  type: "conversation:join" | "conversation:leave",
  conversation: Conversation,
  user: User,
): void => {
  if (conversation.type === "sdkGroup")
    publish(world, type, conversation, () => ({ user: userShape(user, false) }));
};

type ClientReason =
  | "api"
  | "authCode"
  | "blocked"
  | "channelLinking"
  | "confirmed"
  | "linkCancelled"
  | "linkFailed"
  | "matched"
  | "sdk"
  | "sdkLogin"
  | "theft"
  | "unblocked";
/** The reasons that belong to linking: their events name the conversation that was linked for. */
const linking = new Set<ClientReason>(["channelLinking", "linkCancelled", "linkFailed", "theft"]);

/** `error` where linking failed. */
export const publishClient = (
  world: World,
  type: "client:add" | "client:remove" | "client:update",
  details: {
    client: Client;
    user: User;
    reason: ClientReason;
    error?: { code: string; message: string };
    source?: Source;
  },
): void => {
  const { client, user, reason, error, source = fromApi } = details;
  const linked = type === "client:update" || linking.has(reason);
  const conversation = linked ? world.conversations.get(client.conversationId) : undefined;
  publish(world, type, conversation, (webhook) => ({
    user: userShape(user, false),
    client: clientShape(client),
    reason,
    ...(error === undefined ? {} : { error }),
    ...(type === "client:update" ? {} : { source: sourceShape(source, webhook) }),
  }));
};

/** `reason` only where Zendesk changed the user by itself. */
export const publishUser = (
  world: World,
  type: "user:remove" | "user:update",
  user: User,
  reason?: "authentication" | "localeDetection",
): void =>
  publish(world, type, undefined, (webhook) => ({
    user: userShape(user, type === "user:update" && webhook.includeFullUser),
    ...(reason === undefined ? {} : { reason }),
    ...(type === "user:update" ? { source: sourceShape(fromApi, webhook) } : {}),
  }));

/** `discardedMetadata` is what no longer fitted. */
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

type ControlTrigger = `switchboard:${"acceptControl" | "offerControl" | "passControl" | "releaseControl"}`;

/** `before` is the conversation before the change: who loses control hears of it too. */
export const publishControl = (
  world: World,
  type: ControlTrigger,
  conversation: Conversation,
  details: { metadata?: Metadata; reason?: "ticketClosed" | "transferToEmail" },
  before?: Conversation,
): void => {
  const { metadata = {}, reason } = details;
  const shown = {
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(reason === undefined ? {} : { reason }),
  };
  publish(world, type, conversation, () => shown, before);
};

/** As the failing calls' events name it (zendesk.md §5.2). */
export interface ControlError {
  readonly code: "switchboard_invalid_action" | "switchboard_invalid_target";
  readonly message: string;
}

export const publishControlFailure = (
  world: World,
  type: Exclude<ControlTrigger, "switchboard:releaseControl">,
  conversation: Conversation,
  error: ControlError,
  metadata: Metadata,
): void =>
  publish(world, `${type}:failure`, conversation, () => ({
    error,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }));

/** A button was pressed that sends its payload instead of a message. */
export const publishPostback = (
  world: World,
  conversation: Conversation,
  user: User,
  postback: { payload: string; metadata?: Metadata },
  source: Source,
): void =>
  publish(world, "conversation:postback", conversation, (webhook) => ({
    postback,
    user: userShape(user, webhook.includeFullUser),
    source: sourceShape(source, webhook),
  }));

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
        source: sourceShape({ type: source }, webhook),
      },
    }),
  );
