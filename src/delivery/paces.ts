/** The paces of all Zendesk accounts of this process, and which lane was promised which place. */
import { afterAnswer, afterTooMuch, firstPace, nextPlace, type Pace, recovered } from "./pace.ts";

/** `key` names the account, see `accountKey`. */
export interface Paces {
  /**
   * Milliseconds that this lane must wait; 0: it may go. A lane that comes back when it was told to goes at once, so
   * that lanes go in the order in which they asked.
   */
  readonly admit: (key: string, handoffId: string) => number;
  /** Milliseconds from one delivery to the next, where there are many. */
  readonly spacingMs: (key: string) => number;
  readonly answered: (key: string) => void;
  readonly tooMuch: (key: string) => void;
}

interface Account {
  pace: Pace;
  /** When each waiting lane may go, by handoff. */
  readonly promised: Map<string, number>;
}

/** A lane that does not come for its place this long was dropped. */
const forgottenMs = 60_000;
const mostPromised = 5_000;

export function createPaces(now: () => number): Paces {
  const accounts = new Map<string, Account>();
  const of = (key: string): Account => {
    const known = accounts.get(key) ?? {
      pace: firstPace(now()),
      promised: new Map<string, number>(),
    };
    accounts.set(key, known);
    return known;
  };
  return {
    admit: (key, handoffId) => {
      const account = of(key);
      const { promised } = account;
      const at = promised.get(handoffId);
      if (at !== undefined) {
        if (at <= now()) promised.delete(handoffId);
        return Math.max(0, at - now());
      }
      const { pace, waitMs } = nextPlace(account.pace, now());
      account.pace = pace;
      if (waitMs > 0) {
        if (promised.size >= mostPromised) forget(promised, now() - forgottenMs);
        promised.set(handoffId, now() + waitMs);
      }
      return waitMs;
    },
    spacingMs: (key) => 1_000 / recovered(of(key).pace, now()).perSecond,
    answered: (key) => {
      const account = of(key);
      account.pace = afterAnswer(account.pace);
    },
    tooMuch: (key) => {
      const account = of(key);
      const slower = afterTooMuch(account.pace, now());
      if (slower !== account.pace) account.promised.clear();
      account.pace = slower;
    },
  };
}

function forget(promised: Map<string, number>, until: number): void {
  for (const [handoffId, at] of promised) if (at < until) promised.delete(handoffId);
}
