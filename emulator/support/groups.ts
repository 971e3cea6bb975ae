/** Groups and who is in them (zendesk.md §6). */
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import type { Group, Membership } from "../world/state/entities.ts";
import { leaveGroup, makeDefaultMembership } from "../world/ticketing/memberships.ts";
import { createGroup, joinGroup } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { invalidRecord } from "./errors.ts";
import { page } from "./pages.ts";
import { type Call, type Route, read, requireAdmin } from "./route.ts";
import { counted, stamp, url } from "./shape.ts";
import { personShape } from "./user-shape.ts";
import { personOf } from "./users.ts";

const GroupBody = z.object({
  group: z.object({
    name: z.string().default(""),
    description: z.string().optional(),
    is_public: z.boolean().optional(),
  }),
});
const GroupChange = z.object({
  group: z.object({
    name: z.string().optional(),
    description: z.string().optional(),
    is_public: z.boolean().optional(),
  }),
});
const MembershipBody = z.object({
  group_membership: z.object({
    user_id: z.coerce.number(),
    group_id: z.coerce.number(),
    default: z.boolean().optional(),
  }),
});
const GroupQuery = z.object({ exclude_deleted: z.string().optional() });

export const groupShape = (world: World, group: Group) => ({
  id: group.id,
  url: url(world, `/groups/${group.id}`),
  is_public: group.isPublic,
  name: group.name,
  description: group.description,
  default: group.default,
  deleted: group.deleted,
  created_at: stamp(group.createdAt),
  updated_at: stamp(group.updatedAt),
});

const membershipShape = (world: World, membership: Membership) => ({
  id: membership.id,
  url: url(world, `/group_memberships/${membership.id}`),
  user_id: membership.userId,
  group_id: membership.groupId,
  default: membership.default,
  created_at: stamp(membership.createdAt),
  updated_at: stamp(membership.createdAt),
});

const named = (name: string): string => {
  if (name.trim() === "") throw invalidRecord("name", "Name: cannot be blank", "BlankValue");
  return name.trim();
};

export function groupRoutes(route: Route, world: World): void {
  const groupOf = ({ id }: Call): Group => {
    const group = world.groups.get(id);
    if (group === undefined) throw recordNotFound();
    return group;
  };
  const list = ({ request }: Call, rows: readonly Group[]) =>
    page(world, request, "groups", rows, (group) => groupShape(world, group));
  const alive = () => world.groups.all().filter(({ deleted }) => !deleted);

  route("get", "/groups", 200, (call) => {
    const excluded = read(GroupQuery, call.request.query).exclude_deleted === "true";
    return list(call, excluded ? alive() : world.groups.all());
  });
  route("get", "/groups/count", 200, () => counted(world, world.groups.size()));
  route("get", "/groups/assignable", 200, (call) => list(call, alive()));
  route("post", "/groups", 201, (call) => {
    requireAdmin(call);
    const { group } = read(GroupBody, call.request.body);
    const { description, is_public: isPublic } = group;
    const draft = { name: named(group.name), ...(description === undefined ? {} : { description }) };
    const made = createGroup(world, draft);
    const created = isPublic === undefined ? made : world.groups.put({ ...made, isPublic });
    call.reply.header("location", url(world, `/groups/${created.id}`));
    return { group: groupShape(world, created) };
  });
  route("get", "/groups/:id", 200, (call) => ({ group: groupShape(world, groupOf(call)) }));
  route("put", "/groups/:id", 200, (call) => {
    requireAdmin(call);
    const old = groupOf(call);
    const { group } = read(GroupChange, call.request.body);
    const changed = world.groups.put({
      ...old,
      name: group.name === undefined ? old.name : named(group.name),
      description: group.description ?? old.description,
      isPublic: group.is_public ?? old.isPublic,
      updatedAt: world.clock.now(),
    });
    return { group: groupShape(world, changed) };
  });
  route("delete", "/groups/:id", 204, (call) => {
    requireAdmin(call);
    const group = groupOf(call);
    if (group.default) throw invalidRecord("base", "The default group cannot be deleted", "InvalidValue");
    world.groups.put({ ...group, deleted: true, updatedAt: world.clock.now() });
  });
  route("get", "/groups/:id/users", 200, (call) => {
    const members = world.memberships.by("group", groupOf(call).id);
    const people = members.flatMap(({ userId }) => world.people.get(userId) ?? []);
    return page(world, call.request, "users", people, (person) => personShape(world, person));
  });
  membershipRoutes(route, world, groupOf);
}

