/** Forgets events that were finished long ago: Zendesk repeats one within 15 minutes (zendesk.md §3), and nobody asks for it later. */
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { InboxStore } from "../store/port.ts";

/** Far beyond every repetition, and long enough to look into what failed. */
const keptMs = 30 * 24 * 3_600_000;
const eventsPerRun = 1_000;

/** Looks once an hour. */
export function startForgetting(inbox: InboxStore, onError: (error: unknown) => void): DueLoop {
  return startDueLoop({
    onError,
    nextDue: () => Promise.resolve(undefined),
    run: async () => (await inbox.forgetFinished(keptMs, eventsPerRun)) === eventsPerRun,
  });
}
