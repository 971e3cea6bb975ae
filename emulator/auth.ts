/** Who calls: keys of Sunshine Conversations, credentials of the Support API (zendesk.md §1). */
import { timingSafeEqual } from "node:crypto";
import { Refusal } from "./refusal.ts";
import type { Key, Person } from "./world/entities.ts";
import type { World } from "./world/world.ts";

function basic(header: string | undefined): { user: string; password: string } | undefined {
  const [scheme, encoded] = (header ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic" || encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, "base64").toString();
  const colon = decoded.indexOf(":");
  return colon === -1 ? undefined : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** The key behind a call of Sunshine Conversations. */
export function conversationsKey(world: World, header: string | undefined): Key {
  const given = basic(header);
  const key = given === undefined ? undefined : world.keys.get(given.user);
  if (given === undefined || key === undefined || !same(key.secret, given.password))
    throw new Refusal(401, "unauthorized", "Authorization is required");
  return key;
}

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
