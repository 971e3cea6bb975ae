/** The tokens that were given out: listed, shown and revoked (zendesk.md §1). */
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import type { OauthToken } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { page } from "./pages.ts";
import { type Call, type Route, read } from "./route.ts";
import { stamp, url } from "./shape.ts";

/** As much of a token as lists show. */
const SHOWN = 10;
const Query = z.object({ all: z.string().optional(), client_id: z.string().optional() });

const time = (value: number | undefined) => (value === undefined ? null : stamp(value));

const shape = (world: World, token: OauthToken) => ({
  id: token.number,
  url: url(world, `/oauth/tokens/${token.number}`),
  user_id: token.userId,
  client_id: world.oauthClients.get(token.clientId)?.number ?? null,
  token: token.id.slice(0, SHOWN),
  refresh_token: token.refreshToken?.slice(0, SHOWN) ?? null,
  scopes: token.scopes,
  created_at: stamp(token.createdAt),
  used_at: time(token.lastUsedAt),
  expires_at: time(token.expiresAt),
  refresh_token_expires_at: time(token.refreshExpiresAt),
});

export function oauthTokenRoutes(route: Route, world: World): void {
  /** The caller's own; an admin's are everybody's when asked for. */
  const visible = ({ caller }: Call, everybody: boolean) =>
    world.oauthTokens
      .all()
      .filter(({ userId }) => userId === caller.person.id || (everybody && caller.person.role === "admin"));
  const tokenOf = (call: Call): OauthToken => {
    const token =
      call.id === "current"
        ? world.oauthTokens.get(call.caller.tokenId ?? "")
        : visible(call, true).find(({ number }) => String(number) === call.id);
    if (token === undefined) throw recordNotFound();
    return token;
  };

  route("get", "/oauth/tokens", 200, (call) => {
    const { all, client_id: clientId } = read(Query, call.request.query);
    const rows = visible(call, all === "true").filter(
      (token) => clientId === undefined || token.clientId === clientId,
    );
    // By number: the id is the token itself.
    return page(
      world,
      call.request,
      "tokens",
      rows,
      (token) => shape(world, token),
      ({ number }) => number,
    );
  });
  route("get", "/oauth/tokens/:id", 200, (call) => ({ token: shape(world, tokenOf(call)) }));
  route("delete", "/oauth/tokens/:id", 204, (call) => {
    world.oauthTokens.delete(tokenOf(call).id);
  });
}
