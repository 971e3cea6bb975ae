import type { KeptValues } from "../core/storage.ts";
import { keptInMemory } from "../core/storage.ts";

/** localStorage, or memory where the browser refuses it to a frame of another site. */
export function keptInBrowser(): KeptValues {
  const memory = keptInMemory();
  let local: Storage;
  try {
    local = window.localStorage;
    local.setItem("zlc.probe", "");
    local.removeItem("zlc.probe");
  } catch {
    return memory;
  }
  return {
    get: (key) => memory.get(key) ?? local.getItem(key) ?? undefined,
    set: (key, value) => {
      try {
        local.setItem(key, value);
        memory.remove(key);
      } catch {
        // Full: what does not fit is kept at least as long as the page lives.
        memory.set(key, value);
      }
    },
    remove: (key) => {
      memory.remove(key);
      local.removeItem(key);
    },
    keys: () => [
      ...memory.keys(),
      ...Array.from({ length: local.length }, (_, index) => local.key(index)).filter((key) => key !== null),
    ],
  };
}
