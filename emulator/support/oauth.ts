/** `POST /oauth/tokens`: the three grant types (zendesk.md §1). */
import { createHash, randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import type { OauthClient, OauthCode, OauthToken } from "../world/state/entities.ts";
import { same } from "../world/state/secrets.ts";
import type { World } from "../world/world.ts";
import { authorizeRoutes } from "./oauth-authorize.ts";
import { scopesOf } from "./scopes.ts";

/** What Zendesk gives new global clients; asked for otherwise it is within these bounds, in seconds. */
const ACCESS = { standard: 1800, min: 300, max: 172_800 };
const REFRESH = { standard: 30 * 86_400, min: 7 * 86_400, max: 90 * 86_400 };

const TokenRequest = z.object({
  grant_type: z.string(),
  client_id: z.string().default(""),
  client_secret: z.string().optional(),
  scope: z.string().default("read"),
  code: z.string().default(""),
  redirect_uri: z.string().default(""),
  code_verifier: z.string().optional(),
  refresh_token: z.string().default(""),
  expires_in: z.coerce.number().int().min(ACCESS.min).max(ACCESS.max).default(ACCESS.standard),
  refresh_token_expires_in: z.coerce
    .number()
    .int()
    .min(REFRESH.min)
    .max(REFRESH.max)
    .default(REFRESH.standard),
});
type TokenRequest = z.output<typeof TokenRequest>;

const invalidClient = () => new Refusal(401, "invalid_client", "Client authentication failed.");
const invalidGrant = () =>
  new Refusal(
    400,
    "invalid_grant",
    "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI, or was issued to another client.",
  );

export function oauthRoutes(server: FastifyInstance, world: World): void {
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  authorizeRoutes(server, world);
  server.post("/oauth/tokens", async (request) => {
    const parsed = TokenRequest.safeParse(request.body);
    if (!parsed.success)
      throw new Refusal(
        400,
        "invalid_request",
        "The request is missing a required parameter or is malformed.",
      );
    const given = parsed.data;
    const client = world.oauthClients.get(given.client_id);
    if (client === undefined) throw invalidClient();
    if (given.grant_type === "client_credentials") {
      if (!knowsSecret(client, given)) throw invalidClient();
      return answer(world, issue(world, client, client.userId, scopesOf(given.scope), given, false), given);
    }
    if (given.grant_type === "authorization_code") {
      const code = spend(world, client, given);
      return answer(world, issue(world, client, code.userId, code.scopes, given, true), given);
    }
    if (given.grant_type === "refresh_token") {
      const old = renewable(world, client, given);
      world.oauthTokens.delete(old.id);
      return answer(world, issue(world, client, old.userId, old.scopes, given, true), given);
    }
    throw new Refusal(
      400,
      "unsupported_grant_type",
      "The authorization grant type is not supported by the authorization server.",
    );
  });
}

const knowsSecret = (client: OauthClient, { client_secret: secret }: TokenRequest): boolean =>
  secret !== undefined && same(client.secret, secret);

/** The code of this client, which works once and for 120 seconds; a public client proves itself by PKCE. */
function spend(world: World, client: OauthClient, given: TokenRequest): OauthCode {
  const code = world.oauthCodes.get(given.code);
  if (code === undefined || code.clientId !== client.id) throw invalidGrant();
  if (given.client_secret !== undefined || code.challenge === undefined) {
    if (!knowsSecret(client, given)) throw invalidClient();
  }
  world.oauthCodes.delete(code.id);
  if (code.expiresAt <= world.clock.now() || code.redirectUri !== given.redirect_uri) throw invalidGrant();
  if (code.challenge !== undefined) {
    const verifier = given.code_verifier ?? "";
    const shown =
      code.challengeMethod === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
    if (!same(code.challenge, shown)) throw invalidGrant();
  }
  return code;
}

function renewable(world: World, client: OauthClient, given: TokenRequest): OauthToken {
  if (given.client_secret !== undefined && !knowsSecret(client, given)) throw invalidClient();
  const token = world.oauthTokens
    .all()
    .find(
      ({ refreshToken, clientId }) =>
        refreshToken !== undefined && clientId === client.id && same(refreshToken, given.refresh_token),
    );
  if (token === undefined || (token.refreshExpiresAt ?? 0) <= world.clock.now()) throw invalidGrant();
  return token;
}

/** A client that acts for itself gets no refresh token: it asks again. */
function issue(
  world: World,
  client: OauthClient,
  userId: number,
  scopes: string[],
  { expires_in: seconds, refresh_token_expires_in: refreshSeconds }: TokenRequest,
  refreshable: boolean,
): OauthToken {
  const now = world.clock.now();
  return world.oauthTokens.put({
    id: randomBytes(32).toString("hex"),
    number: world.newNumber("other"),
    clientId: client.id,
    userId,
    scopes,
    createdAt: now,
    expiresAt: now + seconds * 1000,
    ...(refreshable
      ? { refreshToken: randomBytes(32).toString("hex"), refreshExpiresAt: now + refreshSeconds * 1000 }
      : {}),
  });
}

const answer = (world: World, token: OauthToken, given: TokenRequest) => ({
  access_token: token.id,
  token_type: "bearer",
  scope: token.scopes.join(" "),
  expires_in: given.expires_in,
  refresh_token: token.refreshToken ?? null,
  refresh_token_expires_in:
    token.refreshExpiresAt === undefined ? null : (token.refreshExpiresAt - world.clock.now()) / 1000,
});
