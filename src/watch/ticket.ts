/** The ticket that a handoff became, and its group. */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Store } from "../store/port.ts";
import type { Desk, DeskAccount, DeskTicket } from "../zendesk/desk.ts";

export interface TicketPorts {
  readonly store: { readonly handoffs: Pick<Store["handoffs"], "load"> };
  readonly desk: Pick<Desk, "findTicket" | "assignGroup">;
  readonly relay: Pick<RunningRelay, "apply">;
  readonly onError: (error: unknown) => void;
}

/** The ticket, once Zendesk shows it; in the handoff's group when the group was not refused. */
export async function findTicket(
  ports: TicketPorts,
  account: DeskAccount,
  handoff: Handoff,
): Promise<DeskTicket | undefined> {
  const { desk } = ports;
  const { zendeskUserId: userId, zendeskConversationId: conversationId, externalId, startedAt } = handoff;
  if (userId === undefined || conversationId === undefined) return undefined;
  // Afterwards the visitor may have a ticket of his next handoff: then only what a ticket holds tells whose it is.
  const byLogOnly = handoff.phase === "ended";
  const found = await desk.findTicket(account, { externalId, userId, conversationId, startedAt, byLogOnly });
  if (found === undefined) return undefined;
  const wanted = handoff.skill?.groupId;
  // Zendesk may have ignored the group we passed.
  const groupBefore = wanted === undefined || found.groupId === wanted ? undefined : (found.groupId ?? "");
  await note(ports, handoff, { ticketId: found.id, ...(groupBefore !== undefined && { groupBefore }) });
  if (groupBefore !== undefined) await repairGroup(ports, account, { ...handoff, groupBefore }, found);
  return found;
}

/**
 * Moves the ticket into the handoff's group, once: only while it still is where it was found, so that a transfer by an
 * operator is never undone, whatever became of our own call.
 */
export async function repairGroup(
  ports: TicketPorts,
  account: DeskAccount,
  handoff: Handoff,
  { id: ticketId, groupId = "" }: DeskTicket,
): Promise<void> {
  const { desk, onError } = ports;
  const { skill, groupBefore } = handoff;
  if (groupBefore === undefined) return;
  const wanted = skill?.groupId;
  if (wanted !== undefined && groupId === groupBefore) {
    await desk.assignGroup(account, ticketId, wanted).catch((error: unknown) => {
      const refused = toCoded(error);
      if (refused.retry !== "never") throw refused;
      // Refused for good (the group is gone, say): the ticket is ours all the same and its end must be seen.
      onError(refused);
    });
  }
  await note(ports, handoff, { ticketId });
}

async function note(
  { relay, store }: TicketPorts,
  { id: handoffId, conversationId }: Handoff,
  found: { readonly ticketId: string; readonly groupBefore?: string },
): Promise<void> {
  await relay.apply(conversationId, async () => {
    const stored = await store.handoffs.load(handoffId);
    return { type: "ticket_found", handoffId, ...found, ...(stored?.phase === "ended" && { ended: stored }) };
  });
}

/** Calls that `repairAfterEnd` may make. */
export function callsAfterEnd({ phase, skill, ticketId, groupBefore }: Handoff): number {
  if (phase !== "ended" || skill?.groupId === undefined) return 0;
  if (ticketId === undefined) return 6;
  return groupBefore === undefined ? 0 : 2;
}

/** What the watch had no time for while the handoff was open: its ticket is found, and its group repaired, as then once. */
export async function repairAfterEnd(
  ports: TicketPorts & { readonly desk: Pick<Desk, "tickets"> },
  account: DeskAccount,
  handoff: Handoff,
): Promise<void> {
  if (callsAfterEnd(handoff) === 0) return;
  const { ticketId } = handoff;
  if (ticketId === undefined) return void (await findTicket(ports, account, handoff));
  const [ticket] = await ports.desk.tickets(account, [ticketId]);
  if (ticket !== undefined) await repairGroup(ports, account, handoff, ticket);
}
