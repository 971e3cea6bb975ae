/**
 * How fast one account is written to. Nobody says how much Sunshine Conversations takes (zendesk.md §2), so the pace
 * begins generous, halves when Zendesk says that it is too much, and comes back with time, and slowly while it answers. Pure.
 */
import { type Bucket, msUntil, refilled } from "../bucket.ts";

export interface Pace {
  /** Deliveries a second. */
  readonly perSecond: number;
  /** Below zero while places in the future are promised. */
  readonly bucket: Bucket;
  /** When it was slowed down last, milliseconds since 1970. */
  readonly slowedAt?: number;
  /** Until when it has been seen to come back, milliseconds since 1970; absent while it was never slowed down. */
  readonly recoveredAt?: number;
}

/** In deliveries a second. */
export const paceLimits = { first: 100, slowest: 0.5, fastest: 500 } as const;

/** By so much per answer: an account that is kept busy doubles its pace in about half a minute. */
const growth = 0.02;

/**
 * A pace below the first doubles in this time without a refusal: what was too much in a rush is not too much for ever, and
 * a handoff that begins in a quiet hour must not find the pace of the last rush.
 */
const doublesInMs = 30_000;

/** What was sent together is refused together, and tells one thing. */
const oneSetbackMs = 1_000;

/** What is saved up while nothing is sent: two seconds' worth. */
const filling = (perSecond: number) => ({ capacity: Math.max(1, 2 * perSecond), perSecond });

export function firstPace(now: number): Pace {
  const perSecond = paceLimits.first;
  return { perSecond, bucket: { level: filling(perSecond).capacity, at: now } };
}

/** The next place: `waitMs` from now, 0 for this moment. It is taken and need not be asked for again. */
export function nextPlace(before: Pace, now: number): { readonly pace: Pace; readonly waitMs: number } {
  const pace = recovered(before, now);
  const fill = filling(pace.perSecond);
  const bucket = refilled(pace.bucket, fill, now);
  return {
    pace: { ...pace, bucket: { ...bucket, level: bucket.level - 1 } },
    waitMs: msUntil(bucket, fill, 1),
  };
}

/** The pace as it is by now. */
export function recovered(pace: Pace, now: number): Pace {
  const { perSecond, recoveredAt } = pace;
  if (recoveredAt === undefined || now <= recoveredAt || perSecond >= paceLimits.first) return pace;
  const grown = perSecond * 2 ** ((now - recoveredAt) / doublesInMs);
  return { ...pace, perSecond: Math.min(paceLimits.first, grown), recoveredAt: now };
}

export function afterAnswer(pace: Pace): Pace {
  return { ...pace, perSecond: Math.min(paceLimits.fastest, pace.perSecond + growth) };
}

/** Zendesk said that it is too much (429). The places promised at the old pace no longer count. */
export function afterTooMuch(pace: Pace, now: number): Pace {
  if (pace.slowedAt !== undefined && now - pace.slowedAt < oneSetbackMs) return pace;
  return {
    perSecond: Math.max(paceLimits.slowest, recovered(pace, now).perSecond / 2),
    bucket: { level: 0, at: now },
    slowedAt: now,
    recoveredAt: now,
  };
}
