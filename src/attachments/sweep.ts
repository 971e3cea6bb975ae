/**
 * Keeps the attachment folder from growing without need. It removes uploads that no message carried within an hour
 * (chosen and given up, or never meant to be sent), and copies of operators' files where these are more than there is
 * room for: they are fetched again when somebody opens them.
 */
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { FileStore } from "../store/port.ts";
import type { FileStorage } from "./storage.ts";

export interface SweepPorts {
  readonly files: FileStore;
  readonly storage: FileStorage;
  readonly onError: (error: unknown) => void;
  /** Most bytes that copies of operators' files may take, in all. */
  readonly copyBytes?: number;
}

/** A page sends its message right after the upload; one that was offline meanwhile gets the rest of an hour. */
const unsaidForMs = 3_600_000;
const filesPerRun = 100;
/** Of all copies together: two hundred of the largest files Zendesk takes, and little beside a server's disk. */
const defaultCopyBytes = 10 * 1024 * 1024 * 1024;

/** Woken when a copy was made. */
export function startSweep({ files, storage, onError, copyBytes = defaultCopyBytes }: SweepPorts): DueLoop {
  return startDueLoop({
    onError,
    nextDue: () => files.nextUnsaid(unsaidForMs),
    run: async () => {
      const retired = await files.retireUnsaid(unsaidForMs, filesPerRun);
      await Promise.all(retired.map((id) => storage.remove(id)));
      await files.forgetRetired(retired);
      // The bytes go first: what is stored without them is fetched again, bytes that nobody knows of would stay for good.
      const surplus = await files.surplusCopies(copyBytes, filesPerRun);
      await Promise.all(surplus.map(({ id }) => storage.remove(id)));
      await files.forgetCopies(surplus);
      return retired.length === filesPerRun || surplus.length === filesPerRun;
    },
  });
}
