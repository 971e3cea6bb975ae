/** The Support side of a person, and how a messaging user is linked to it (zendesk.md §4). */
import type { Group, Person, User } from "../state/entities.ts";
import type { World } from "../world.ts";

/** Operators, in the order in which they came. */
export const staff = (world: World): Person[] =>
  [...world.people.by("role", "admin"), ...world.people.by("role", "agent")]
    .filter(({ deleted }) => deleted !== true)
    .toSorted((one, other) => one.id - other.id);

/** The operator with this id. */
export function operatorById(world: World, id: string): Person | undefined {
  const person = world.people.get(id);
  return person === undefined || person.role === "end-user" || person.deleted === true ? undefined : person;
}

/**
 * The requester of a ticket: the Support user already linked, else the one with the same external id, else a
 * new one. An e-mail never links. Name and e-mail are taken over as stated; an operator's e-mail is not.
 */
export function linkPerson(
  world: World,
  userId: string,
  stated: { name: string | undefined; email: string | undefined },
): Person {
  const user = world.users.get(userId);
  if (user === undefined) throw new Error(`no user ${userId}`);
  const known =
    (user.zendeskId === undefined ? undefined : world.people.get(user.zendeskId)) ??
    (user.externalId === undefined ? undefined : world.people.by("externalId", user.externalId)[0]);
  const email = staff(world).some((person) => person.email?.toLowerCase() === stated.email?.toLowerCase())
    ? undefined
    : stated.email;
  const person = world.people.put({
    ...known,
    id: known?.id ?? world.newNumber("other"),
    role: known?.role ?? "end-user",
    locale: known?.locale ?? user.profile.locale ?? "en-US",
    availability: known?.availability ?? "online",
    createdAt: known?.createdAt ?? world.clock.now(),
    name: stated.name ?? known?.name ?? nameOf(user),
    email: email ?? known?.email,
    externalId: user.externalId,
  });
  world.users.put({ ...user, zendeskId: person.id });
  return person;
}

function nameOf(user: User): string {
  const name = [user.profile.givenName, user.profile.surname].filter(Boolean).join(" ");
  return name === "" ? `Visitor ${user.id.slice(-8)}` : name;
}

/** A group, joined by every operator where the account is set so. */
export function createGroup(world: World, draft: { name: string; description?: string }): Group {
  const now = world.clock.now();
  const group = world.groups.put({
    id: world.newNumber("other"),
    name: draft.name,
    description: draft.description ?? "",
    default: world.groups.size() === 0,
    deleted: false,
    isPublic: true,
    createdAt: now,
    updatedAt: now,
  });
  if (world.settings().autoJoinNewGroups)
    for (const person of staff(world)) joinGroup(world, person.id, group.id);
  return group;
}

/** The membership, the one that is there already included. */
export function joinGroup(world: World, userId: number, groupId: number) {
  const mine = world.memberships.by("user", userId);
  return (
    mine.find((membership) => membership.groupId === groupId) ??
    world.memberships.put({
      id: world.newNumber("other"),
      userId,
      groupId,
      default: mine.length === 0,
      createdAt: world.clock.now(),
    })
  );
}

/** A person by hand; the e-mail must be free (see `emailOwner`). */
export function createPerson(
  world: World,
  draft: { name: string; role: Person["role"]; email?: string; externalId?: string; locale?: string },
): Person {
  const person = world.people.put({
    ...draft,
    id: world.newNumber("other"),
    locale: draft.locale ?? "en-US",
    availability: "offline",
    createdAt: world.clock.now(),
  });
  const group = world.groups.all().find((candidate) => candidate.default && !candidate.deleted);
  if (person.role !== "end-user" && group !== undefined) joinGroup(world, person.id, group.id);
  return person;
}

/** Whose e-mail this is; its case does not matter. */
export const emailOwner = (world: World, email: string): Person | undefined =>
  world.people.by("email", email.toLowerCase())[0];
