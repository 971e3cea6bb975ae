/** Time as the client core sees it, passed in so that tests own it. Milliseconds. */
export interface Timers {
  readonly now: () => number;
  /** Runs `run` once after `ms`; the answer cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export const noTimer = (): void => undefined;
