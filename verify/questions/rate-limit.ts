import { open, type Question, seen } from "../question.ts";
import type { Answer } from "../tenant.ts";

export const rateLimit: Question = {
  id: "rate-limit",
  section: "2",
  asks: "How many calls does Messaging allow, and what does its 429 say?",
  ask: async ({ tenant, stage, probeCalls }) => {
    const before = tenant.hurried();
    const known = before.map((answer) => `A 429 came during this run: ${shown(answer)}`);
    if (probeCalls === 0)
      return known.length > 0
        ? seen(known)
        : open("No 429 came. It is looked for only with --probe-rate-limit, which makes many calls.");
    const { userId } = await stage.talk("plain");
    for (let made = 1; made <= probeCalls; made++) {
      const answer = await tenant.messagingOnce("GET", "/users/{}", { ids: [userId] });
      if (answer.status === 429) return seen([`Call ${made} in a row was refused: ${shown(answer)}`]);
    }
    return seen([`${probeCalls} calls in a row were answered.`]);
  },
};

function shown({ headers, json }: Answer): string {
  const telling = Object.entries(headers).filter(([name]) => /limit|retry|reset/.test(name));
  return `headers ${JSON.stringify(Object.fromEntries(telling))}, body ${JSON.stringify(json)}`;
}
