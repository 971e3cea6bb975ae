/** Who leaves a group, and which group is a person's default one. */
import type { Membership } from "../state/entities.ts";
import type { World } from "../world.ts";
import { changeTicket } from "./tickets.ts";

/** The tickets of this group that the person worked on are nobody's afterwards, as Zendesk's job leaves them. */
export function leaveGroup(world: World, membershipId: number): void {
  const membership = world.memberships.get(membershipId);
  if (membership === undefined) return;
  world.memberships.delete(membershipId);
  const [next] = world.memberships.by("user", membership.userId);
  if (membership.default && next !== undefined) world.memberships.put({ ...next, default: true });
  for (const ticket of world.tickets.by("assignee", membership.userId)) {
    if (ticket.groupId !== membership.groupId) continue;
    if (ticket.status === "solved" || ticket.status === "closed") continue;
    const { assigneeId: _, ...rest } = ticket;
    changeTicket(world, rest, {});
  }
}

/** Makes this membership the person's default one. */
export function makeDefaultMembership(world: World, membership: Membership): void {
  for (const row of world.memberships.by("user", membership.userId))
    if (row.default !== (row.id === membership.id))
      world.memberships.put({ ...row, default: row.id === membership.id });
}
