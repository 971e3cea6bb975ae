/** Users and groups as a search finds them. */
import type { Group, Person } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { hasWords, holds, matches, matchesTime, parseQuery, type Query, type Term } from "./search-query.ts";

/** What the index knows: everything up to this time. */
export const indexedUntil = (world: World): number =>
  world.clock.now() - world.settings().searchLagSeconds * 1000;

/** By the search's words and terms, or by external id alone. Deleted ones are not found. */
export function searchPeople(world: World, query: string, externalId?: string): Person[] {
  const until = indexedUntil(world);
  const isIndexed = ({ deleted, createdAt }: Person) => deleted !== true && createdAt <= until;
  if (externalId !== undefined) return world.people.by("externalId", externalId).filter(isIndexed);
  if (query.trim() === "") return [];
  return peopleOf(world, world.people.all().filter(isIndexed), parseQuery(query));
}

/** Those of `people` whom the query finds. */
export const peopleOf = (world: World, people: readonly Person[], query: Query): Person[] =>
  people.filter(
    (person) =>
      hasWords(query, [person.name, person.email, person.phone, person.notes, person.details].join(" ")) &&
      holds(query, person, (row, term) => personTest(world, row, term)),
  );

function personTest(world: World, person: Person, term: Term): boolean {
  const { key, value } = term;
  if (key === "type") return value === "user";
  if (key === "role") return matches(value, person.role);
  if (key === "name") return value.split(/\s+/u).every((word) => person.name.toLowerCase().includes(word));
  if (key === "email" || key === "user")
    return [person.email, person.name, String(person.id)].some((actual) => matches(value, actual));
  if (key === "external_id") return matches(value, person.externalId);
  if (key === "phone") return matches(value, person.phone);
  if (key === "tags") return (person.tags ?? []).some((tag) => matches(value, tag));
  if (key === "created") return matchesTime(person.createdAt, term, world.clock.now());
  if (key === "updated") return matchesTime(person.updatedAt ?? person.createdAt, term, world.clock.now());
  if (key === "group") {
    const groups = world.memberships.by("user", person.id).map(({ groupId }) => world.groups.get(groupId));
    return groups.some((group) => [group?.name, String(group?.id)].some((name) => matches(value, name)));
  }
  return key === "order_by" || key === "sort";
}

/** The groups that the query finds. */
export const groupsOf = (world: World, query: Query): Group[] => {
  const until = indexedUntil(world);
  const indexed = world.groups.all().filter(({ deleted, createdAt }) => !deleted && createdAt <= until);
  return indexed.filter(
    (group) =>
      hasWords(query, `${group.name} ${group.description}`) &&
      holds(query, group, (row, term) => {
        if (term.key === "type") return term.value === "group";
        if (term.key === "name" || term.key === "group") return matches(term.value, row.name);
        if (term.key === "created") return matchesTime(row.createdAt, term, world.clock.now());
        return term.key === "order_by" || term.key === "sort";
      }),
  );
};
