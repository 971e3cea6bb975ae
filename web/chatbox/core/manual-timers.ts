import type { Timers } from "./timers.ts";

/** Time for tests: stands still until `advance` runs what falls due, in order. */
export interface ManualTimers extends Timers {
  readonly advance: (ms: number) => void;
}

export function manualTimers(start = 1_000_000): ManualTimers {
  let time = start;
  let waiting: readonly { at: number; run: () => void }[] = [];
  return {
    now: () => time,
    after: (ms, run) => {
      const timer = { at: time + ms, run };
      waiting = [...waiting, timer];
      return () => {
        waiting = waiting.filter((one) => one !== timer);
      };
    },
    advance: (ms) => {
      const end = time + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((one) => one !== next);
        time = next.at;
        next.run();
      }
      time = end;
    },
  };
}
