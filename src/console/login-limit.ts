/** Slows down guessing of the console's password: after a few failures an address waits, each time twice as long. */

const freeFailures = 5;
const firstWaitMs = 1_000;
const longestWaitMs = 5 * 60_000;
const forgottenAfterMs = 60 * 60_000;
const rememberedAddresses = 10_000;

export interface LoginLimit {
  /**
   * Counts an attempt as failed before its password is looked at, so that attempts sent at once count too.
   * Answers how long the address must wait first, in milliseconds; 0 when it may try now.
   */
  attempt: (address: string) => number;
  succeeded: (address: string) => void;
}

/** @param now milliseconds on a clock that never goes back. */
export function createLoginLimit(now: () => number): LoginLimit {
  const failures = new Map<string, { count: number; last: number; until: number }>();
  return {
    attempt: (address) => {
      const key = network(address);
      const at = now();
      const known = failures.get(key);
      const before = known !== undefined && at - known.last < forgottenAfterMs ? known : undefined;
      if (before !== undefined && before.until > at) return before.until - at;
      const count = (before?.count ?? 0) + 1;
      const over = count - freeFailures;
      const wait = over < 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(over, 20));
      // Deleted first so that the map stays in the order of the last attempt, oldest at its head.
      failures.delete(key);
      failures.set(key, { count, last: at, until: at + wait });
      if (failures.size > rememberedAddresses) {
        const [oldest] = failures.keys();
        if (oldest !== undefined) failures.delete(oldest);
      }
      return 0;
    },
    succeeded: (address) => failures.delete(network(address)),
  };
}

/** Who holds one IPv6 address holds its whole /64. */
function network(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const rest = tail === undefined ? 0 : tail.split(":").filter((group) => group !== "").length;
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest;
  const all = [...groups, ...Array.from({ length: zeros }, () => "0"), ...(tail ?? "").split(":")];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/u, ""))
    .join(":");
}
