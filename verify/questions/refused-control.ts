import { type Question, seen } from "../question.ts";
import { codesOf, isFine } from "../tenant.ts";

export const refusedControl: Question = {
  id: "refused-control",
  section: "5.2",
  asks: "Is passing control to nobody that exists refused, or only told by an event?",
  ask: async ({ tenant, stage, listener }) => {
    const { conversationId } = await stage.talk("plain");
    const answer = await tenant.messaging("POST", "/conversations/{}/passControl", {
      ids: [conversationId],
      json: { switchboardIntegration: `${stage.mark}-nobody` },
    });
    const refused = !isFine(answer);
    return seen(
      [
        refused
          ? `It is refused with ${answer.status}, code ${codesOf(answer)}.`
          : `It is answered with ${answer.status}, as if it had worked.`,
        ...(listener === undefined ? [] : ["See the question about webhooks for its event."]),
      ],
      { controlFailures: refused ? "answered" : "eventOnly" },
    );
  },
};
