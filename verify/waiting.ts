/** Time as the run sees it; passed in, so that a test does not wait. */
export interface Waiting {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Looks every `everyMs` until there is something, at most for `withinMs`. */
export async function lookUntil<Found>(
  waiting: Waiting,
  { withinMs, everyMs }: { withinMs: number; everyMs: number },
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const giveUpAt = waiting.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || waiting.now() >= giveUpAt) return found;
    await waiting.sleep(everyMs);
  }
}
