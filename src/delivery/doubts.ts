/**
 * Since when the outcome of a lane's last attempt is in doubt, by the monotonic clock: the time to settle is waited out
 * however the machine's clock is set meanwhile.
 */
export interface Doubts {
  /** An attempt of this handoff's lane has ended in doubt, now. */
  readonly begin: (handoffId: string) => void;
  readonly over: (handoffId: string) => void;
  /** How long what is in doubt has been so, in milliseconds; what an earlier process left, since this one began. */
  readonly age: (handoffId: string) => number;
}

/** @param monotonic milliseconds that only grow */
export function createDoubts(monotonic: () => number): Doubts {
  const bornAt = monotonic();
  const since = new Map<string, number>();
  return {
    begin: (handoffId) => void since.set(handoffId, monotonic()),
    over: (handoffId) => void since.delete(handoffId),
    age: (handoffId) => monotonic() - (since.get(handoffId) ?? bornAt),
  };
}
