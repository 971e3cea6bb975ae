/** A person as the Support API shows them (zendesk.md §6). */
import type { Person } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { stamp, url } from "./shape.ts";

const timeZone = { time_zone: "Pacific Time (US & Canada)", iana_time_zone: "America/Los_Angeles" };

export function personShape(world: World, person: Person) {
  const memberships = world.memberships.by("user", person.id);
  const group = memberships.find((membership) => membership.default);
  const operator = person.role !== "end-user";
  return {
    id: person.id,
    url: url(world, `/users/${person.id}`),
    name: person.name,
    email: person.email ?? null,
    created_at: stamp(person.createdAt),
    updated_at: stamp(person.updatedAt ?? person.createdAt),
    ...timeZone,
    phone: person.phone ?? null,
    shared_phone_number: null,
    photo: null,
    locale_id: 1,
    locale: person.locale,
    organization_id: null,
    role: person.role,
    verified: person.verified ?? operator,
    external_id: person.externalId ?? null,
    tags: person.tags ?? [],
    alias: "",
    active: person.deleted !== true,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    two_factor_auth_enabled: null,
    signature: null,
    details: person.details ?? "",
    notes: person.notes ?? "",
    role_type: operator ? (person.role === "admin" ? 4 : 0) : null,
    custom_role_id: null,
    moderator: operator,
    ticket_restriction: operator ? null : "requested",
    only_private_comments: false,
    restricted_agent: person.role !== "admin",
    suspended: person.suspended === true,
    default_group_id: group?.groupId ?? null,
    report_csv: person.role === "admin",
    user_fields: {},
  };
}
