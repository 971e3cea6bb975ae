import { open, type Question, seen } from "../question.ts";
import { at } from "../read.ts";
import { operatorReply } from "../sessions.ts";

export const agentMessage: Question = {
  id: "agent-message",
  section: "3.1",
  asks: "What does an operator's message look like?",
  ask: async (context) => {
    const reply = await operatorReply(context);
    if (reply === undefined) return open("This needs an operator who replies to the test ticket.");
    const { message, event } = reply;
    const [html, markdown] = [at(message, "content.htmlText"), at(message, "content.markdownText")];
    const observed = [
      `In the list: ${JSON.stringify(message)}`,
      event === undefined ? "No webhook told of it." : `In the webhook: ${JSON.stringify(event)}`,
    ];
    const agentTextFormat =
      html !== undefined ? "htmlText" : markdown !== undefined ? "markdownText" : "text";
    return seen(observed, { agentTextFormat });
  },
};
