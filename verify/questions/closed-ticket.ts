import { open, type Question, seen } from "../question.ts";
import { closedTicket } from "../sessions.ts";
import { agentWorkspace } from "../stage.ts";

export const closedTicketQuestion: Question = {
  id: "closed-ticket",
  section: "5.6",
  asks: "What happens when the ticket is closed?",
  ask: async (context) => {
    const closed = await closedTicket(context);
    if (closed === undefined) return open("The test ticket could not be closed.");
    const { controller, activity, events } = closed;
    return seen(
      [
        activity === undefined ? "No message says so." : `A message carries the activity ${activity}.`,
        `In control afterwards: ${controller ?? "nobody"}.`,
        ...(events === undefined ? [] : [`Webhooks: ${events.join(", ") || "none"}.`]),
      ],
      { controlAfterEnd: controller === agentWorkspace ? "kept" : "returned" },
    );
  },
};
