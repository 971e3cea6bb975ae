/**
 * Which delivery Zendesk chokes on: one that keeps failing while the same account answers otherwise. It is given up, so
 * that its lane goes on; while nobody gets through, it is an outage and nothing is given up.
 */
import type { Claim } from "../store/port.ts";

/**
 * What a failure tells of its delivery. `alone`: the account had answered another delivery just before. `ask`: nothing
 * else was tried since, so a question to the account may tell. `unseen`: the account answers, and does not show what
 * the delivery is about. `support`: the Support API fails, which may be an outage of that alone. `nothing`: it may as
 * well be the account.
 */
export type Evidence = "alone" | "ask" | "unseen" | "support" | "nothing";

/** With waits of some ten seconds after each unclear outcome: after a good minute. */
const enough = 70;
const worthOfOthers = 10;
/** That the account answers a question is less than that it takes a message: it may refuse to be written to at all. */
const worthOfAnAnswer = 5;
/** What is not shown yet is looked for ten times: with growing waits, some three minutes. */
const worthOfUnseen = 7;
/** Nobody waits for what is done there: an hour's outage is waited out. */
const worthOfSupport = 1;
/** So many lanes are counted: those that were dropped stay in it, the oldest until then. */
const mostCounted = 1_000;

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
      const weight = (before?.position === position ? before.weight : 0) + (await worthOf(evidence, asks));
      counts.delete(handoff.id);
      if (weight >= enough) return true;
      counts.set(handoff.id, { position, weight });
      const [oldest] = counts.keys();
      if (counts.size > mostCounted && oldest !== undefined) counts.delete(oldest);
      return false;
    },
    settled: ({ handoff }) => {
      counts.delete(handoff.id);
    },
  };
}

async function worthOf(evidence: Evidence, asks: () => Promise<boolean>): Promise<number> {
  switch (evidence) {
    case "alone":
      return worthOfOthers;
    case "ask":
      return (await asks()) ? worthOfAnAnswer : 0;
    case "unseen":
      return worthOfUnseen;
    case "support":
      return worthOfSupport;
    case "nothing":
      return 0;
  }
}
