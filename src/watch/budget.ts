/** How many calls the watch may make to an account: a bucket that fills again by the minute. Pure but for the clock. */
export interface Budget {
  /** Takes the calls when the bucket holds them, else leaves it as it is. */
  readonly take: (connectorId: string, calls: number) => boolean;
  /** Milliseconds until the bucket will hold that many; 0 when it does. */
  readonly msUntil: (connectorId: string, calls: number) => number;
}

/**
 * Each account's bucket begins full and holds what a minute brings.
 *
 * @param now milliseconds, never going back
 */
export function createBudget(callsPerMinute: number, now: () => number): Budget {
  const buckets = new Map<string, { calls: number; at: number }>();
  const perMs = callsPerMinute / 60_000;
  const level = (connectorId: string): number => {
    const bucket = buckets.get(connectorId);
    if (bucket === undefined) return callsPerMinute;
    return Math.min(callsPerMinute, bucket.calls + Math.max(0, now() - bucket.at) * perMs);
  };
  // More than a full bucket is never asked for, lest it were never given.
  const bounded = (calls: number) => Math.min(calls, callsPerMinute);
  return {
    take: (connectorId, calls) => {
      const held = level(connectorId);
      if (held < bounded(calls)) return false;
      buckets.set(connectorId, { calls: held - bounded(calls), at: now() });
      return true;
    },
    msUntil: (connectorId, calls) => Math.max(0, Math.ceil((bounded(calls) - level(connectorId)) / perMs)),
  };
}
