/**
 * Is the session really over? Whoever knows a webhook's secret can forge its events (there is no signature), so
 * an end acts only once Zendesk's own API says the same (docs/decisions/0007).
 */
import type { Handoff } from "../conversation/model.ts";
import type { Desk, DeskAccount } from "../zendesk/desk.ts";
import { type EndSignal, endOf } from "../zendesk/incoming.ts";

export type Confirmed = EndSignal | "removed" | undefined;

/** Undefined: as far as Zendesk tells, the operators still have the conversation. Fails like a desk call. */
export async function confirmEnd(desk: Desk, account: DeskAccount, handoff: Handoff): Promise<Confirmed> {
  const conversationId = handoff.zendeskConversationId;
  if (conversationId === undefined) return undefined;
  const control = await desk.control(account, conversationId);
  if (control === "gone") return "removed";
  const messages = await desk.messagesAfter(account, conversationId, handoff.openingMessageId);
  const said = messages.map((message) => endOf(message.activity)).findLast((signal) => signal !== undefined);
  if (said !== undefined) return said;
  if (handoff.ticketId !== undefined) {
    const [ticket] = await desk.tickets(account, [handoff.ticketId]);
    if (ticket?.status === "closed") return "ticket_closed";
  }
  // Control with somebody else counts only in a live handoff: while connecting it was never with the operators.
  return control === "other" && handoff.phase === "live" ? "control_returned" : undefined;
}
