import { open, type Question, seen } from "../question.ts";
import { grouped } from "../sessions.ts";

export const ticketBirth: Question = {
  id: "ticket-birth",
  section: "5.4",
  asks: "Is the ticket born when control is passed, or with the visitor's first message?",
  ask: async (context) => {
    const { ticket, visitorWroteAt, passStatus } = await grouped(context);
    if (ticket === undefined) return open(`No ticket was found. Passing control was answered ${passStatus}.`);
    // Support's times are whole seconds; the visitor wrote a good while after control was passed.
    const before = ticket.createdAt < visitorWroteAt - 1_500;
    return seen(
      [
        before
          ? `Ticket ${ticket.id} was there before the visitor wrote.`
          : `Ticket ${ticket.id} came with the visitor's message.`,
      ],
      { ticketBornAt: before ? "passControl" : "firstUserMessage" },
    );
  },
};
