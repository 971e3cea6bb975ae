import { refilled } from "../bucket.ts";

/** A budget that refills with time: `take` answers how much is left, negative when it is overdrawn. */
export function createBucket(options: { capacity: number; perSecond: number; now: () => number }) {
  let bucket = { level: options.capacity, at: options.now() };
  return {
    take: (): number => {
      const { level, at } = refilled(bucket, options, options.now());
      bucket = { level: level - 1, at };
      return bucket.level;
    },
  };
}
