/** The program's one retry policy: when a delivery that did not get through is tried again. Pure. */
import type { CodedError } from "../errors.ts";

export interface Timing {
  /** How long Zendesk may take to show a message whose outcome was unclear to us, in milliseconds (docs/decisions/0008). */
  readonly settleMs: number;
  /** Between the first and the second look for a doubtful message. */
  readonly lookAgainMs: number;
  /** First and longest wait between attempts. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** How long a file may take to be here; of the history, it is named in words after that. */
  readonly openFileMs: number;
  /**
   * What an attempt may take in all, by far more than settling, two looks, an upload and four calls do: an account that
   * trickles must not keep a lane, and the place it has among the others, for good.
   */
  readonly attemptMs: number;
  /**
   * How long a claim is held at most: above what an attempt may take, with an access token and a question about what
   * failed. A claim that runs out all the same is waited for (`lanes.ts`).
   */
  readonly leaseMs: number;
  /**
   * When a conversation is searched for messages that stand twice, after one of them was posted again: the first look,
   * then the wait before each further one. What Zendesk shows even later stays (docs/decisions/0008).
   */
  readonly secondLooksMs: readonly number[];
}

export const defaultTiming: Timing = {
  settleMs: 10_000,
  lookAgainMs: 2_000,
  firstRetryMs: 500,
  longestRetryMs: 60_000,
  openFileMs: 5_000,
  attemptMs: 180_000,
  leaseMs: 240_000,
  secondLooksMs: [60_000, 600_000],
};

export type Verdict = { readonly verdict: "again"; readonly inMs: number } | { readonly verdict: "failed" };

/** Longest wait that Zendesk may impose; beyond it we ask again ourselves. */
const longestImposedMs = 10 * 60_000;

/**
 * What follows from a failed attempt. Nothing was sent: once more at once, since a connection that was closed while it
 * lay idle fails like that. Then waits double from `firstRetryMs`, with up to a quarter of jitter; a wait that Zendesk
 * asked for is kept, neither shortened nor lengthened.
 *
 * @param attempt 1 for the first
 * @param random from 0 (included) to 1 (excluded)
 */
export function afterFailure(error: CodedError, attempt: number, random: number, timing: Timing): Verdict {
  switch (error.retry) {
    case "never":
      return { verdict: "failed" };
    case "unclear": {
      // Nobody waits for what is done by the Support API: an outage of it is waited out in ever longer steps.
      const patience = error.api === "support" ? doubledMs(attempt - 1, timing) : 0;
      return { verdict: "again", inMs: Math.max(timing.settleMs, imposedMs(error), patience) };
    }
    case "again": {
      const unsent = error.code === "zendesk_unreachable";
      if (unsent && attempt === 1) return { verdict: "again", inMs: 0 };
      const doubled = doubledMs(attempt - (unsent ? 2 : 1), timing);
      const own = Math.round(doubled * (0.75 + random * 0.25));
      const inMs = error.retryAfterMs === undefined ? own : imposedMs(error);
      return { verdict: "again", inMs };
    }
  }
}

function doubledMs(waits: number, { firstRetryMs, longestRetryMs }: Timing): number {
  return Math.min(firstRetryMs * 2 ** Math.min(Math.max(0, waits), 30), longestRetryMs);
}

function imposedMs({ retryAfterMs = 0 }: CodedError): number {
  return Math.min(retryAfterMs, longestImposedMs);
}
