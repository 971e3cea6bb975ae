/** Keys, API tokens and OAuth clients: each secret is told once, when it is made (zendesk.md §1). */
import { randomBytes } from "node:crypto";
import { Refusal } from "../refusal.ts";
import type { ApiToken, Key, OauthClient, Person } from "../world/state/entities.ts";
import {
  createApiToken,
  createOauthClient,
  deleteApiToken,
  deleteOauthClient,
} from "../world/ticketing/credentials.ts";
import type { World } from "../world/world.ts";
import * as contract from "./contract.ts";
import { gone, invalid, required } from "./refusals.ts";
import type { Route } from "./routes.ts";

/** Of an app and of an integration (zendesk.md §1). */
const KEYS = 10;

export const keyShape = ({ id, displayName }: Key): contract.Key => ({ id, name: displayName });

/** Makes a key of the app, or of the integration; at most ten each. */
export function newKey(world: World, body: unknown, integrationId?: string): contract.NewKey {
  const displayName = required(contract.NameDraft.parse(body).name, "name");
  const mine = world.keys.all().filter((key) => key.integrationId === integrationId);
  if (mine.length >= KEYS)
    throw new Refusal(422, "too_many_keys", "There are ten keys already. Delete one first.");
  const key = world.keys.put({
    id: `${integrationId === undefined ? "app" : "int"}_${world.newId()}`,
    secret: randomBytes(64).toString("base64url"),
    displayName,
    createdAt: world.clock.now(),
    ...(integrationId === undefined ? {} : { integrationId }),
  });
  return { key: keyShape(key), secret: key.secret };
}

const person = (someone: Person | undefined) =>
  someone === undefined ? undefined : { name: someone.name, email: someone.email ?? "" };

export function credentialRoutes(route: Route, world: World): void {
  route("get", "/keys", () => ({
    keys: world.keys
      .all()
      .filter(({ integrationId }) => integrationId === undefined)
      .map(keyShape),
  }));
  route("post", "/keys", ({ body }) => newKey(world, body));
  route("delete", "/keys/:id", ({ id }) => {
    if (world.keys.get(id) === undefined) throw gone("key");
    world.keys.delete(id);
  });

  const tokenShape = (token: ApiToken): contract.Token => {
    const creator = person(world.people.get(token.creatorId));
    return {
      id: token.id,
      description: token.description,
      ...(creator === undefined ? {} : { creator }),
      createdAt: token.createdAt,
      ...(token.lastUsedAt === undefined ? {} : { lastUsedAt: token.lastUsedAt }),
    };
  };
  route("get", "/api-tokens", () => ({ tokens: world.apiTokens.all().map(tokenShape) }));
  route("post", "/api-tokens", ({ admin, body }) => {
    const description = required(contract.TokenDraft.parse(body).description, "description", 255);
    if (world.settings().apiTokensRetired)
      throw new Refusal(422, "api_tokens_retired", "API tokens are retired in this account.");
    const token = createApiToken(world, { creatorId: admin.id, description });
    return { token: tokenShape(token), value: token.token };
  });
  route("delete", "/api-tokens/:id", ({ id }) => {
    if (world.apiTokens.get(id) === undefined) throw gone("token");
    deleteApiToken(world, id);
  });

  const clientShape = (client: OauthClient): contract.OauthClient => {
    const actsFor = person(world.people.get(client.userId));
    const { id, name, description, redirectUris, createdAt } = client;
    return { id, name, description, redirectUris, ...(actsFor === undefined ? {} : { actsFor }), createdAt };
  };
  route("get", "/oauth-clients", () => ({ clients: world.oauthClients.all().map(clientShape) }));
  route("post", "/oauth-clients", ({ admin, body }) => {
    const draft = contract.ClientDraft.parse(body);
    const name = required(draft.name, "name");
    const identifier = required(draft.identifier, "identifier");
    if (!/^[A-Za-z0-9_-]+$/u.test(identifier))
      throw invalid("identifier", "identifier_invalid", "Letters, digits, _ and - only.");
    const redirectUris = draft.redirectUris.map((uri) => uri.trim()).filter((uri) => uri !== "");
    if (!redirectUris.every((uri) => URL.canParse(uri)))
      throw invalid("redirectUris", "redirect_invalid", "Each line has to be a whole address.");
    const { description } = draft;
    const client = createOauthClient(world, {
      userId: admin.id,
      name,
      identifier,
      description,
      redirectUris,
    });
    if (client === undefined)
      throw invalid("identifier", "identifier_taken", "Another client has this identifier.");
    return { client: clientShape(client), secret: client.secret };
  });
  route("delete", "/oauth-clients/:id", ({ id }) => {
    if (world.oauthClients.get(id) === undefined) throw gone("client");
    deleteOauthClient(world, id);
  });
}
