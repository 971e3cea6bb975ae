/** Who calls the Support API, and what the credentials let them do (zendesk.md §1). */
import { basic } from "../http/authorization.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../world/state/entities.ts";
import { same } from "../world/state/secrets.ts";
import type { World } from "../world/world.ts";
import { invalidToken, scopeMissing } from "./errors.ts";

/** Who calls, and for what their credentials are good. */
export interface Caller {
  readonly person: Person;
  readonly scopes: readonly string[];
  /** The access token, when there is one. */
  readonly tokenId?: string;
}

const refused = () => new Refusal(401, "Couldn't authenticate you", "");

/** How exactly `lastUsedAt` is kept: not every call is worth a write. */
const USED_EVERY_MS = 60_000;
const stale = (usedAt: number | undefined, now: number) =>
  usedAt === undefined || now - usedAt >= USED_EVERY_MS;
const mayCall = (person: Person | undefined): person is Person =>
  person !== undefined && person.deleted !== true && person.suspended !== true && person.role !== "end-user";

/** Who calls the Support API; undefined without credentials. Wrong ones are refused everywhere. */
export function supportCaller(world: World, header: string | undefined): Caller | undefined {
  if (header === undefined || header === "") return undefined;
  return /^bearer /iu.test(header)
    ? byAccessToken(world, header.slice("bearer ".length).trim())
    : byApiToken(world, header);
}

function byAccessToken(world: World, given: string): Caller {
  const token = world.oauthTokens.get(given);
  const person = token === undefined ? undefined : world.people.get(token.userId);
  const now = world.clock.now();
  if (token === undefined || !mayCall(person) || token.expiresAt <= now) throw invalidToken();
  if (stale(token.lastUsedAt, now)) world.oauthTokens.put({ ...token, lastUsedAt: now });
  return { person, scopes: token.scopes, tokenId: token.id };
}

function byApiToken(world: World, header: string): Caller {
  const given = basic(header);
  const { apiTokenAccess, apiTokensRetired } = world.settings();
  if (given?.user.endsWith("/token") !== true || !apiTokenAccess || apiTokensRetired) throw refused();
  const email = given.user.slice(0, -"/token".length).toLowerCase();
  const person = world.people.by("email", email).find(mayCall);
  const token = world.apiTokens.all().find((candidate) => same(candidate.token, given.password));
  if (person === undefined || token === undefined) throw refused();
  const now = world.clock.now();
  if (stale(token.lastUsedAt, now)) world.apiTokens.put({ ...token, lastUsedAt: now });
  return { person, scopes: ["read", "write"] };
}

/** The resource of a path, as scopes name it: what lies below tickets is the tickets'. */
const resourceOf = (path: string): string => {
  const parts = path.split("/").filter((part) => part !== "" && !part.startsWith(":"));
  return parts.includes("tickets") ? "tickets" : (parts[0] ?? "");
};

/** A caller who may read or write what lies at this path; anonymous ones may not. */
export function requireCaller(
  world: World,
  header: string | undefined,
  access: "read" | "write",
  path: string,
): Caller {
  const caller = supportCaller(world, header);
  if (caller === undefined) throw refused();
  const enough = [`${resourceOf(path)}:${access}`, access];
  // A scope that names a resource alone gives both.
  if (![...enough, resourceOf(path)].some((scope) => caller.scopes.includes(scope)))
    throw scopeMissing(enough);
  return caller;
}
