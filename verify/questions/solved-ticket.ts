import { open, type Question, seen } from "../question.ts";
import { textAt } from "../read.ts";
import { isSurvey, solvedTicket } from "../sessions.ts";

export const solvedTicketQuestion: Question = {
  id: "solved-ticket",
  section: "5.6",
  asks: "What happens when the ticket is solved?",
  ask: async (context) => {
    const solved = await solvedTicket(context);
    if (solved === undefined) return open("The test ticket could not be solved.");
    const { status, messages, events } = solved;
    const survey = messages.find(isSurvey);
    return seen(
      [
        `Some seconds later its status is ${status}.`,
        survey === undefined
          ? "No survey was sent."
          : `A survey was sent, of the type ${textAt(survey, "content.type") ?? "unknown"}.`,
        ...(events === undefined ? [] : [`Webhooks: ${events.join(", ") || "none"}.`]),
      ],
      { closeSolvedAtOnce: status === "closed", satisfactionSurvey: survey !== undefined },
    );
  },
};
