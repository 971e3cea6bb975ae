import { open, type Question, seen } from "../question.ts";
import { groupField } from "../stage.ts";

export const groupOnConversation: Question = {
  id: "group-on-conversation",
  section: "5.3",
  asks: "Does the ticket get the group that only the conversation's metadata name?",
  ask: async ({ stage }) => {
    const group = await stage.group();
    if (group === undefined) return open("There is no group with anybody in it.");
    const { ticket } = await stage.handOver("on-conversation", {}, { [groupField]: group.id });
    if (ticket === undefined) return open("No ticket was found.");
    return seen([
      ticket.groupId === group.id
        ? `Yes: ticket ${ticket.id} is in ${group.name}.`
        : `No: ticket ${ticket.id} has the group ${ticket.groupId ?? "nobody"}.`,
    ]);
  },
};
