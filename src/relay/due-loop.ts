/**
 * A loop over work that falls due: runs when woken and when the store says that something is due, and never
 * twice at once. A wake-up during a run is not lost: it leads to another run.
 */
import { unfailing } from "../errors.ts";

export interface DueLoop {
  readonly wake: () => void;
  /** Resolves when the run under way, if any, is over; nothing runs afterwards. */
  readonly stop: () => Promise<void>;
}

interface DueWork {
  /** Does what is due; true when there may be more. */
  readonly run: () => Promise<boolean>;
  /** Milliseconds until something is due; undefined: nothing known. */
  readonly nextDue: () => Promise<number | undefined>;
  readonly onError: (error: unknown) => void;
}

/** After a failure the loop rests this long, so that a broken store is not hammered. */
const restAfterFailureMs = 1_000;
/** A timer of the platform holds at most 2^31 - 1 ms; looking once an hour costs nothing. */
const longestSleepMs = 3_600_000;

export function startDueLoop(work: DueWork): DueLoop {
  const flags = { woken: true, stopped: false };
  const onError = unfailing(work.onError);
  let interrupt: () => void = () => undefined;

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, longestSleepMs));
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
      if (flags.woken || flags.stopped) interrupt();
    });

  const rounds = async () => {
    while (!flags.stopped) {
      flags.woken = false;
      try {
        if (await work.run()) continue;
        await sleep((await work.nextDue()) ?? longestSleepMs);
      } catch (error) {
        onError(error);
        flags.woken = false;
        await sleep(restAfterFailureMs);
      }
    }
  };
  const finished = rounds();

  return {
    wake: () => {
      flags.woken = true;
      interrupt();
    },
    stop: () => {
      flags.stopped = true;
      interrupt();
      return finished;
    },
  };
}
