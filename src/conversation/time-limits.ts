/** How long things may take, in milliseconds, and the timers that watch over it. A conversation has one timer of a kind. */
export const timeLimits = {
  /** The bot may think before it is asked again. */
  botReply: 15_000,
  /** A handoff may take until it is live. */
  connect: 60_000,
  /** Nobody has come: the visitor is asked, and again after each time he chose to wait. */
  nobodyCame: 10 * 60_000,
  /** The visitor has not answered an operator: he is warned; the livechat ends when he stays silent. */
  silence: 25 * 60_000,
  silenceAfterWarning: 5 * 60_000,
  /** What the visitor wrote waits to be accepted: he is told; the livechat ends when it goes on. */
  unreachable: 60_000,
  unreachableAfterTold: 30 * 60_000,
  /** What the visitor writes opens a solved ticket again: one that is solved so long afterwards was solved another time. */
  reopening: 30_000,
  /** After its end, a handoff's conversation is looked into once more. */
  lastLook: 60_000,
} as const;

/** Timers of a handoff: none outlives it. */
export const handoffTimers = [
  "connect",
  "nobody_came",
  "silence_warning",
  "silence_end",
  "solved_end",
  "unreachable",
  "unreachable_end",
] as const;

export const timerKinds = ["bot_reply", ...handoffTimers] as const;
export type TimerKind = (typeof timerKinds)[number];

/** How the livechats of a connector end, as the bot manager wants it. */
export interface EndOptions {
  /** The ticket is solved when the visitor leaves. */
  readonly solveOnLeave: boolean;
  /** How long a visitor whose ticket was solved may stay silent before the livechat ends, in milliseconds; 0: as long as he likes. */
  readonly solvedEndsAfterMs: number;
}

/** Where the bot manager has not said otherwise. */
export const usualEnds: EndOptions = { solveOnLeave: true, solvedEndsAfterMs: 10 * 60_000 };
