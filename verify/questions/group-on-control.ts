import { open, type Question, seen } from "../question.ts";
import { grouped, ungrouped } from "../sessions.ts";

export const groupOnControl: Question = {
  id: "group-on-control",
  section: "5.3",
  asks: "Does the ticket get the group that passControl names?",
  ask: async (context) => {
    const group = await context.stage.group();
    if (group === undefined) return open("There is no group with anybody in it.");
    const { ticket } = await grouped(context);
    const plain = (await ungrouped(context)).ticket;
    if (ticket === undefined) return open("No ticket was found.");
    if (ticket.groupId !== group.id)
      return seen(
        [
          `No: ticket ${ticket.id} has the group ${ticket.groupId ?? "nobody"}, not ${group.id} (${group.name}).`,
        ],
        { groupMetadata: "ignored" },
      );
    if (plain?.groupId === group.id)
      return open(`The ticket is in ${group.name}, but so is one that named no group that exists.`);
    return seen([`Yes: ticket ${ticket.id} is in ${group.name}.`], { groupMetadata: "honoured" });
  },
};
