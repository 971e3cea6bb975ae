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
  /** How long a claim is held at most: above every attempt's own time limits, settling and looking included. */
  readonly leaseMs: number;
}

export const defaultTiming: Timing = {
  settleMs: 10_000,
  lookAgainMs: 2_000,
  firstRetryMs: 500,
  longestRetryMs: 60_000,
  leaseMs: 180_000,
};

export type Verdict =
  | { readonly verdict: "again"; readonly inMs: number; readonly look: boolean }
  | { readonly verdict: "failed" };

/** Longest wait that Zendesk may impose; beyond it we ask again ourselves. */
const longestImposedMs = 10 * 60_000;

/**
 * What follows from a failed attempt. Waits double from `firstRetryMs`, with up to a quarter of jitter; a wait
 * that Zendesk asked for is kept, neither shortened nor lengthened.
 *
 * @param attempt 1 for the first
 * @param random from 0 (included) to 1 (excluded)
 */
export function afterFailure(error: CodedError, attempt: number, random: number, timing: Timing): Verdict {
  switch (error.retry) {
    case "never":
      return { verdict: "failed" };
    case "unclear":
      return { verdict: "again", inMs: timing.settleMs, look: true };
    case "again": {
      const doubled = Math.min(timing.firstRetryMs * 2 ** Math.min(attempt - 1, 30), timing.longestRetryMs);
      const own = Math.round(doubled * (0.75 + random * 0.25));
      const inMs = error.retryAfterMs === undefined ? own : Math.min(error.retryAfterMs, longestImposedMs);
      return { verdict: "again", inMs, look: false };
    }
  }
}
