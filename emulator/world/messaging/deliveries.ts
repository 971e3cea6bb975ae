/** Who gets a webhook event, and its envelope (zendesk.md §§3, 5.1). */
import type { Conversation, Webhook } from "../state/entities.ts";
import { iso, type World } from "../world.ts";
import { truncatedConversation } from "./shapes.ts";

/** Every event that a webhook can ask for. */
export const triggers = [
  "client:add",
  "client:remove",
  "client:update",
  "conversation:create",
  "conversation:join",
  "conversation:leave",
  "conversation:message",
  "conversation:message:delivery:channel",
  "conversation:message:delivery:failure",
  "conversation:message:delivery:user",
  "conversation:postback",
  "conversation:read",
  "conversation:remove",
  "conversation:typing",
  "switchboard:acceptControl",
  "switchboard:acceptControl:failure",
  "switchboard:offerControl",
  "switchboard:offerControl:failure",
  "switchboard:passControl",
  "switchboard:passControl:failure",
  "switchboard:releaseControl",
  "user:merge",
  "user:remove",
  "user:update",
] as const;
export type Trigger = (typeof triggers)[number];

/**
 * An integration outside the switchboard hears everything; one inside that neither is in control nor was
 * offered it is on standby, and hears nothing unless it asked for it or the switchboard is off.
 */
function listens(world: World, webhook: Webhook, states: readonly Conversation[]): boolean {
  if (world.integrations.get(webhook.integrationId)?.status === "inactive") return false;
  if (states.length === 0 || world.account().switchboardEnabled === false) return true;
  const seats = world.switchboardIntegrations
    .all()
    .filter((candidate) => candidate.integrationId === webhook.integrationId);
  return (
    seats.length === 0 ||
    seats.some(
      ({ id, deliverStandbyEvents }) =>
        deliverStandbyEvents || states.some(({ active, pending }) => active === id || pending === id),
    )
  );
}

/** Queues the event for every webhook that asked for it; `before` widens who hears of a change of control. */
export function publish(
  world: World,
  type: Trigger,
  conversation: Conversation | undefined,
  payload: (webhook: Webhook) => Record<string, unknown>,
  before?: Conversation,
): void {
  const states = [conversation, before].filter((state) => state !== undefined);
  for (const webhook of world.webhooks.all()) {
    if (!webhook.triggers.includes(type) || !listens(world, webhook, states)) continue;
    const now = world.clock.now();
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
            createdAt: iso(now),
            type,
            payload: {
              ...(conversation === undefined ? {} : { conversation: eventConversation(world, conversation) }),
              ...payload(webhook),
            },
          },
        ],
      },
      attempts: [],
      state: "pending",
      nextAt: now,
    });
  }
}

/** Real events carry a brand that the reference does not mention (zendesk.md §3.1). */
const eventConversation = (world: World, conversation: Conversation) => ({
  ...truncatedConversation(world, conversation),
  brandId: world.account().brandId,
});
