/** The lists of tickets: by status and group, through indexes, a page at a time. */
import { type Person, type Ticket, ticketStatuses } from "../world/state/entities.ts";
import { groupStatus } from "../world/state/tables.ts";
import type { World } from "../world/world.ts";
import type { TicketList, TicketView } from "./contract.ts";
import { summaryOf } from "./shapes.ts";

type Status = Ticket["status"];
const unsolved: readonly Status[] = ["new", "open", "pending", "hold"];

/** The statuses that a view shows. */
const statusesOf: Record<TicketView, readonly Status[]> = {
  mine: unsolved,
  open: unsolved,
  unassigned: unsolved,
  new: ["new"],
  ongoing: ["open"],
  pending: ["pending"],
  hold: ["hold"],
  solved: ["solved"],
  closed: ["closed"],
  all: ticketStatuses,
};

interface ListRequest {
  readonly view: TicketView;
  readonly groupId?: string | undefined;
  readonly agentId?: string | undefined;
  /** From 1. */
  readonly page: number;
  /** Rows on a page; without it all of the view are given. */
  readonly limit?: number | undefined;
}

/** One page of a view, the newest change first, with the numbers beside every view and group. */
export function listTickets(world: World, request: ListRequest): TicketList {
  const { view, groupId, agentId, page, limit } = request;
  const rows = (statuses: readonly Status[]) =>
    statuses.flatMap((status) =>
      groupId === undefined
        ? world.tickets.by("status", status)
        : world.tickets.by("groupStatus", groupStatus(groupId, status)),
    );
  const belongs = (name: TicketView, { assigneeId }: Ticket): boolean =>
    name === "mine"
      ? assigneeId !== undefined && String(assigneeId) === agentId
      : name !== "unassigned" || assigneeId === undefined;

  const inView = rows(statusesOf[view])
    .filter((ticket) => belongs(view, ticket))
    .sort((left, right) => right.updatedAt - left.updatedAt || right.id - left.id);
  const start = limit === undefined ? 0 : (page - 1) * limit;
  const open = rows(unsolved);
  return {
    tickets: inView
      .slice(start, limit === undefined ? undefined : start + limit)
      .map((ticket) => summaryOf(world, ticket)),
    counts: countViews((name) =>
      name === "mine" || name === "unassigned"
        ? open.filter((ticket) => belongs(name, ticket)).length
        : countOf(world, statusesOf[name], groupId),
    ),
    groupCounts: Object.fromEntries(
      world.groups.all().map(({ id }) => [String(id), countOf(world, unsolved, String(id))]),
    ),
  };
}

const countOf = (world: World, statuses: readonly Status[], groupId: string | undefined): number =>
  statuses.reduce(
    (sum, status) =>
      sum +
      (groupId === undefined
        ? world.tickets.count("status", status)
        : world.tickets.count("groupStatus", groupStatus(groupId, status))),
    0,
  );

function countViews(count: (view: TicketView) => number): TicketList["counts"] {
  return {
    mine: count("mine"),
    open: count("open"),
    unassigned: count("unassigned"),
    new: count("new"),
    ongoing: count("ongoing"),
    pending: count("pending"),
    hold: count("hold"),
    solved: count("solved"),
    closed: count("closed"),
    all: count("all"),
  };
}

/** Unread messages of tickets assigned to the agent, or to nobody in the agent's groups or in none. */
export function unreadOf(world: World, agent: Person): number {
  const groups = new Set(world.memberships.by("user", agent.id).map(({ groupId }) => groupId));
  return unsolved
    .flatMap((status) => world.tickets.by("status", status))
    .filter(({ assigneeId, groupId }) =>
      assigneeId === undefined ? groupId === undefined || groups.has(groupId) : assigneeId === agent.id,
    )
    .reduce((sum, { unread }) => sum + unread, 0);
}
