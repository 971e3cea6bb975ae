/** What an operator sees, read through the API of the emulator's operator page. */
import { TicketDetail, TicketList, type TicketMessage } from "../../emulator/agent/contract.ts";
import type { ZendeskEmulator } from "../../emulator/index.ts";
import { until } from "./until.ts";

type AnyTicket = ReturnType<typeof TicketDetail.parse>["ticket"];
/** A ticket of a messaging conversation: the only kind that a handoff makes. */
export type Ticket = AnyTicket & { readonly conversationId: string };

/** Tickets, newest change first. */
export async function tickets(emulator: ZendeskEmulator) {
  return TicketList.parse(await (await fetch(`${emulator.url}/agent/api/tickets?view=all`)).json()).tickets;
}

export async function readTicket(emulator: ZendeskEmulator, id: string): Promise<Ticket> {
  const { ticket } = TicketDetail.parse(
    await (await fetch(`${emulator.url}/agent/api/tickets/${id}`)).json(),
  );
  const { conversationId } = ticket;
  if (conversationId === undefined) throw new Error(`ticket ${id} has no conversation`);
  return { ...ticket, conversationId };
}

/** Waits for a ticket that was not among `known` before. */
export async function newTicket(emulator: ZendeskEmulator, known: readonly string[]): Promise<Ticket> {
  const id = await until(
    async () => (await tickets(emulator)).find((ticket) => !known.includes(ticket.id))?.id,
    "a new ticket",
  );
  return readTicket(emulator, id);
}

/** Waits until the ticket satisfies `test`. */
export async function ticketThat(
  emulator: ZendeskEmulator,
  id: string,
  test: (ticket: Ticket) => boolean,
  what: string,
): Promise<Ticket> {
  return until(async () => {
    const ticket = await readTicket(emulator, id);
    return test(ticket) ? ticket : undefined;
  }, what);
}

export function words({ content }: TicketMessage): string {
  return "name" in content ? content.name : content.text;
}

/** Who said what, in the order the operator reads it, Zendesk's own lines left out. */
export function conversationOf(ticket: Ticket): readonly string[] {
  return ticket.messages
    .filter(({ content }) => content.type !== "event")
    .map((message) => `${message.author.type}: ${words(message)}`);
}
