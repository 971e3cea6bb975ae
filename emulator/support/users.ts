/** Users: listed, shown and searched (zendesk.md §6). */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import type { Person } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { supportCaller } from "./auth.ts";
import { invalidValue } from "./errors.ts";
import { offsetPageOnly, page } from "./pages.ts";
import { answerError, type Call, type Route, read } from "./route.ts";
import { searchPeople } from "./search-people.ts";
import { counted } from "./shape.ts";
import { personShape } from "./user-shape.ts";

const Filter = z.object({
  role: z.string().optional(),
  "role[]": z.union([z.string(), z.array(z.string())]).optional(),
  external_id: z.string().optional(),
});
const Search = z.object({ external_id: z.string().optional(), query: z.string().default("") });
const Many = z.object({ ids: z.string().default(""), external_ids: z.string().default("") });
const Autocomplete = z.object({ name: z.string().default("") });

const nobody = {
  id: null,
  name: "Anonymous user",
  email: "invalid@example.com",
  role: "end-user",
  verified: false,
};

/** Who has this id; a deleted person still has it. */
export function personOf(world: World, { id }: Call): Person {
  const person = world.people.get(id);
  if (person === undefined) throw recordNotFound();
  return person;
}

/** Ids with commas between, each once; fails with 400 beyond a hundred. */
export const idList = (text: string): string[] => {
  const ids = [...new Set(text.split(",").map((id) => id.trim()))].filter(Boolean);
  if (ids.length > 100) throw invalidValue("Up to 100 ids can be given.");
  return ids;
};

export function userRoutes(server: FastifyInstance, route: Route, world: World): void {
  const shape = (person: Person) => personShape(world, person);
  const alive = () => world.people.all().filter(({ deleted }) => deleted !== true);

  // An anonymous call is answered with nobody, not refused (zendesk.md §6).
  server.get("/api/v2/users/me", async (request, reply) => {
    try {
      const caller = supportCaller(world, request.headers.authorization);
      return { user: caller === undefined ? nobody : shape(caller.person) };
    } catch (error) {
      return answerError(reply, error);
    }
  });

  const filtered = ({ request }: Call) => {
    const { role, "role[]": roles, external_id: externalId } = read(Filter, request.query);
    const wanted = [...(role === undefined ? [] : [role]), ...(roles === undefined ? [] : [roles].flat())];
    return alive().filter(
      (person) =>
        (wanted.length === 0 || wanted.includes(person.role)) &&
        (externalId === undefined || person.externalId === externalId),
    );
  };
  route("get", "/users", 200, (call) => page(world, call.request, "users", filtered(call), shape));
  route("get", "/users/count", 200, (call) => counted(world, filtered(call).length));
  route("get", "/users/search", 200, ({ request }) => {
    const { external_id: externalId, query } = read(Search, request.query);
    return offsetPageOnly(world, request, "users", searchPeople(world, query, externalId), shape, undefined);
  });
  route("get", "/users/autocomplete", 200, ({ request }) => {
    const start = read(Autocomplete, request.query).name.toLowerCase();
    if (start.length < 2) throw invalidValue("Name must have at least two characters.");
    const found = alive().filter(({ name }) => name.toLowerCase().startsWith(start));
    return offsetPageOnly(world, request, "users", found, shape, undefined);
  });
  route("get", "/users/show_many", 200, ({ request }) => {
    const { ids, external_ids: externalIds } = read(Many, request.query);
    const found = [
      ...idList(ids).flatMap((id) => world.people.get(id) ?? []),
      ...idList(externalIds).flatMap((id) => world.people.by("externalId", id)),
    ];
    return page(world, request, "users", [...new Set(found)], shape);
  });
  route("get", "/users/:id", 200, (call) => ({ user: shape(personOf(world, call)) }));
  route("get", "/users/:id/related", 200, (call) => {
    const { id } = personOf(world, call);
    return {
      user_related: {
        requested_tickets: world.tickets.count("requester", id),
        assigned_tickets: world.tickets.count("assignee", id),
        ccd_tickets: 0,
        organization_subscriptions: 0,
      },
    };
  });
}
