/** Users: created, changed, merged and deleted (zendesk.md §6). */
import * as z from "zod";
import type { Person } from "../world/state/entities.ts";
import { createPerson, emailOwner } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { forbidden, invalidRecord } from "./errors.ts";
import { limits } from "./limits.ts";
import { type Call, type Route, read, requireAdmin } from "./route.ts";
import { url } from "./shape.ts";
import { personShape } from "./user-shape.ts";
import { personOf } from "./users.ts";

const text = z.string().nullish();
const roles = ["end-user", "agent", "admin"] as const;
const UserBody = z.object({
  user: z.object({
    id: z.coerce.number().optional(),
    name: z.string().optional(),
    email: text,
    role: z.enum(roles).optional(),
    external_id: z.union([z.string(), z.number()]).transform(String).nullish(),
    locale: z.string().optional(),
    phone: text,
    notes: text,
    details: text,
    tags: z.array(z.string()).optional(),
    verified: z.boolean().optional(),
    suspended: z.boolean().optional(),
  }),
});
type Draft = z.output<typeof UserBody>["user"];

const Email = z.email();
const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();

/** Nobody else may have the e-mail or the external id. */
function check(world: World, draft: Draft, self: Person | undefined): void {
  const { name, email, external_id: externalId } = draft;
  if (self === undefined ? (name ?? "").trim() === "" : name?.trim() === "")
    throw invalidRecord("name", "Name: cannot be blank", "BlankValue");
  if (typeof email === "string") {
    if (!Email.safeParse(email).success)
      throw invalidRecord("email", `Email: ${email} is not properly formatted`, "InvalidFormat");
    const owner = emailOwner(world, email);
    if (owner !== undefined && owner.id !== self?.id)
      throw invalidRecord("email", `Email: ${email} is already being used by another user`, "DuplicateValue");
  }
  if (typeof externalId === "string") {
    const [owner] = world.people.by("externalId", externalId);
    if (owner !== undefined && owner.id !== self?.id)
      throw invalidRecord("external_id", "External has already been taken", "DuplicateValue");
  }
}

/** Only admins make operators, or change them; an agent changes end users and themselves. */
function checkRole({ caller }: Call, draft: Draft, self: Person | undefined): void {
  if (caller.person.role === "admin") return;
  const operator = (self?.role ?? "end-user") !== "end-user" && self?.id !== caller.person.id;
  const promoted = draft.role !== undefined && draft.role !== (self?.role ?? "end-user");
  if (operator || promoted) throw forbidden();
}

function create(world: World, call: Call, draft: Draft): Person {
  checkRole(call, draft, undefined);
  check(world, draft, undefined);
  const person = createPerson(world, { name: draft.name ?? "", role: draft.role ?? "end-user" });
  return change(world, person, draft);
}

function change(world: World, person: Person, draft: Draft): Person {
  const { email, externalId, phone, notes, details, ...rest } = person;
  const kept = <Value>(given: Value | null | undefined, old: Value | undefined): Value | undefined =>
    given === undefined ? old : (given ?? undefined);
  const next = {
    email: kept(draft.email, email),
    externalId: kept(draft.external_id, externalId),
    phone: kept(draft.phone, phone),
    notes: kept(draft.notes, notes),
    details: kept(draft.details, details),
  };
  return world.people.put({
    ...rest,
    name: draft.name ?? person.name,
    role: draft.role ?? person.role,
    locale: draft.locale ?? person.locale,
    updatedAt: world.clock.now(),
    ...(next.email === undefined ? {} : { email: next.email }),
    ...(next.externalId === undefined ? {} : { externalId: next.externalId }),
    ...(next.phone === undefined ? {} : { phone: next.phone }),
    ...(next.notes === undefined ? {} : { notes: next.notes }),
    ...(next.details === undefined ? {} : { details: next.details }),
    ...(draft.tags === undefined ? {} : { tags: draft.tags }),
    ...(draft.verified === undefined ? {} : { verified: draft.verified }),
    ...(draft.suspended === undefined ? {} : { suspended: draft.suspended }),
  });
}

