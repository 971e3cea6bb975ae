/** How long each account takes for a call of one kind lately: what follows from it is decided elsewhere. Lost with the process. */
export interface CallTimes {
  /** Makes the call; the time it took counts when it was answered. */
  readonly timed: <Answer>(account: string, call: () => Promise<Answer>) => Promise<Answer>;
  /** In milliseconds, newer calls counting more; undefined before the first. */
  readonly lately: (account: string) => number | undefined;
}

/** What the newest call counts. */
const share = 0.3;

/** @param monotonic milliseconds of a clock that nobody sets */
export function createCallTimes(monotonic: () => number): CallTimes {
  const times = new Map<string, number>();
  return {
    timed: async (account, call) => {
      const from = monotonic();
      const answer = await call();
      const took = monotonic() - from;
      const before = times.get(account) ?? took;
      times.set(account, before + (took - before) * share);
      return answer;
    },
    lately: (account) => times.get(account),
  };
}
