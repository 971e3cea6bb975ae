import { type Context, open, type Question, seen } from "../question.ts";
import { grouped } from "../sessions.ts";
import { type FoundTicket, searched } from "../ticket.ts";
import { lookUntil } from "../waiting.ts";

const everyMs = 5_000;
const withinMs = 300_000;
/** A person found at the first look, this young, was found at once as far as can be told. */
const youngMs = 30_000;

export const searchLag: Question = {
  id: "search-lag",
  section: "2",
  asks: "How soon does Support's search find a new person?",
  ask: async (context) => {
    const { talk, ticket } = await grouped(context);
    if (ticket === undefined) return open("No ticket was found, so there is no new person.");
    // Where Messaging did not name the person, the search has been waited for already.
    const found = ticket.personFoundBy === "search" ? ticket : await search(context, talk.externalId);
    if (found === undefined) return open(`Not within ${withinMs / 1000} s.`);
    const age = found.foundAt - ticket.createdAt;
    if (found.looks === 1) {
      const observed = [`At the first look, ${Math.round(age / 1000)} s after the ticket was born.`];
      return age < youngMs ? seen(observed, { searchLagSeconds: 0 }) : open(...observed);
    }
    const searchLagSeconds = Math.floor(age / everyMs) * (everyMs / 1000);
    return seen([`After ${searchLagSeconds} s, to the next five.`], { searchLagSeconds });
  },
};

async function search(
  { tenant, waiting }: Context,
  externalId: string,
): Promise<Pick<FoundTicket, "looks" | "foundAt"> | undefined> {
  let looks = 0;
  return lookUntil(waiting, { withinMs, everyMs }, async () => {
    looks += 1;
    return (await searched(tenant, externalId)) === undefined ? undefined : { looks, foundAt: waiting.now() };
  });
}
