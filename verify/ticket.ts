/** Finds the ticket that grew from a test conversation (zendesk.md §5.5). */
import { listAt, textAt, timeAt } from "./read.ts";
import type { Talk } from "./stage.ts";
import type { Tenant } from "./tenant.ts";
import { lookUntil, type Waiting } from "./waiting.ts";

export interface FoundTicket {
  readonly id: string;
  readonly createdAt: number;
  readonly groupId: string | undefined;
  readonly channel: string | undefined;
  readonly requesterId: string;
  /** How Support's person was found: by the id that Messaging names, or by a search for the external id. */
  readonly personFoundBy: "zendeskId" | "search";
  /** After how many looks, and when. */
  readonly looks: number;
  readonly foundAt: number;
}

/** A search lags "up to some minutes" (zendesk.md §2). */
const patienceMs = 300_000;
const everyMs = 5_000;

type Owner = Pick<Talk, "userId" | "externalId">;

export function createTicketFinder(tenant: Tenant, waiting: Waiting) {
  return {
    /** The newest ticket of the user's that is not among `besides`. */
    find: (owner: Owner, besides: readonly string[] = [], withinMs = patienceMs) => {
      let looks = 0;
      return lookUntil(waiting, { withinMs, everyMs }, async (): Promise<FoundTicket | undefined> => {
        looks += 1;
        const ticket = await lookOnce(tenant, owner, besides);
        return ticket === undefined ? undefined : { ...ticket, looks, foundAt: waiting.now() };
      });
    },
  };
}

async function lookOnce(
  tenant: Tenant,
  owner: Owner,
  besides: readonly string[],
): Promise<Omit<FoundTicket, "looks" | "foundAt"> | undefined> {
  const person = await personOf(tenant, owner);
  if (person === undefined) return undefined;
  for (const row of await requestedTickets(tenant, person.id)) {
    const id = textAt(row, "id");
    if (id === undefined || besides.includes(id)) continue;
    return {
      id,
      createdAt: timeAt(row, "created_at") ?? 0,
      groupId: textAt(row, "group_id"),
      channel: textAt(row, "via.channel"),
      requesterId: person.id,
      personFoundBy: person.by,
    };
  }
  return undefined;
}

/** Support's person for a user of Messaging. */
export async function personOf(
  tenant: Tenant,
  { userId, externalId }: Owner,
): Promise<{ id: string; by: FoundTicket["personFoundBy"] } | undefined> {
  const user = await tenant.messaging("GET", "/users/{}", { ids: [userId] });
  const named = textAt(user.json, "user.zendeskId");
  if (named !== undefined) return { id: named, by: "zendeskId" };
  const found = await searched(tenant, externalId);
  return found === undefined ? undefined : { id: found, by: "search" };
}

/** Id of the person whom Support's search finds by external id. */
export async function searched(tenant: Tenant, externalId: string): Promise<string | undefined> {
  const answer = await tenant.support("GET", "/users/search", { query: { external_id: externalId } });
  return textAt(answer.json, "users.0.id");
}

/** Newest first. */
export async function requestedTickets(tenant: Tenant, personId: string): Promise<readonly unknown[]> {
  const query = { sort_by: "created_at", sort_order: "desc", per_page: "100" };
  const answer = await tenant.support("GET", "/users/{}/tickets/requested", { ids: [personId], query });
  return listAt(answer.json, "tickets");
}
