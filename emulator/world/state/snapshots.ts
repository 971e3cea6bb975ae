/**
 * Snapshots of the account, in memory: they live with the process, the latest twenty of them. The bytes of
 * files are not copied: they stay in storage for as long as a snapshot may need them.
 */

import type { World } from "../world.ts";
import { type Seed, seedWorld } from "./seed.ts";
import type { Contents } from "./tables.ts";

const MOST = 20;

export interface Snapshots {
  reset: (seed: Seed) => void;
  /** Saves the whole account and names it. */
  save: () => string;
  /** False when there is no such snapshot. */
  restore: (name: string) => boolean;
  /** When each was made, the latest last. */
  list: () => { readonly name: string; readonly at: number }[];
}

/** `letGo` is called before the account is replaced: what is under way belongs to the one before. */
export function createSnapshots(world: World, letGo: () => void): Snapshots {
  const saved = new Map<string, { readonly at: number; readonly contents: Contents }>();
  return {
    reset(seed) {
      letGo();
      seedWorld(world, seed);
      if (saved.size === 0) world.storage.clearBytes();
    },
    save() {
      const name = world.newId();
      saved.set(name, { at: world.clock.now(), contents: world.contents() });
      for (const old of [...saved.keys()].slice(0, -MOST)) saved.delete(old);
      return name;
    },
    restore(name) {
      const contents = saved.get(name)?.contents;
      if (contents === undefined) return false;
      letGo();
      world.load(contents);
      return true;
    },
    list: () => [...saved].map(([name, { at }]) => ({ name, at })),
  };
}
