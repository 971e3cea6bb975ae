/** Copies of operators' files made ahead, a few at a time: somebody who opens one before has it fetched at once. */

/** Each may bring 50 MB at whatever pace the line has; more side by side would make none of them faster. */
const mostAtOnce = 3;
/** Beyond this a file is fetched only when somebody opens it. */
const mostWaiting = 1_000;

export interface Prefetch {
  readonly add: (fileId: string) => void;
  /** What waits is not fetched any more. */
  readonly stop: () => void;
}

/** `fetchCopy` makes our copy of a file; what fails is told and forgotten. */
export function createPrefetch(
  fetchCopy: (fileId: string) => Promise<void>,
  onError: (error: unknown) => void,
): Prefetch {
  const waiting: string[] = [];
  let underWay = 0;
  let stopped = false;

  function next(): void {
    const fileId = underWay < mostAtOnce ? waiting.shift() : undefined;
    if (fileId === undefined) return;
    underWay++;
    fetchCopy(fileId)
      .catch(onError)
      .finally(() => {
        underWay--;
        next();
      });
  }

  return {
    add: (fileId) => {
      if (stopped || waiting.length >= mostWaiting) return;
      waiting.push(fileId);
      next();
    },
    stop: () => {
      stopped = true;
      waiting.length = 0;
    },
  };
}
