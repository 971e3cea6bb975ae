/**
 * Which delivery Zendesk chokes on: one that keeps failing while the same account answers otherwise. It is given up, so
 * that its lane goes on; while nobody gets through, it is an outage and nothing is given up.
 */
import type { Claim } from "../store/port.ts";

/**
 * What a failure tells of its delivery. `alone`: the account had answered another delivery just before. `ask`: nothing
 * else was tried since, so a question to the account may tell. `nothing`: it may as well be the account.
 */
export type Evidence = "alone" | "ask" | "nothing";

/** With waits of some ten seconds after each unclear outcome: after a good minute. */
const enough = 7;
/** That the account answers a question is less than that it takes a message: it may refuse to be written to at all. */
const worthOfAnAnswer = 0.5;

export interface PoisonWatch {
  /**
   * @param asks whether the account answers a question at this moment
   * @returns whether to give the delivery up
   */
  readonly failed: (claim: Claim, evidence: Evidence, asks: () => Promise<boolean>) => Promise<boolean>;
  readonly settled: (claim: Claim) => void;
}

/** What it has counted is lost with the process: a delivery that fails on gets its chances again. */
export function createPoisonWatch(): PoisonWatch {
  const counts = new Map<string, { readonly position: number; readonly weight: number }>();
  return {
    failed: async ({ handoff, position }, evidence, asks) => {
      const before = counts.get(handoff.id);
      const weight =
        (before?.position === position ? before.weight : 0) +
        (evidence === "alone" ? 1 : evidence === "ask" && (await asks()) ? worthOfAnAnswer : 0);
      counts.set(handoff.id, { position, weight });
      if (weight < enough) return false;
      counts.delete(handoff.id);
      return true;
    },
    settled: ({ handoff }) => {
      counts.delete(handoff.id);
    },
  };
}
