import { open, type Question, seen } from "../question.ts";
import { ungrouped } from "../sessions.ts";

export const unknownGroup: Question = {
  id: "unknown-group",
  section: "5.3",
  asks: "What does passControl do with a group that does not exist?",
  ask: async (context) => {
    const { ticket, passStatus } = await ungrouped(context);
    const answered = `passControl was answered ${passStatus}.`;
    return ticket === undefined
      ? open(answered, "No ticket was found.")
      : seen([answered, `Ticket ${ticket.id} has the group ${ticket.groupId ?? "nobody"}.`]);
  },
};
