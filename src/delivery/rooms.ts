/** How many attempts an account may have under way: one that hangs leaves room for the others. */
export interface Rooms {
  /** Milliseconds that an attempt for this account must wait for room; 0: there is some. */
  readonly admit: (connectorId: string) => number;
  /** Takes room while the work is under way. */
  readonly within: (connectorId: string, work: () => Promise<void>) => Promise<void>;
}

/** Whoever finds no room asks again after this. */
const askedAgainMs = 250;

export function createRooms(mostOfAccount: number): Rooms {
  const underWay = new Map<string, number>();
  const of = (connectorId: string) => underWay.get(connectorId) ?? 0;
  return {
    admit: (connectorId) => (of(connectorId) < mostOfAccount ? 0 : askedAgainMs),
    within: async (connectorId, work) => {
      underWay.set(connectorId, of(connectorId) + 1);
      try {
        await work();
      } finally {
        underWay.set(connectorId, of(connectorId) - 1);
      }
    },
  };
}
