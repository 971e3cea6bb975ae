/** Users, groups and memberships of the Support API (zendesk.md §6). */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { recordInvalid, recordNotFound } from "../refusal.ts";
import type { Group, Membership, Person } from "../world/entities.ts";
import { createGroup, joinGroup } from "../world/people.ts";
import { iso, type World } from "../world/world.ts";
import { supportCaller } from "./auth.ts";
import { type Call, page, type Route, requireAdmin, url } from "./common.ts";

const GroupBody = z.object({
  group: z.object({ name: z.string().default(""), description: z.string().optional() }),
});
const MembershipBody = z.object({
  group_membership: z.object({ user_id: z.coerce.number(), group_id: z.coerce.number() }),
});
const UserSearch = z.object({ external_id: z.string().optional(), query: z.string().optional() });
const GroupQuery = z.object({ exclude_deleted: z.string().optional() });

export function personShape(world: World, person: Person) {
  return {
    id: person.id,
    url: url(world, `/users/${person.id}`),
    name: person.name,
    email: person.email ?? null,
    role: person.role,
    external_id: person.externalId ?? null,
    locale: person.locale,
    active: true,
    verified: person.role !== "end-user",
    suspended: false,
    created_at: iso(person.createdAt),
    updated_at: iso(person.createdAt),
  };
}

const groupShape = (world: World, group: Group) => ({
  id: group.id,
  url: url(world, `/groups/${group.id}`),
  name: group.name,
  description: group.description,
  default: group.default,
  deleted: group.deleted,
  is_public: group.isPublic,
  created_at: iso(group.createdAt),
  updated_at: iso(group.updatedAt),
});

const membershipShape = (world: World, membership: Membership) => ({
  id: membership.id,
  url: url(world, `/group_memberships/${membership.id}`),
  user_id: membership.userId,
  group_id: membership.groupId,
  default: membership.default,
  created_at: iso(membership.createdAt),
  updated_at: iso(membership.createdAt),
});

export function peopleRoutes(server: FastifyInstance, route: Route, world: World): void {
  // An anonymous call is answered with nobody, not refused (zendesk.md §6).
  server.get("/api/v2/users/me", async (request) => {
    const caller = supportCaller(world, request.headers.authorization);
    if (caller !== undefined) return { user: personShape(world, caller.person) };
    return {
      user: {
        id: null,
        name: "Anonymous user",
        email: "invalid@example.com",
        role: "end-user",
        verified: false,
      },
    };
  });

  route("get", "/users/search", 200, ({ request }) => {
    const { external_id: externalId, query } = UserSearch.parse(request.query);
    const words = query?.toLowerCase();
    const found = world.people
      .all()
      .filter((person) =>
        externalId === undefined
          ? words !== undefined && `${person.name} ${person.email ?? ""}`.toLowerCase().includes(words)
          : person.externalId === externalId,
      );
    return page(world, request, "users", found, (person) => personShape(world, person));
  });
  route("get", "/users", 200, ({ request }) =>
    page(world, request, "users", world.people.all(), (person) => personShape(world, person)),
  );
  route("get", "/users/:id", 200, ({ id }) => {
    const person = world.people.get(id);
    if (person === undefined) throw recordNotFound();
    return { user: personShape(world, person) };
  });

  const groupOf = ({ id }: Call): Group => {
    const group = world.groups.get(id);
    if (group === undefined) throw recordNotFound();
    return group;
  };
  const listGroups = ({ request }: Call, shown: (group: Group) => boolean) =>
    page(world, request, "groups", world.groups.all().filter(shown), (group) => groupShape(world, group));
  route("get", "/groups", 200, (call) => {
    const excluded = GroupQuery.parse(call.request.query).exclude_deleted === "true";
    return listGroups(call, (group) => !excluded || !group.deleted);
  });
  route("get", "/groups/assignable", 200, (call) => listGroups(call, (group) => !group.deleted));
  route("post", "/groups", 201, (call) => {
    requireAdmin(call);
    const { group } = GroupBody.parse(call.request.body);
    const name = group.name.trim();
    if (name === "") throw recordInvalid("name", "Name: cannot be blank");
    const { description } = group;
    const created = createGroup(world, description === undefined ? { name } : { name, description });
    call.reply.header("location", url(world, `/groups/${created.id}`));
    return { group: groupShape(world, created) };
  });
  route("get", "/groups/:id", 200, (call) => ({ group: groupShape(world, groupOf(call)) }));
  route("delete", "/groups/:id", 204, (call) => {
    requireAdmin(call);
    world.groups.put({ ...groupOf(call), deleted: true, updatedAt: world.clock.now() });
  });

  const listMemberships = ({ request }: Call, rows: Membership[]) =>
    page(world, request, "group_memberships", rows, (row) => membershipShape(world, row));
  route("get", "/group_memberships", 200, (call) => listMemberships(call, world.memberships.all()));
  route("get", "/groups/:id/memberships", 200, (call) =>
    listMemberships(call, world.memberships.by("group", groupOf(call).id)),
  );
  route("post", "/group_memberships", 201, (call) => {
    requireAdmin(call);
    const { user_id: userId, group_id: groupId } = MembershipBody.parse(call.request.body).group_membership;
    if (world.people.get(userId)?.role === "end-user" || world.people.get(userId) === undefined)
      throw recordInvalid("user_id", "User: is invalid");
    if (world.groups.get(groupId) === undefined) throw recordInvalid("group_id", "Group: is invalid");
    return { group_membership: membershipShape(world, joinGroup(world, userId, groupId)) };
  });
  route("delete", "/group_memberships/:id", 204, (call) => {
    requireAdmin(call);
    if (world.memberships.get(call.id) === undefined) throw recordNotFound();
    world.memberships.delete(call.id);
  });
}
