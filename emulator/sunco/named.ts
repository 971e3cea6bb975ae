/** What the ids in a path or a body name; what is not there is refused with 404 (zendesk.md §2). */
import * as z from "zod";
import { notFound } from "../refusal.ts";
import type { Conversation, Integration, User } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { type Call, outOfScope } from "./route.ts";

const BrandQuery = z.object({ brandId: z.string().optional() });

/** The conversation in the path. */
export function conversationOf(world: World, { params }: Call): Conversation {
  const conversation = world.conversations.get(params.conversationId);
  if (conversation === undefined) throw notFound("conversation_not_found", "Conversation not found");
  return conversation;
}

/** By id, or `me` with the integration's own key; another integration's key is refused. */
export function integrationOf(world: World, { params, caller }: Call): Integration {
  const id = params.integrationId === "me" ? (caller.integrationId ?? "") : params.integrationId;
  const integration = world.integrations.get(id);
  if (integration === undefined) throw notFound("integration_not_found", "Integration not found");
  if (caller.integrationId !== undefined && caller.integrationId !== id) throw outOfScope();
  return integration;
}

/** The user with this external id; one who is kept apart for a brand is found with that brand only. */
export const byExternalId = (world: World, externalId: string, brandId?: string): User | undefined =>
  world.users.by("externalId", externalId).find((user) => user.brandId === brandId);

/** By id, else by external id. */
export function userOf(world: World, { params, request }: Call): User {
  const { brandId } = BrandQuery.parse(request.query);
  const { userIdOrExternalId: either } = params;
  const user = world.users.get(either) ?? byExternalId(world, either, brandId);
  if (user === undefined) throw notFound("user_not_found", "User not found");
  return user;
}

/** Whom a body names: by one of two fields, and not by both. */
export interface Named {
  readonly userId?: string | undefined;
  readonly userExternalId?: string | undefined;
  readonly brandId?: string | null | undefined;
}

/** True when a body names its user by exactly one of the two fields. */
export const namesOne = ({ userId, userExternalId }: Named): boolean =>
  (userId === undefined) !== (userExternalId === undefined);

/** The user whom a body names. */
export function namedUser(world: World, { userId, userExternalId, brandId }: Named): User {
  const user =
    userId === undefined
      ? byExternalId(world, userExternalId ?? "", brandId ?? undefined)
      : world.users.get(userId);
  if (user === undefined) throw notFound("user_not_found", "User not found");
  return user;
}
