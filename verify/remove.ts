/** Takes a test user away with everything that grew from it. */
import { textAt } from "./read.ts";
import { isFine, type Tenant } from "./tenant.ts";
import { personOf, requestedTickets } from "./ticket.ts";

/** Tickets are solved and deleted, then conversation and user, then the person in Support. Answers what is left, in words. */
export async function removeTalk(
  tenant: Tenant,
  owner: { readonly userId: string; readonly externalId: string },
): Promise<readonly string[]> {
  const left: string[] = [];
  const person = await personOf(tenant, owner);
  const tickets = person === undefined ? [] : await requestedTickets(tenant, person.id);
  for (const ticket of tickets) {
    const id = textAt(ticket, "id");
    if (id === undefined) continue;
    const status = textAt(ticket, "status") ?? "";
    const over = status === "solved" || status === "closed" || (await solve(tenant, id));
    const deleted = isFine(await tenant.support("DELETE", "/tickets/{}", { ids: [id] }));
    if (!deleted) left.push(`ticket ${id} (${over ? "solved, not deleted" : "still open"})`);
  }
  // Its conversations go with it.
  if (!isFine(await tenant.messaging("DELETE", "/users/{}", { ids: [owner.userId] })))
    left.push(`user ${owner.externalId} of Messaging`);
  if (person !== undefined && !isFine(await tenant.support("DELETE", "/users/{}", { ids: [person.id] })))
    left.push(`user ${person.id} of Support (${owner.externalId})`);
  return left;
}

async function solve(tenant: Tenant, id: string): Promise<boolean> {
  const solved = { ticket: { status: "solved" } };
  return isFine(await tenant.support("PUT", "/tickets/{}", { ids: [id], json: solved }));
}
