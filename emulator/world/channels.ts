/** Users who are also reached on a channel: their clients, and what became of messages sent there (zendesk.md §3.1). */
import { publish } from "./deliveries.ts";
import type { Client, Conversation, Message, User } from "./entities.ts";
import { fromApi, type Source, sourceShape } from "./events.ts";
import { userShape } from "./shapes.ts";
import { iso, type World } from "./world.ts";

export const clientShape = (client: Client) => {
  const { linkedAt, userId: _user, conversationId: _conversation, ...shown } = client;
  return { ...shown, ...(linkedAt === undefined ? {} : { linkedAt: iso(linkedAt) }) };
};

const userOf = (world: World, id: string): User | undefined => world.users.get(id);

/** `conversation` only where the reference says so: linking, its failures, and updates. */
export function publishClient(
  world: World,
  type: "client:add" | "client:remove" | "client:update",
  client: Client,
  details: {
    reason: string;
    conversation?: Conversation;
    error?: { code: string; message: string };
    source?: Source;
  },
): void {
  const user = userOf(world, client.userId);
  const { reason, conversation, error, source = fromApi } = details;
  publish(world, type, conversation, (webhook) => ({
    ...(user === undefined ? {} : { user: userShape(user, false) }),
    client: clientShape(client),
    reason,
    ...(error === undefined ? {} : { error }),
    ...(type === "client:update" ? {} : { source: sourceShape(source, webhook) }),
  }));
}

/** Contents that only the SDKs show; other channels refuse them. */
const sdkOnly = new Set(["form"]);

/**
 * Tells what became of a business message on each channel of its user: taken by the channel, then by the
 * device; or refused. A user without a client has no such events.
 */
export function publishDeliveries(world: World, conversation: Conversation, message: Message): void {
  if (message.author.type !== "business" || message.activity !== undefined) return;
  if (message.destination?.integrationType === "none") return;
  for (const client of world.clients.by("user", conversation.userId)) {
    if (client.status !== "active" && client.status !== "blocked") continue;
    const wanted = message.destination?.integrationId;
    if (wanted !== undefined && wanted !== client.integrationId) continue;
    const error = refusalOf(client, message);
    const told = (type: "channel" | "failure" | "user", isFinalEvent: boolean) =>
      publish(world, `conversation:message:delivery:${type}`, conversation, (webhook) => {
        const user = userOf(world, conversation.userId);
        return {
          ...(user === undefined ? {} : { user: userShape(user, webhook.includeFullUser) }),
          destination: { type: client.type, integrationId: client.integrationId },
          ...(error === undefined
            ? { externalMessages: [{ id: `${client.type}-${message.id}` }] }
            : { error }),
          message: { id: message.id },
          isFinalEvent,
        };
      });
    if (error === undefined) {
      told("channel", false);
      told("user", true);
    } else told("failure", true);
  }
}

function refusalOf(client: Client, { content }: Message): { code: string; message: string } | undefined {
  if (client.status === "blocked")
    return { code: "uncategorized_error", message: "The user has unsubscribed from the conversation" };
  if (sdkOnly.has(content.type))
    return { code: "uncategorized_error", message: `Unsupported message type \`${content.type}\`` };
  return undefined;
}
