/** What could not be fetched a moment ago: whoever asks for it again is answered without asking Zendesk. */
import type { CodedError } from "../errors.ts";

/** Said no: the file is gone, or not for us. Somebody who mends that will wait so long. */
const refusedForMs = 60_000;
/** Anything else may be over soon. */
const failedForMs = 5_000;
/** Files that are remembered; the one that failed first is forgotten for one more. */
const mostRemembered = 1_000;

export interface Failures {
  readonly add: (fileId: string, error: CodedError) => void;
  /** Why it could not be fetched, as long as that is worth believing. */
  readonly find: (fileId: string) => CodedError | undefined;
}

/** @param now milliseconds; where it begins does not matter */
export function createFailures(now: () => number): Failures {
  const failures = new Map<string, { readonly error: CodedError; readonly until: number }>();
  return {
    add: (fileId, error) => {
      failures.delete(fileId);
      failures.set(fileId, { error, until: now() + (error.retry === "never" ? refusedForMs : failedForMs) });
      const [oldest] = failures.keys();
      if (failures.size > mostRemembered && oldest !== undefined) failures.delete(oldest);
    },
    find: (fileId) => {
      const failure = failures.get(fileId);
      if (failure === undefined || failure.until > now()) return failure?.error;
      failures.delete(fileId);
      return undefined;
    },
  };
}
