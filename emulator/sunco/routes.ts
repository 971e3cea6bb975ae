/** Every route of Sunshine Conversations. */
import type { FastifyInstance } from "fastify";
import type { Webhook } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { activityRoutes } from "./activity.ts";
import { accountRoutes, ownAppRoutes } from "./apps.ts";
import { attachmentRoutes } from "./attachments.ts";
import { clientRoutes } from "./clients.ts";
import { controlRoutes } from "./control.ts";
import { conversationRoutes } from "./conversations.ts";
import { integrationRoutes } from "./integrations.ts";
import { allKeyRoutes } from "./keys.ts";
import { messageRoutes } from "./messages.ts";
import { participantRoutes } from "./participants.ts";
import { appRoute } from "./route.ts";
import { switchboardRoutes } from "./switchboards.ts";
import { syncRoutes } from "./sync.ts";
import { userRoutes } from "./users.ts";
import { webhookRoutes } from "./webhooks.ts";

/** `probe` asks the target of a webhook that was saved (zendesk.md §3). */
export function suncoRoutes(server: FastifyInstance, world: World, probe: (webhook: Webhook) => void): void {
  accountRoutes(server, appRoute(server, world, ""), world);
  const route = appRoute(server, world, "/:appId");
  ownAppRoutes(route, world);
  allKeyRoutes(route, world);
  attachmentRoutes(server, route, world);
  conversationRoutes(route, world);
  participantRoutes(route, world);
  messageRoutes(route, world);
  activityRoutes(route, world);
  controlRoutes(route, world);
  integrationRoutes(route, world, probe);
  webhookRoutes(route, world, probe);
  switchboardRoutes(route, world);
  userRoutes(route, world);
  syncRoutes(route, world);
  clientRoutes(route, world);
}
