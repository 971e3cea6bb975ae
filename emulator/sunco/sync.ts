/** Bringing a messaging user in line with the Support user it stands for (zendesk.md §4). */
import * as z from "zod";
import { notFound } from "../refusal.ts";
import { publishUser } from "../world/messaging/events.ts";
import { mergeUsers } from "../world/messaging/merge.ts";
import { userShape } from "../world/messaging/shapes.ts";
import type { Person, User } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import type { Route } from "./route.ts";

const Sync = z.object({ survivingZendeskId: z.string().min(1).optional() }).nullish();

export function syncRoutes(route: Route, world: World): void {
  route("post", "/users/:zendeskId/sync", "integration", 200, ({ params, request }) => {
    const surviving = Sync.parse(request.body)?.survivingZendeskId ?? params.zendeskId;
    const person = world.people.get(surviving);
    const outgoing = linkedTo(world, params.zendeskId);
    if (person === undefined || outgoing === undefined) throw notFound("user_not_found", "User not found");
    const kept = linkedTo(world, surviving);
    const user =
      kept === undefined || kept.id === outgoing.id
        ? world.users.put({ ...outgoing, zendeskId: person.id })
        : (mergeUsers(world, kept.id, outgoing.id, "api") ?? kept);
    return { user: userShape(synced(world, user, person), true) };
  });
}

const linkedTo = (world: World, zendeskId: string): User | undefined =>
  world.users.by("person", zendeskId)[0];

/** Takes name, external id and primary e-mail over, after everybody else who has them. */
function synced(world: World, user: User, person: Person): User {
  const { externalId, email } = person;
  const others = world.users
    .all()
    .filter(
      (other) =>
        other.id !== user.id &&
        ((externalId !== undefined && other.externalId === externalId) || hasEmail(other, email)),
    );
  for (const other of others) {
    if (other.zendeskId === undefined) mergeUsers(world, user.id, other.id, "api");
    else release(world, other, externalId, email);
  }

  const { externalId: before, ...rest } = world.users.get(user.id) ?? user;
  const [givenName, ...surname] = person.name.split(/\s+/u);
  const { givenName: _given, surname: _surname, ...profile } = rest.profile;
  const next = world.users.put({
    ...rest,
    profile: {
      ...profile,
      ...(givenName ? { givenName } : {}),
      ...(surname.length === 0 ? {} : { surname: surname.join(" ") }),
    },
    ...(externalId === undefined ? {} : { externalId }),
    identities: [
      ...(rest.identities ?? []).filter(({ type }) => type !== "email"),
      ...(email === undefined ? [] : [{ type: "email", value: email, verification: "support" }]),
    ],
  });
  if (before !== externalId) publishUser(world, "user:update", next, "authentication");
  return next;
}

const hasEmail = ({ identities = [] }: User, email: string | undefined): boolean =>
  email !== undefined &&
  identities.some(({ type, value }) => type === "email" && value.toLowerCase() === email.toLowerCase());

/** A user who is linked to somebody else keeps their own, without what they shared. */
function release(world: World, user: User, externalId: string | undefined, email: string | undefined): void {
  const { externalId: own, identities = [], ...rest } = user;
  world.users.put({
    ...rest,
    ...(own === undefined || own === externalId ? {} : { externalId: own }),
    identities: identities.filter(
      ({ type, value }) => type !== "email" || value.toLowerCase() !== email?.toLowerCase(),
    ),
  });
}
