/**
 * Is the session really over? Whoever knows a webhook's secret can forge its events (there is no signature), so
 * an end acts only once Zendesk's own API says the same (docs/decisions/0007).
 */
import type { Handoff } from "../conversation/model.ts";
import type { Desk, DeskAccount, DeskMessage } from "../zendesk/desk.ts";
import { type EndSignal, endOf } from "../zendesk/incoming.ts";

export interface ConfirmedEnd {
  readonly how: EndSignal | "removed";
  /** What was said until then, oldest first: its webhooks may be late, or never come. */
  readonly saidBefore: readonly DeskMessage[];
}

/** Undefined: as far as Zendesk tells, the operators still have the conversation. Fails like a desk call. */
export async function confirmEnd(
  desk: Pick<Desk, "control" | "messagesAfter" | "tickets">,
  account: DeskAccount,
  handoff: Handoff,
): Promise<ConfirmedEnd | undefined> {
  const conversationId = handoff.zendeskConversationId;
  if (conversationId === undefined) return undefined;
  const control = await desk.control(account, conversationId);
  if (control === "gone") return { how: "removed", saidBefore: [] };
  const messages = await desk.messagesAfter(account, conversationId, handoff.openingMessageId);
  const last = messages.findLastIndex(({ activity }) => endOf(activity) !== undefined);
  const until = last === -1 ? messages : messages.slice(0, last);
  const saidBefore = until.filter(({ activity }) => endOf(activity) === undefined);
  const said = endOf(messages[last]?.activity);
  if (said !== undefined) return { how: said, saidBefore };
  if (handoff.ticketId !== undefined) {
    const [ticket] = await desk.tickets(account, [handoff.ticketId]);
    if (ticket?.status === "closed") return { how: "ticket_closed", saidBefore };
  }
  // Control with somebody else counts only in a live handoff: while connecting it was never with the operators.
  return control === "other" && handoff.phase === "live"
    ? { how: "control_returned", saidBefore }
    : undefined;
}
