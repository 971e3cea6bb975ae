/** What became of messages to users who are also reached on a channel (zendesk.md §3.1). */

import type { Client, Conversation, Message } from "../state/entities.ts";
import type { World } from "../world.ts";
import { publish } from "./deliveries.ts";
import { userShape } from "./shapes.ts";

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
        const user = world.users.get(conversation.userId);
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
