/** How long each account takes for a call of one kind lately: what follows from it is decided elsewhere. Lost with the process. */
export interface CallTimes {
  /** Makes the call; the time it took counts when it was answered. */
  readonly timed: <Answer>(connectorId: string, call: () => Promise<Answer>) => Promise<Answer>;
  /** In milliseconds, newer calls counting more; undefined before the first. */
  readonly lately: (connectorId: string) => number | undefined;
}

/** What the newest call counts. */
const share = 0.3;

/** @param monotonic milliseconds of a clock that nobody sets */
export function createCallTimes(monotonic: () => number): CallTimes {
  const times = new Map<string, number>();
  return {
    timed: async (connectorId, call) => {
      const from = monotonic();
      const answer = await call();
      const took = monotonic() - from;
      const before = times.get(connectorId) ?? took;
      times.set(connectorId, before + (took - before) * share);
      return answer;
    },
    lately: (connectorId) => times.get(connectorId),
  };
}