/** By external id, whose case does not matter, else by e-mail. */
function known(world: World, { email, external_id: externalId }: Draft): Person | undefined {
  const byExternal =
    typeof externalId === "string"
      ? world.people.all().find((person) => same(person.externalId, externalId))
      : undefined;
  return byExternal ?? (typeof email === "string" ? emailOwner(world, email) : undefined);
}

export function userChangeRoutes(route: Route, world: World): void {
  const located = (call: Call, person: Person) => {
    call.reply.header("location", url(world, `/users/${person.id}`));
    return { user: personShape(world, person) };
  };

  route("post", "/users", 201, (call) => {
    const { user } = read(UserBody, call.request.body);
    return located(call, create(world, call, user));
  });
  route("post", "/users/create_or_update", 200, (call) => {
    const { user } = read(UserBody, call.request.body);
    const key = user.external_id ?? user.email ?? "";
    call.limits.own(limits.userEach(key));
    call.limits.own(limits.userOnce(key));
    const person = known(world, user);
    if (person === undefined) {
      const created = create(world, call, user);
      call.reply.code(201);
      return located(call, created);
    }
    checkRole(call, user, person);
    check(world, user, person);
    return located(call, change(world, person, user));
  });
  route("put", "/users/:id", 200, (call) => {
    const { user } = read(UserBody, call.request.body);
    const person = personOf(world, call);
    checkRole(call, user, person);
    check(world, user, person);
    return { user: personShape(world, change(world, person, user)) };
  });
  route("delete", "/users/:id", 200, (call) => {
    requireAdmin(call);
    return { user: personShape(world, remove(world, call, personOf(world, call))) };
  });
  route("put", "/users/:id/merge", 200, (call) => {
    const loser = personOf(world, call);
    const winner = world.people.get(read(UserBody, call.request.body).user.id ?? "");
    if (
      winner === undefined ||
      winner.id === loser.id ||
      winner.role !== "end-user" ||
      loser.role !== "end-user"
    )
      throw invalidRecord("base", "Only two different end users can be merged", "InvalidValue");
    return { user: personShape(world, merge(world, loser, winner)) };
  });
}

/** Forgets what identifies the person; their tickets stay. The last admin stays as well. */
function remove(world: World, call: Call, person: Person): Person {
  if (person.id === call.caller.person.id) throw forbidden();
  const working = world.tickets.by("requester", person.id).some(({ status }) => status !== "closed");
  if (working)
    throw invalidRecord(
      "base",
      "User has tickets that are not closed yet: it cannot be deleted",
      "InvalidValue",
    );
  const { externalId: _, phone: __, ...rest } = person;
  for (const membership of world.memberships.by("user", person.id)) world.memberships.delete(membership.id);
  for (const identity of world.identities.by("person", person.id)) world.identities.delete(identity.id);
  for (const user of world.users.by("person", person.id)) {
    const { zendeskId: ___, ...unlinked } = user;
    world.users.put(unlinked);
  }
  const { email: ____, ...nameless } = rest;
  return world.people.put({ ...nameless, deleted: true, updatedAt: world.clock.now() });
}

/** The loser's tickets and messaging users are the winner's; what the winner lacks comes along. */
function merge(world: World, loser: Person, winner: Person): Person {
  for (const ticket of world.tickets.by("requester", loser.id))
    world.tickets.put({ ...ticket, requesterId: winner.id });
  for (const user of world.users.by("person", loser.id)) world.users.put({ ...user, zendeskId: winner.id });
  for (const identity of world.identities.by("person", loser.id))
    world.identities.put({ ...identity, personId: winner.id, primary: false });
  const { email, externalId, ...rest } = loser;
  world.people.put({ ...rest, deleted: true, updatedAt: world.clock.now() });
  return world.people.put({
    ...winner,
    ...(winner.email === undefined && email !== undefined ? { email } : {}),
    ...(winner.externalId === undefined && externalId !== undefined ? { externalId } : {}),
    updatedAt: world.clock.now(),
  });
}
