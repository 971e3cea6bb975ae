import { open, type Question, seen } from "../question.ts";
import { textAt } from "../read.ts";
import { operatorReply } from "../sessions.ts";

export const agentTyping: Question = {
  id: "agent-typing",
  section: "3",
  asks: "Do webhooks tell that an operator is typing?",
  ask: async (context) => {
    if (context.listener === undefined) return open("This needs a webhook (--webhook-url).");
    if ((await operatorReply(context)) === undefined) return open("This needs an operator.");
    const told = context.listener
      .received()
      .flatMap(({ events }) => events)
      .filter(
        ({ type, event }) =>
          type === "conversation:typing" && textAt(event, "payload.activity.author.type") === "business",
      );
    return seen(
      [
        told.length > 0
          ? `Yes: ${told.length} events of typing.`
          : "No event of typing came before the reply.",
      ],
      { agentTypingEvents: told.length > 0 },
    );
  },
};
