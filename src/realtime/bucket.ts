/** A budget that refills with time: `take` answers how much is left, negative when it is overdrawn. */
export function createBucket(options: { capacity: number; perSecond: number; now: () => number }) {
  let level = options.capacity;
  let filledAt = options.now();
  return {
    take: (): number => {
      const at = options.now();
      const gained = (Math.max(0, at - filledAt) / 1000) * options.perSecond;
      level = Math.min(options.capacity, level + gained) - 1;
      filledAt = at;
      return level;
    },
  };
}
