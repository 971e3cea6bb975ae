/**
 * Since when the outcome of a lane's last attempt is in doubt, by the monotonic clock: the time to settle is waited out
 * however the machine's clock is set meanwhile.
 */
export interface Doubts {
  /** An attempt of this handoff's lane has ended in doubt, now. */
  readonly begin: (handoffId: string) => void;
  /** How long ago the last one was, in milliseconds; what an earlier process left, since this one began. */
  readonly age: (handoffId: string) => number;
}

/**
 * A doubt is remembered also when its lane has gone on: what was given up may be tried again at any time.
 *
 * @param monotonic milliseconds that only grow
 * @param settleMs older doubts need not be told from one another
 */
export function createDoubts(monotonic: () => number, settleMs: number): Doubts {
  const bornAt = monotonic();
  const since = new Map<string, number>();
  return {
    begin: (handoffId) => {
      const now = monotonic();
      since.delete(handoffId);
      since.set(handoffId, now);
      // The oldest come first.
      for (const [id, at] of since) {
        if (now - at < settleMs) break;
        since.delete(id);
      }
    },
    age: (handoffId) => monotonic() - (since.get(handoffId) ?? bornAt),
  };
}
