/** Zendesk takes files of up to 50 MB (zendesk.md §2). */
const MAX_BYTES = 50 * 1024 * 1024;
/** How many the emulator takes in one request. */
export const MAX_FILES = 10;

/** The files that may go, and what to say of the others. */
export function withinLimit(before: readonly File[], more: Iterable<File>) {
  const added = [...more];
  const all = [...before, ...added.filter(({ size }) => size <= MAX_BYTES)];
  return {
    kept: all.slice(0, MAX_FILES),
    tooBig: added.filter(({ size }) => size > MAX_BYTES).map(({ name }) => name),
    tooMany: all.length > MAX_FILES,
  };
}
