/** Team members: operators and admins. */
import * as z from "zod";
import type { Person } from "../world/state/entities.ts";
import { createPerson, emailOwner, staff } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { AvailabilityDraft, type Member, MemberDraft } from "./contract.ts";
import { gone, invalid, required } from "./refusals.ts";
import type { Route } from "./routes.ts";

export function memberOf(world: World, id: string): Person {
  const person = staff(world).find((candidate) => String(candidate.id) === id);
  if (person === undefined) throw gone("member");
  return person;
}

export function memberRoutes(route: Route, world: World): void {
  const shape = (person: Person): Member => ({
    id: String(person.id),
    name: person.name,
    email: person.email ?? "",
    role: person.role === "admin" ? "admin" : "agent",
    availability: person.availability,
    groups: world.memberships.by("user", person.id).flatMap(({ groupId }) => {
      const group = world.groups.get(groupId);
      return group === undefined || group.deleted ? [] : [{ id: String(group.id), name: group.name }];
    }),
  });

  route("get", "/team-members", () => ({ members: staff(world).map(shape) }));
  route("post", "/team-members", ({ body }) => {
    const draft = MemberDraft.parse(body);
    const name = required(draft.name, "name");
    const email = required(draft.email, "email", 128);
    if (!z.email().safeParse(email).success)
      throw invalid("email", "email_invalid", "This is not an e-mail address.");
    if (emailOwner(world, email) !== undefined)
      throw invalid("email", "email_taken", "Another person has this e-mail address.");
    return { member: shape(createPerson(world, { name, email, role: draft.role })) };
  });
  route("patch", "/team-members/:id", ({ id, body }) => {
    const { availability } = AvailabilityDraft.parse(body);
    return { member: shape(world.people.put({ ...memberOf(world, id), availability })) };
  });
}
