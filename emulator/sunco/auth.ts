/** Who calls Sunshine Conversations, and what their key reaches (zendesk.md §1). */
import { basic } from "../http/authorization.ts";
import { Refusal } from "../refusal.ts";
import { same } from "../world/state/secrets.ts";
import type { World } from "../world/world.ts";
import { readJwt, signedBy } from "./jwt.ts";

/** The credentials behind a call. */
export interface Caller {
  readonly scope: "account" | "app" | "integration";
  /** The integration whose own key it is. */
  readonly integrationId?: string;
}

const unauthorized = () => new Refusal(401, "unauthorized", "Authorization is required");

interface KnownKey {
  readonly secret: string;
  readonly caller: Caller;
}

function keyOf(world: World, id: string): KnownKey | undefined {
  const { accountKey } = world.account();
  if (id === accountKey?.id) return { secret: accountKey.secret, caller: { scope: "account" } };
  const key = world.keys.get(id);
  if (key === undefined) return undefined;
  const { secret, integrationId } = key;
  return integrationId === undefined
    ? { secret, caller: { scope: "app" } }
    : { secret, caller: { scope: "integration", integrationId } };
}

/** By Basic authorization, or by a JWT that was signed with a key's secret; fails with 401. */
export function conversationsCaller(world: World, header: string | undefined): Caller {
  const given = basic(header);
  if (given !== undefined) {
    const key = keyOf(world, given.user);
    if (key === undefined || !same(key.secret, given.password)) throw unauthorized();
    return key.caller;
  }
  const jwt = readJwt(header);
  const key = jwt === undefined ? undefined : keyOf(world, jwt.kid);
  if (jwt === undefined || key === undefined || !signedBy(jwt, key.secret)) throw unauthorized();
  const now = world.clock.now() / 1000;
  const outOfDate = (jwt.exp !== undefined && jwt.exp <= now) || (jwt.nbf !== undefined && jwt.nbf > now);
  // A key signs for its own scope only (zendesk.md §1).
  if (outOfDate || jwt.scope !== key.caller.scope) throw unauthorized();
  return key.caller;
}
