/** A budget that fills again with time, as values: who keeps one decides what it is for. Pure. */
export interface Bucket {
  /** What it held at `at`; below zero while it is overdrawn. */
  readonly level: number;
  /** Milliseconds. */
  readonly at: number;
}

export interface Filling {
  readonly capacity: number;
  readonly perSecond: number;
}

/** What the bucket holds at `now`. A clock that goes back fills nothing. */
export function refilled(bucket: Bucket, { capacity, perSecond }: Filling, now: number): Bucket {
  const gained = (Math.max(0, now - bucket.at) / 1000) * perSecond;
  return { level: Math.min(capacity, bucket.level + gained), at: Math.max(now, bucket.at) };
}

/** Milliseconds until a bucket that is refilled to this moment holds the amount; 0 when it does. */
export function msUntil({ level }: Bucket, { perSecond }: Filling, amount: number): number {
  return Math.max(0, Math.ceil(((amount - level) / perSecond) * 1000));
}
