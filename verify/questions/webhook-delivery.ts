import { open, type Question, seen } from "../question.ts";
import { textAt } from "../read.ts";
import { absentMs } from "../stage.ts";
import { lookUntil } from "../waiting.ts";

const burst = 8;
/** Zendesk tries again within a quarter of an hour (zendesk.md §3). */
const retryWithinMs = 6 * 60_000;

export const webhookDelivery: Question = {
  id: "webhook-delivery",
  section: "3",
  asks: "How are webhooks delivered: check, order, echo, second attempt?",
  ask: async ({ listener, stage, waiting }) => {
    if (listener === undefined) return open("This needs a webhook (--webhook-url).");
    const talk = await stage.talk("webhook");
    const posted: string[] = [];
    for (let number = 1; number <= burst; number++)
      posted.push((await stage.say(talk, "business", `Message ${number} of ${burst}`)).id);
    const arrived = () =>
      listener
        .received()
        .flatMap(({ events }) => events.map(({ event }) => textAt(event, "payload.message.id") ?? ""))
        .filter((id) => posted.includes(id));
    const all = await lookUntil(waiting, { withinMs: absentMs, everyMs: 1_000 }, async () =>
      new Set(arrived()).size === burst ? arrived() : undefined,
    );
    const heads = listener.received().filter(({ method }) => method === "HEAD");
    const observed = [
      heads.length === 0
        ? "Nobody asked for the address with HEAD."
        : `When it was saved, HEAD came for ${heads[0]?.path ?? "/"}.`,
      all === undefined
        ? `Of ${burst} messages that we posted, ${new Set(arrived()).size} came back.`
        : `What we post comes back to us; ${burst} messages came ${isSorted(all, posted) ? "in their order" : "out of order"}.`,
    ];

    const refused = await refuse();
    return seen([...observed, refused]);

    async function refuse(): Promise<string> {
      const { id } = await postRefused();
      const attempts = () =>
        (listener?.received() ?? []).filter(({ events }) =>
          events.some(({ event }) => textAt(event, "payload.message.id") === id),
        );
      const again = await lookUntil(waiting, { withinMs: retryWithinMs, everyMs: 5_000 }, async () =>
        attempts().length > 1 ? attempts() : undefined,
      );
      const [first, second] = again ?? [];
      if (first === undefined || second === undefined)
        return `After an answer of 503 nothing came again within ${retryWithinMs / 60_000} minutes.`;
      const sameId = first.events[0]?.id === second.events[0]?.id;
      return `After an answer of 503 it came again ${Math.round((second.at - first.at) / 1000)} s later, with ${sameId ? "the same" : "another"} event id.`;
    }

    async function postRefused(): Promise<{ id: string }> {
      const words = "This one is refused at first.";
      listener?.refuseOnce(
        ({ event }) => textAt(event, "payload.message.content.text")?.includes(words) === true,
      );
      return stage.say(talk, "business", words);
    }
  },
};

function isSorted(arrived: readonly string[], posted: readonly string[]): boolean {
  const places = arrived.map((id) => posted.indexOf(id));
  return places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0));
}
