/** A user's identities (zendesk.md §6). */
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import type { Identity } from "../world/state/entities.ts";
import { addIdentity, identitiesOf, identityOwner } from "../world/ticketing/identities.ts";
import { emailOwner } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { invalidRecord } from "./errors.ts";
import { page } from "./pages.ts";
import { type Call, type Route, read } from "./route.ts";
import { stamp, url } from "./shape.ts";
import { personOf } from "./users.ts";

const types = ["email", "phone_number", "twitter", "facebook", "google", "agent_forwarding"] as const;
const Created = z.object({
  identity: z.object({ type: z.enum(types), value: z.string().min(1), verified: z.boolean().default(false) }),
});
const Updated = z.object({
  identity: z.object({ value: z.string().min(1).optional(), verified: z.boolean().optional() }),
});

const shape = (world: World, identity: Identity) => ({
  id: identity.id,
  url: url(world, `/users/${identity.personId}/identities/${identity.id}`),
  user_id: identity.personId,
  type: identity.type,
  value: identity.value,
  verified: identity.verified,
  primary: identity.primary,
  created_at: stamp(identity.createdAt),
  updated_at: stamp(identity.updatedAt),
  ...(identity.type === "email" ? { undeliverable_count: 0, deliverable_state: "deliverable" } : {}),
});

/** An e-mail belongs to one person only. */
function checkFree(world: World, type: Identity["type"], value: string, personId: number): void {
  if (type !== "email") return;
  if (!z.email().safeParse(value).success)
    throw invalidRecord("value", `Email: ${value} is not properly formatted`, "InvalidFormat");
  const owner = emailOwner(world, value) ?? identityOwner(world, type, value);
  if (owner !== undefined && owner.id !== personId)
    throw invalidRecord("value", `Email: ${value} is already being used by another user`, "DuplicateValue");
}

export function identityRoutes(route: Route, world: World): void {
  const identityOf = (call: Call): Identity => {
    const found = identitiesOf(world, personOf(world, call)).find(({ id }) => String(id) === call.second);
    if (found === undefined) throw recordNotFound();
    return found;
  };
  const list = (call: Call) =>
    page(world, call.request, "identities", identitiesOf(world, personOf(world, call)), (row) =>
      shape(world, row),
    );

  route("get", "/users/:id/identities", 200, list);
  route("post", "/users/:id/identities", 201, (call) => {
    const person = personOf(world, call);
    const { identity } = read(Created, call.request.body);
    identitiesOf(world, person);
    checkFree(world, identity.type, identity.value, person.id);
    if (identity.type === "email" && person.email === undefined)
      world.people.put({ ...person, email: identity.value });
    const added = addIdentity(world, person, identity);
    call.reply.header("location", url(world, `/users/${person.id}/identities/${added.id}`));
    return { identity: shape(world, added) };
  });
  route("get", "/users/:id/identities/:second_id", 200, (call) => ({
    identity: shape(world, identityOf(call)),
  }));
  route("put", "/users/:id/identities/:second_id", 200, (call) => {
    const person = personOf(world, call);
    const identity = identityOf(call);
    const { value = identity.value, verified = false } = read(Updated, call.request.body).identity;
    checkFree(world, identity.type, value, person.id);
    if (identity.primary && identity.type === "email") world.people.put({ ...person, email: value });
    const next = {
      ...identity,
      value,
      verified: identity.verified || verified,
      updatedAt: world.clock.now(),
    };
    return { identity: shape(world, world.identities.put(next)) };
  });
  route("put", "/users/:id/identities/:second_id/make_primary", 200, (call) => {
    const person = personOf(world, call);
    const identity = identityOf(call);
    if (identity.type === "email") world.people.put({ ...person, email: identity.value });
    return { identities: identitiesOf(world, personOf(world, call)).map((row) => shape(world, row)) };
  });
  route("put", "/users/:id/identities/:second_id/verify", 200, (call) => {
    const identity = world.identities.put({ ...identityOf(call), verified: true });
    return { identity: shape(world, identity) };
  });
  route("delete", "/users/:id/identities/:second_id", 204, (call) => {
    const person = personOf(world, call);
    const identity = identityOf(call);
    world.identities.delete(identity.id);
    if (identity.type !== "email" || !identity.primary) return;
    const next = world.identities.by("person", person.id).find(({ type }) => type === "email");
    const { email: _, ...rest } = person;
    world.people.put(next === undefined ? rest : { ...rest, email: next.value });
  });
}
