/**
 * Who of the operators takes conversations, as JSON:API
 * (developer.zendesk.com/api-reference/agent-availability/agent-availability-api/agent_availabilities/).
 */
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import type { Person, Ticket } from "../world/state/entities.ts";
import { operatorById, staff } from "../world/ticketing/people.ts";
import { iso, type World } from "../world/world.ts";
import { SupportError } from "./errors.ts";
import { cursorPage } from "./pages.ts";
import { type Call, type Route, read, requireAdmin } from "./route.ts";

/** Zendesk's own unified statuses, with what each means for messaging. */
const statuses = [
  { id: 2, key: "offline", name: "Offline", messaging: "offline" },
  { id: 3, key: "online", name: "Online", messaging: "online" },
  { id: 4, key: "away", name: "Away", messaging: "offline" },
  { id: 5, key: "transfers_only", name: "Transfers only", messaging: "transfers_only" },
] as const;

/** No limit is set in this account, so the documented default stands for it. */
const MESSAGING_CAPACITY = 10;

const Filters = z.object({
  "filter[group_ids]": z.string().optional(),
  "filter[agent_status_ids]": z.string().optional(),
  "filter[channel_status]": z.string().optional(),
});
const StatusBody = z.object({ id: z.coerce.number().int() });

const refused = (status: number, code: string, title: string, detail: string) =>
  new SupportError(status, { errors: [{ status: String(status), code, title, detail }] });

const statusOf = ({ availability }: Person) =>
  statuses.find(({ key }) => key === availability) ?? statuses[0];
const address = (world: World, path: string) => `${world.origin()}/api/v2/agent_availabilities${path}`;

const workOf = (world: World, person: Person): Ticket[] =>
  world.tickets.by("assignee", person.id).filter(({ sessionOpen }) => sessionOpen);

function resource(world: World, person: Person) {
  const status = statusOf(person);
  const id = `agent_availabilities|${person.id}`;
  return {
    id,
    type: "agent_availabilities",
    attributes: {
      agent_id: person.id,
      agent_status: {
        id: status.id,
        name: status.key,
        reason: "UNKNOWN",
        updated_at: iso(person.availabilityAt ?? person.createdAt),
      },
      group_ids: world.memberships.by("user", person.id).map(({ groupId }) => groupId),
      skills: [],
      version: 1,
    },
    links: { self: address(world, `/${person.id}`) },
    relationships: { channels: { data: [{ id: `${id}|channels|messaging`, type: "channels" }] } },
  };
}

/** The messaging channel with the conversations in it. */
function included(world: World, person: Person) {
  const id = `agent_availabilities|${person.id}|channels|messaging`;
  const work = workOf(world, person).map((ticket) => ({
    id: `${id}|work_items|${ticket.id}`,
    type: "work_items",
    attributes: { item_id: String(ticket.id), added_at: iso(ticket.createdAt), reason: "ASSIGNED" },
  }));
  return [
    {
      id,
      type: "channels",
      attributes: {
        name: "messaging",
        status: statusOf(person).messaging,
        work_item_count: work.length,
        max_capacity: MESSAGING_CAPACITY,
      },
      relationships: {
        work_items: { data: work.map((item) => ({ id: item.id, type: item.type })) },
      },
    },
    ...work,
  ];
}

export function availabilityRoutes(route: Route, world: World): void {
  const operatorOf = ({ id }: Call): Person => {
    const person = operatorById(world, id);
    if (person === undefined) throw refused(404, "AgentNotFound", "Agent not found", "No such agent");
    return person;
  };
  const one = (person: Person) => ({ data: resource(world, person), included: included(world, person) });

  route("get", "/agent_availabilities", 200, (call) => {
    requireAdmin(call);
    const query = read(Filters, call.request.query);
    const wanted = (list: string | undefined) => list?.split(",").map((id) => id.trim());
    const groups = wanted(query["filter[group_ids]"]);
    const ids = wanted(query["filter[agent_status_ids]"]);
    const [channel, state] = query["filter[channel_status]"]?.split(":") ?? [];
    const rows = staff(world).filter((person) => {
      const mine = world.memberships.by("user", person.id).map(({ groupId }) => String(groupId));
      const { id, messaging } = statusOf(person);
      return (
        (groups === undefined || groups.some((group) => mine.includes(group))) &&
        (ids === undefined || ids.includes(String(id))) &&
        (channel === undefined || (channel === "messaging" && state === messaging))
      );
    });
    const shown: Person[] = [];
    const shape = (person: Person) => {
      shown.push(person);
      return resource(world, person);
    };
    const answer = cursorPage(world, call.request, { name: "data", rows, shape });
    return { ...answer, included: shown.flatMap((person) => included(world, person)) };
  });
  route("get", "/agent_availabilities/me", 200, ({ caller }) => one(caller.person));
  route("get", "/agent_availabilities/agent_statuses", 200, () => ({
    data: statuses.map(({ id, name, messaging }) => ({
      id: String(id),
      type: "agent_statuses",
      attributes: { name, channels: { messaging }, default: true },
    })),
  }));
  route("put", "/agent_availabilities/agent_statuses/agents/:id", 200, (call) => {
    const person = operatorOf(call);
    if (call.caller.person.id !== person.id) requireAdmin(call);
    const { id } = read(StatusBody, call.request.body);
    const status = statuses.find((known) => known.id === id);
    if (status === undefined)
      throw refused(400, "InvalidAgentStatus", "Invalid agent status", `There is no agent status ${id}`);
    return one(world.people.put({ ...person, availability: status.key, availabilityAt: world.clock.now() }));
  });
  route("get", "/agent_availabilities/:id", 200, (call) => {
    requireAdmin(call);
    if (!/^\d+$/u.test(call.id)) throw recordNotFound();
    return one(operatorOf(call));
  });
}
