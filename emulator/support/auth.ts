/** Who calls the Support API (zendesk.md §1). */
import { basic, same } from "../credentials.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../world/entities.ts";
import type { World } from "../world/world.ts";

export interface Caller {
  readonly person: Person;
  readonly scopes: readonly string[];
}

const refused = () => new Refusal(401, "Couldn't authenticate you", "");

/** Who calls the Support API; undefined without credentials. Wrong ones are refused everywhere. */
export function supportCaller(world: World, header: string | undefined): Caller | undefined {
  if (header === undefined || header === "") return undefined;
  if (/^bearer /iu.test(header)) {
    const token = world.oauthTokens.get(header.slice("bearer ".length).trim());
    const person = token === undefined ? undefined : world.people.get(token.userId);
    if (token === undefined || person === undefined || token.expiresAt <= world.clock.now())
      throw new Refusal(
        401,
        "invalid_token",
        "The access token provided is expired, revoked, malformed or invalid for other reasons.",
      );
    return { person, scopes: token.scopes };
  }
  const given = basic(header);
  const { apiTokenAccess, apiTokensRetired } = world.settings();
  if (given?.user.endsWith("/token") !== true || !apiTokenAccess || apiTokensRetired) throw refused();
  const email = given.user.slice(0, -"/token".length).toLowerCase();
  const person = world.people
    .all()
    .find((candidate) => candidate.role !== "end-user" && candidate.email?.toLowerCase() === email);
  const token = world.apiTokens.all().find((candidate) => same(candidate.token, given.password));
  if (person === undefined || token === undefined) throw refused();
  return { person, scopes: ["read", "write"] };
}

/** A caller who may do this; anonymous ones may not. */
export function requireCaller(world: World, header: string | undefined, write: boolean): Caller {
  const caller = supportCaller(world, header);
  if (caller === undefined) throw refused();
  if (!caller.scopes.includes(write ? "write" : "read"))
    throw new Refusal(
      403,
      "Forbidden",
      "You do not have access to this page. Please contact the account owner.",
    );
  return caller;
}
