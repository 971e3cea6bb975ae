/** OAuth with client credentials (zendesk.md §1). */
import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import type { World } from "../world/world.ts";

const DEFAULT_SECONDS = 1800;

const TokenRequest = z.object({
  grant_type: z.string(),
  client_id: z.string().default(""),
  client_secret: z.string().default(""),
  scope: z.string().default("read"),
  expires_in: z.coerce.number().int().min(300).max(172_800).default(DEFAULT_SECONDS),
});

export function oauthRoutes(server: FastifyInstance, world: World): void {
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  server.post("/oauth/tokens", async (request) => {
    const parsed = TokenRequest.safeParse(request.body);
    if (!parsed.success)
      throw new Refusal(
        400,
        "invalid_request",
        "The request is missing a required parameter or is malformed.",
      );
    const { grant_type: grant, client_id: clientId, client_secret: secret, scope, expires_in } = parsed.data;
    if (grant !== "client_credentials")
      throw new Refusal(400, "unsupported_grant_type", "The emulator knows client_credentials only.");
    const client = world.oauthClients.get(clientId);
    if (client === undefined || client.secret !== secret)
      throw new Refusal(401, "invalid_client", "Client authentication failed.");
    const token = world.oauthTokens.put({
      id: randomBytes(32).toString("hex"),
      userId: client.userId,
      scopes: scope.split(/\s+/u).map((name) => name.replace(/^.*:/u, "")),
      expiresAt: world.clock.now() + expires_in * 1000,
    });
    return { access_token: token.id, token_type: "bearer", scope, expires_in, refresh_token: null };
  });
}
