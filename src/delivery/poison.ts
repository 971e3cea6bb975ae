/**
 * Which delivery Zendesk chokes on: one that keeps failing while the same account answers the others. It is given up,
 * so that its lane goes on; while nobody gets through, it is an outage and nothing is given up.
 */
import type { Claim } from "../store/port.ts";

/** With waits that double from half a second: after about half a minute. */
const failuresAlone = 7;

export interface PoisonWatch {
  /**
   * A delivery failed. `alone`: by Zendesk's doing, and the account had answered something else just before.
   * @returns whether to give it up
   */
  readonly failed: (claim: Claim, alone: boolean) => boolean;
  readonly settled: (claim: Claim) => void;
}

/** What it has counted is lost with the process: a delivery that fails on gets its chances again. */
export function createPoisonWatch(): PoisonWatch {
  const counts = new Map<string, { readonly position: number; readonly alone: number }>();
  return {
    failed: ({ handoff, position }, alone) => {
      const before = counts.get(handoff.id);
      const count = (before?.position === position ? before.alone : 0) + (alone ? 1 : 0);
      counts.set(handoff.id, { position, alone: count });
      if (count < failuresAlone) return false;
      counts.delete(handoff.id);
      return true;
    },
    settled: ({ handoff }) => {
      counts.delete(handoff.id);
    },
  };
}
