import { open, type Question, seen } from "../question.ts";
import { textAt } from "../read.ts";
import { lookUntil } from "../waiting.ts";

const everyMs = 500;
const withinMs = 60_000;

export const listLag: Question = {
  id: "list-lag",
  section: "2",
  asks: "How soon does the list of messages show what was just accepted?",
  ask: async ({ stage, waiting }) => {
    const talk = await stage.talk("plain");
    const { id } = await stage.say(talk, "business", "How soon is this in the list?");
    const postedAt = waiting.now();
    let looks = 0;
    const shownAt = await lookUntil(waiting, { withinMs, everyMs }, async () => {
      looks += 1;
      const shown = (await stage.messages(talk)).some((message) => textAt(message, "id") === id);
      return shown ? waiting.now() : undefined;
    });
    if (shownAt === undefined) return open(`It was not there after ${withinMs / 1000} s.`);
    if (looks === 1)
      return seen(["At the first look, right after it was accepted."], { messageListLagMs: 0 });
    const messageListLagMs = Math.floor((shownAt - postedAt) / everyMs) * everyMs;
    return seen([`After ${messageListLagMs} ms, to the next half second.`], { messageListLagMs });
  },
};
