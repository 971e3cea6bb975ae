/** Groups and who is in them. */
import type { Group } from "../world/state/entities.ts";
import { leaveGroup } from "../world/ticketing/memberships.ts";
import { createGroup, joinGroup } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { type Group as GroupAnswer, GroupDraft } from "./contract.ts";
import { memberOf } from "./members.ts";
import { gone, required } from "./refusals.ts";
import type { Route } from "./routes.ts";

export function groupRoutes(route: Route, world: World): void {
  const groupOf = (id: string): Group => {
    const group = world.groups.get(id);
    if (group === undefined || group.deleted) throw gone("group");
    return group;
  };
  const shape = (group: Group): GroupAnswer => ({
    id: String(group.id),
    name: group.name,
    description: group.description,
    default: group.default,
    members: world.memberships.by("group", group.id).flatMap(({ userId }) => {
      const person = world.people.get(userId);
      return person === undefined
        ? []
        : [{ id: String(person.id), name: person.name, email: person.email ?? "" }];
    }),
  });
  const draftOf = (body: unknown) => {
    const { name, description } = GroupDraft.parse(body);
    return { name: required(name, "name"), description: description.trim() };
  };

  route("get", "/groups", () => ({
    groups: world.groups
      .all()
      .filter(({ deleted }) => !deleted)
      .map(shape),
  }));
  route("post", "/groups", ({ body }) => ({ group: shape(createGroup(world, draftOf(body))) }));
  route("get", "/groups/:id", ({ id }) => ({ group: shape(groupOf(id)) }));
  route("patch", "/groups/:id", ({ id, body }) => ({
    group: shape(world.groups.put({ ...groupOf(id), ...draftOf(body), updatedAt: world.clock.now() })),
  }));
  route("delete", "/groups/:id", ({ id }) => ({
    group: shape(world.groups.put({ ...groupOf(id), deleted: true, updatedAt: world.clock.now() })),
  }));
  route("put", "/groups/:id/members/:memberId", ({ id, memberId }) => {
    const group = groupOf(id);
    joinGroup(world, memberOf(world, memberId).id, group.id);
    return { group: shape(group) };
  });
  route("delete", "/groups/:id/members/:memberId", ({ id, memberId }) => {
    const group = groupOf(id);
    const person = memberOf(world, memberId);
    const membership = world.memberships.by("group", group.id).find(({ userId }) => userId === person.id);
    if (membership !== undefined) leaveGroup(world, membership.id);
    return { group: shape(group) };
  });
}
