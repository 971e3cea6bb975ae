import { open, type Question, seen } from "../question.ts";

/** By the type of the switchboard's integration (zendesk.md §5.1). */
const responders: Readonly<Record<string, string>> = {
  "zd:agentWorkspace": "agentWorkspace",
  "zd:answerBot": "zendeskBot",
};

export const firstResponder: Question = {
  id: "first-responder",
  section: "5.1",
  asks: "Who answers a conversation whose control nobody passed?",
  ask: async ({ stage }) => {
    const talk = await stage.talk("unpassed");
    await stage.say(talk, "visitor", "A visitor's message before control was passed.");
    const type = await stage.controller(talk);
    if (type === undefined) return seen(["Nobody is in control."], { defaultResponder: "none" });
    const defaultResponder = responders[type];
    return defaultResponder === undefined
      ? open(
          `An integration of the type ${type} is in control. The emulator needs it set up by hand, in its Admin Center.`,
        )
      : seen([`${type} is in control.`], { defaultResponder });
  },
};
