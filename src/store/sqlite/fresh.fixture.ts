/** A SQLite store in a temporary folder of its own, under a clock that the test moves. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenStore } from "../contract/fixture.ts";
import { openSqliteStore } from "./open.ts";

export const openFreshStore: OpenStore = async () => {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  let time = 1_700_000_000_000;
  const now = () => time;
  let store = await openSqliteStore({ folder, now });
  const first = store;
  return {
    store: first,
    reopen: async () => {
      await store.close();
      store = await openSqliteStore({ folder, now });
      return store;
    },
    leasesOutliveRestart: false,
    clock: {
      now,
      advance: (ms) => {
        time += ms;
      },
    },
    dispose: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
