/** Removes uploads that no message carried within an hour: chosen and given up, or never meant to be sent. */
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { FileStore } from "../store/port.ts";
import type { FileStorage } from "./storage.ts";

export interface SweepPorts {
  readonly files: FileStore;
  readonly storage: FileStorage;
  readonly onError: (error: unknown) => void;
}

/** A page sends its message right after the upload; one that was offline meanwhile gets the rest of an hour. */
const unsaidForMs = 3_600_000;
const filesPerRun = 100;

export function startSweep({ files, storage, onError }: SweepPorts): DueLoop {
  return startDueLoop({
    onError,
    nextDue: () => files.nextUnsaid(unsaidForMs),
    run: async () => {
      const retired = await files.retireUnsaid(unsaidForMs, filesPerRun);
      await Promise.all(retired.map((id) => storage.remove(id)));
      await files.forgetRetired(retired);
      return retired.length === filesPerRun;
    },
  });
}
