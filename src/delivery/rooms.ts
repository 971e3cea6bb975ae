/** How many attempts an account may have under way: one that hangs leaves room for the others. */
export interface Rooms {
  /** Milliseconds that an attempt for this account must wait for room; 0: there is some. */
  readonly admit: (account: string) => number;
  /** Takes room while the work is under way. */
  readonly within: (account: string, work: () => Promise<void>) => Promise<void>;
}

/** Whoever finds no room asks again after this at the earliest. */
const askedAgainMs = 250;
/** Those who wait for room at one account ask so far apart: each question is a claim, and there may be thousands. */
const apartMs = 4;

export function createRooms(mostOfAccount: number, now: () => number): Rooms {
  const underWay = new Map<string, number>();
  /** When whoever was told to come last will come, by account. */
  const lastComesAt = new Map<string, number>();
  const of = (account: string) => underWay.get(account) ?? 0;
  return {
    admit: (account) => {
      if (of(account) < mostOfAccount) return 0;
      const comesAt = Math.max(now() + askedAgainMs, (lastComesAt.get(account) ?? 0) + apartMs);
      lastComesAt.set(account, comesAt);
      return comesAt - now();
    },
    within: async (account, work) => {
      underWay.set(account, of(account) + 1);
      try {
        await work();
      } finally {
        underWay.set(account, of(account) - 1);
      }
    },
  };
}
