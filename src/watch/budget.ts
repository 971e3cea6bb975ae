/** How many calls the watch may make to an account: a bucket that fills again by the minute. Pure but for the clock. */
import { type Bucket, msUntil, refilled } from "../bucket.ts";

export interface Budget {
  /** Takes the calls when the bucket holds them, else leaves it as it is. */
  readonly take: (account: string, calls: number) => boolean;
  /** Milliseconds until the bucket will hold that many; 0 when it does. */
  readonly msUntil: (account: string, calls: number) => number;
}

/**
 * Each account's bucket begins full and holds what a minute brings.
 *
 * @param now milliseconds, never going back
 */
export function createBudget(callsPerMinute: number, now: () => number): Budget {
  const buckets = new Map<string, Bucket>();
  const filling = { capacity: callsPerMinute, perSecond: callsPerMinute / 60 };
  const held = (account: string): Bucket =>
    refilled(buckets.get(account) ?? { level: callsPerMinute, at: now() }, filling, now());
  // More than a full bucket is never asked for, lest it were never given.
  const bounded = (calls: number) => Math.min(calls, callsPerMinute);
  return {
    take: (account, calls) => {
      const bucket = held(account);
      if (bucket.level < bounded(calls)) return false;
      buckets.set(account, { ...bucket, level: bucket.level - bounded(calls) });
      return true;
    },
    msUntil: (account, calls) => msUntil(held(account), filling, bounded(calls)),
  };
}
