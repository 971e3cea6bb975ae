import { open, type Question, seen } from "../question.ts";
import { endedByOperator } from "../sessions.ts";
import { agentWorkspace } from "../stage.ts";

export const endedSession: Question = {
  id: "ended-session",
  section: "5.6",
  asks: "What happens when an operator ends the session?",
  ask: async (context) => {
    const ended = await endedByOperator(context);
    if (ended === undefined) return open("This needs an operator who ends the session of the test ticket.");
    const { controller, activity, events, next } = ended;
    const kept = controller === agentWorkspace;
    return seen(
      [
        activity === undefined ? "No message says so." : `A message carries the activity ${activity}.`,
        `In control afterwards: ${controller ?? "nobody"}.`,
        ...(events === undefined ? [] : [`Webhooks: ${events.join(", ") || "none"}.`]),
        next === undefined
          ? "The visitor's next message was not found on any ticket."
          : `The visitor's next message went to ${next === "new" ? "a new ticket" : "the same ticket"}.`,
      ],
      {
        endSessionActivityMessage: activity !== undefined,
        controlAfterEnd: kept ? "kept" : "returned",
        ...(next === undefined ? {} : { ticketAfterEndedSession: next }),
      },
    );
  },
};
