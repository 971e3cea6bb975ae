/** Who calls Sunshine Conversations (zendesk.md §1). */
import { basic, same } from "../credentials.ts";
import { Refusal } from "../refusal.ts";
import type { Key } from "../world/entities.ts";
import type { World } from "../world/world.ts";

/** The key behind a call of Sunshine Conversations. */
export function conversationsKey(world: World, header: string | undefined): Key {
  const given = basic(header);
  const key = given === undefined ? undefined : world.keys.get(given.user);
  if (given === undefined || key === undefined || !same(key.secret, given.password))
    throw new Refusal(401, "unauthorized", "Authorization is required");
  return key;
}
