/** Every route of Support and OAuth. */
import type { FastifyInstance } from "fastify";
import type { World } from "../world/world.ts";
import { availabilityRoutes } from "./availability.ts";
import { conversationLogRoutes } from "./conversation-log.ts";
import { groupRoutes } from "./groups.ts";
import { identityRoutes } from "./identities.ts";
import { oauthRoutes } from "./oauth.ts";
import { oauthTokenRoutes } from "./oauth-tokens.ts";
import { supportRoute } from "./route.ts";
import { searchRoutes } from "./search.ts";
import { ticketFieldRoutes } from "./ticket-fields.ts";
import { ticketPartRoutes } from "./ticket-parts.ts";
import { ticketRoutes } from "./tickets.ts";
import { uploadRoutes } from "./uploads.ts";
import { userChangeRoutes } from "./user-changes.ts";
import { userRoutes } from "./users.ts";

export function supportRoutes(server: FastifyInstance, world: World): void {
  const route = supportRoute(server, world);
  userRoutes(server, route, world);
  userChangeRoutes(route, world);
  identityRoutes(route, world);
  groupRoutes(route, world);
  ticketRoutes(route, world);
  ticketPartRoutes(route, world);
  conversationLogRoutes(route, world);
  ticketFieldRoutes(route, world);
  uploadRoutes(server, route, world);
  searchRoutes(route, world);
  availabilityRoutes(route, world);
  oauthTokenRoutes(route, world);
  oauthRoutes(server, world);
}
