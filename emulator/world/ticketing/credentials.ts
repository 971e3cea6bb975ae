/** The credentials of the Support API as Admin Center makes them (zendesk.md §1). */
import type { ApiToken, OauthClient } from "../state/entities.ts";
import { newSecret } from "../state/secrets.ts";
import type { World } from "../world.ts";

/** A new API token; `token` is what the operator is shown once. */
export const createApiToken = (world: World, draft: { creatorId: number; description: string }): ApiToken =>
  world.apiTokens.put({
    ...draft,
    id: world.newId(),
    token: newSecret(30),
    createdAt: world.clock.now(),
  });

export const deleteApiToken = (world: World, id: string): void => world.apiTokens.delete(id);

/**
 * A new OAuth client; `secret` is shown once. `identifier` is what a program gives as `client_id`: undefined
 * when another client has it already.
 */
export function createOauthClient(
  world: World,
  draft: {
    userId: number;
    name: string;
    identifier: string;
    description?: string;
    redirectUris?: readonly string[];
  },
): OauthClient | undefined {
  if (world.oauthClients.get(draft.identifier) !== undefined) return undefined;
  return world.oauthClients.put({
    id: draft.identifier,
    number: world.newNumber("other"),
    secret: newSecret(48),
    userId: draft.userId,
    name: draft.name,
    description: draft.description ?? "",
    redirectUris: [...(draft.redirectUris ?? [])],
    createdAt: world.clock.now(),
  });
}

/** Takes the client and every token that it was given. */
export function deleteOauthClient(world: World, id: string): void {
  world.oauthClients.delete(id);
  for (const token of world.oauthTokens.all()) if (token.clientId === id) world.oauthTokens.delete(token.id);
}
