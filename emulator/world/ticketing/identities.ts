/** How a person can be reached and is known: an e-mail, a messaging user and others (zendesk.md §4). */
import type { Identity, Person } from "../state/entities.ts";
import type { World } from "../world.ts";

/** All of a person's, the ones that follow from elsewhere written down first, so that their ids stay. */
export function identitiesOf(world: World, person: Person): Identity[] {
  if (person.email !== undefined) ensure(world, person, "email", person.email, person.role !== "end-user");
  for (const user of world.users.by("person", person.id)) ensure(world, person, "messaging", user.id, true);
  return world.identities
    .by("person", person.id)
    .map((identity) => ({ ...identity, primary: isPrimary(world, person, identity) }));
}

/** The person's own e-mail is their primary one; of the other types the first. */
function isPrimary(world: World, person: Person, identity: Identity): boolean {
  if (identity.type === "email") return identity.value === person.email;
  const [first] = world.identities.by("person", person.id).filter(({ type }) => type === identity.type);
  return first?.id === identity.id;
}

function ensure(
  world: World,
  person: Person,
  type: Identity["type"],
  value: string,
  verified: boolean,
): void {
  const rows = world.identities.by("person", person.id);
  if (rows.some((row) => row.type === type && row.value.toLowerCase() === value.toLowerCase())) return;
  addIdentity(world, person, { type, value, verified });
}

export function addIdentity(
  world: World,
  person: Person,
  draft: Pick<Identity, "type" | "value" | "verified">,
): Identity {
  const now = world.clock.now();
  return world.identities.put({
    ...draft,
    id: world.newNumber("other"),
    personId: person.id,
    primary: false,
    createdAt: now,
    updatedAt: now,
  });
}

/** A person whose e-mails or others include this one; their own row counts too. */
export const identityOwner = (world: World, type: Identity["type"], value: string): Person | undefined => {
  const row = world.identities
    .all()
    .find((identity) => identity.type === type && identity.value.toLowerCase() === value.toLowerCase());
  return row === undefined ? undefined : world.people.get(row.personId);
};
