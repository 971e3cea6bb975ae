/** The ticket that a handoff became, and its group. */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Desk, DeskAccount, DeskTicket } from "../zendesk/desk.ts";

export interface TicketPorts {
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
  const { desk, relay } = ports;
  const { zendeskUserId: userId, zendeskConversationId: conversationId, externalId, startedAt } = handoff;
  if (userId === undefined || conversationId === undefined) return undefined;
  const found = await desk.findTicket(account, { externalId, userId, conversationId, startedAt });
  if (found === undefined) return undefined;
  const wanted = handoff.skill?.groupId;
  // Zendesk may have ignored the group we passed.
  const groupBefore = wanted === undefined || found.groupId === wanted ? undefined : (found.groupId ?? "");
  const ticket = { handoffId: handoff.id, ticketId: found.id };
  await relay.apply(handoff.conversationId, () => ({
    type: "ticket_found",
    ...ticket,
    ...(groupBefore !== undefined && { groupBefore }),
  }));
  if (groupBefore !== undefined) await repairGroup(ports, account, { ...handoff, groupBefore }, found);
  return found;
}

/**
 * Moves the ticket into the handoff's group, once: only while it still is where it was found, so that a transfer by an
 * operator is never undone, whatever became of our own call.
 */
export async function repairGroup(
  { desk, relay, onError }: TicketPorts,
  account: DeskAccount,
  { id, conversationId, skill, groupBefore }: Handoff,
  { id: ticketId, groupId = "" }: DeskTicket,
): Promise<void> {
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
  await relay.apply(conversationId, () => ({ type: "ticket_found", handoffId: id, ticketId }));
}
