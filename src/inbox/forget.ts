/**
 * Forgets what is over: events that were finished long ago, since Zendesk repeats one within 15 minutes (zendesk.md §3) and
 * nobody asks for it later, and deliveries that were given up long ago.
 */
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { Store } from "../store/port.ts";

/** Far beyond every repetition, and long enough to look into what failed. */
const keptMs = 30 * 24 * 3_600_000;
const rowsPerRun = 1_000;

/** Looks once an hour. */
export function startForgetting(
  { inbox, parked }: Pick<Store, "inbox" | "parked">,
  onError: (error: unknown) => void,
): DueLoop {
  return startDueLoop({
    onError,
    nextDue: () => Promise.resolve(undefined),
    run: async () => {
      const events = await inbox.forgetFinished(keptMs, rowsPerRun);
      const deliveries = await parked.forget(keptMs, rowsPerRun);
      return events === rowsPerRun || deliveries === rowsPerRun;
    },
  });
}
