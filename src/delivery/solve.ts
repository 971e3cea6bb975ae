/** The ticket of a handoff that the visitor has left is solved: nobody is there to answer any more. */
import { CodedError } from "../errors.ts";
import type { Claim } from "../store/port.ts";
import type { Desk, DeskAccount } from "../zendesk/desk.ts";

/** So often a ticket that Zendesk does not show yet is looked for: with growing waits, some three minutes. */
const mostLooks = 10;

/** Fails like a desk call; a ticket that never shows is given up in the end. */
export async function solve(
  desk: Pick<Desk, "solveTicket">,
  account: DeskAccount,
  { handoff, attempt }: Claim,
): Promise<void> {
  const { zendeskUserId: userId, zendeskConversationId: conversationId } = handoff;
  if (userId === undefined || conversationId === undefined)
    throw new CodedError("internal", `handoff ${handoff.id} has no conversation to solve the ticket of`);
  try {
    await desk.solveTicket(account, { ...handoff, userId, conversationId });
  } catch (error) {
    if (error instanceof CodedError && error.code === "zendesk_ticket_unknown" && attempt >= mostLooks)
      throw new CodedError("zendesk_refused", "the ticket to solve was not found", { cause: error });
    throw error;
  }
}
