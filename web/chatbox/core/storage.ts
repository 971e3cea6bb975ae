/** What survives a reload. One key per fact, so that two tabs never overwrite each other's. */
export interface KeptValues {
  readonly get: (key: string) => string | undefined;
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
  readonly keys: () => string[];
}

/** Kept only as long as the page lives: for tests, and for browsers that refuse storage to a frame. */
export function keptInMemory(): KeptValues {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}
