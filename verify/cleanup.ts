/** What the run made and must take away again, newest first. */
export interface Cleanup {
  /** `undo` answers what is left in words, or nothing. */
  readonly add: (what: string, undo: () => Promise<readonly string[]>) => void;
  /** Undoes everything, whatever fails on the way; answers what is left behind. */
  readonly run: () => Promise<readonly string[]>;
}

export function createCleanup(): Cleanup {
  const steps: { readonly what: string; readonly undo: () => Promise<readonly string[]> }[] = [];
  return {
    add: (what, undo) => void steps.push({ what, undo }),
    run: async () => {
      const left: string[] = [];
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
        try {
          left.push(...(await step.undo()));
        } catch (error) {
          left.push(`${step.what} (${error instanceof Error ? error.message : "failed"})`);
        }
      }
      return left;
    },
  };
}