function membershipRoutes(route: Route, world: World, groupOf: (call: Call) => Group): void {
  const list = ({ request }: Call, rows: Membership[]) =>
    page(world, request, "group_memberships", rows, (row) => membershipShape(world, row));
  const membershipOf = (id: string): Membership => {
    const membership = world.memberships.get(id);
    if (membership === undefined) throw recordNotFound();
    return membership;
  };
  /** Of groups that exist and people who are there. */
  const assignable = (membership: Membership) =>
    world.groups.get(membership.groupId)?.deleted === false &&
    world.people.get(membership.userId)?.suspended !== true;
  const ofPerson = (call: Call) => world.memberships.by("user", personOf(world, call).id);
  const ofGroup = (call: Call) => world.memberships.by("group", groupOf(call).id);

  route("get", "/group_memberships", 200, (call) => list(call, world.memberships.all()));
  route("get", "/group_memberships/assignable", 200, (call) =>
    list(call, world.memberships.all().filter(assignable)),
  );
  route("get", "/groups/:id/memberships", 200, (call) => list(call, ofGroup(call)));
  route("get", "/groups/:id/memberships/assignable", 200, (call) =>
    list(call, ofGroup(call).filter(assignable)),
  );
  route("get", "/users/:id/group_memberships", 200, (call) => list(call, ofPerson(call)));
  route("get", "/users/:id/groups", 200, (call) => {
    const groups = ofPerson(call).flatMap(({ groupId }) => world.groups.get(groupId) ?? []);
    return page(world, call.request, "groups", groups, (group) => groupShape(world, group));
  });
  route("get", "/group_memberships/:id", 200, ({ id }) => ({
    group_membership: membershipShape(world, membershipOf(id)),
  }));
  route("get", "/users/:id/group_memberships/:second_id", 200, (call) => {
    const membership = membershipOf(call.second);
    if (membership.userId !== personOf(world, call).id) throw recordNotFound();
    return { group_membership: membershipShape(world, membership) };
  });
  route("post", "/group_memberships", 201, (call) => {
    requireAdmin(call);
    const draft = read(MembershipBody, call.request.body).group_membership;
    const membership = join(world, draft.user_id, draft.group_id);
    if (draft.default === true) makeDefaultMembership(world, membership);
    call.reply.header("location", url(world, `/group_memberships/${membership.id}`));
    return { group_membership: membershipShape(world, membershipOf(String(membership.id))) };
  });
  route("delete", "/group_memberships/:id", 204, (call) => {
    requireAdmin(call);
    leaveGroup(world, membershipOf(call.id).id);
  });
  route("delete", "/users/:id/group_memberships/:second_id", 204, (call) => {
    requireAdmin(call);
    const membership = membershipOf(call.second);
    if (membership.userId !== personOf(world, call).id) throw recordNotFound();
    leaveGroup(world, membership.id);
  });
  route("put", "/users/:id/group_memberships/:second_id/make_default", 200, (call) => {
    const membership = membershipOf(call.second);
    if (membership.userId !== personOf(world, call).id) throw recordNotFound();
    if (call.caller.person.id !== membership.userId) requireAdmin(call);
    makeDefaultMembership(world, membership);
    return { group_memberships: ofPerson(call).map((row) => membershipShape(world, row)) };
  });
}

/** Operators only, each group once. */
function join(world: World, userId: number, groupId: number): Membership {
  const person = world.people.get(userId);
  if (person === undefined || person.role === "end-user" || person.deleted === true)
    throw invalidRecord("user_id", "User: is invalid", "InvalidValue");
  if (world.groups.get(groupId)?.deleted !== false)
    throw invalidRecord("group_id", "Group: is invalid", "InvalidValue");
  if (world.memberships.by("user", userId).some((row) => row.groupId === groupId))
    throw invalidRecord("user_id", "User: has already been taken", "DuplicateValue");
  return joinGroup(world, userId, groupId);
}
