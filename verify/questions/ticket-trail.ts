import { open, type Question, seen } from "../question.ts";
import { listAt, textAt } from "../read.ts";
import { grouped } from "../sessions.ts";
import { codesOf, isFine } from "../tenant.ts";

const reference = "zen:sunco:conversation_message:";

export const ticketTrail: Question = {
  id: "ticket-trail",
  section: "5.5",
  asks: "By what is the ticket of a conversation found?",
  ask: async (context) => {
    const { talk, ticket } = await grouped(context);
    if (ticket === undefined) return open("No ticket was found.");
    const log = await context.tenant.support("GET", "/tickets/{}/conversation_log", {
      ids: [ticket.id],
      query: { "page[size]": "100" },
    });
    const known = new Set((await context.stage.messages(talk)).map((message) => textAt(message, "id")));
    const ours = listAt(log.json, "events")
      .map((event) => textAt(event, "reference") ?? "")
      .filter((text) => text.startsWith(reference) && known.has(text.slice(reference.length)));
    return seen([
      ticket.personFoundBy === "zendeskId"
        ? "Messaging names the person in Support (zendeskId)."
        : "The person in Support is found by a search for the external id.",
      `The ticket's channel is ${ticket.channel ?? "not named"}.`,
      isFine(log)
        ? `Its conversation log names ${ours.length} of the conversation's messages.`
        : `Its conversation log is answered ${log.status}, code ${codesOf(log)}.`,
    ]);
  },
};
