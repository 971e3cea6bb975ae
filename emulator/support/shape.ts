/** What the shapes of the Support API have in common: addresses, times and counts. */
import type { World } from "../world/world.ts";

/** The address of a record, as its `url` field has it. */
export const url = (world: World, path: string): string => `${world.origin()}/api/v2${path}.json`;

/** Support's times have no milliseconds. */
export const stamp = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** What is counted, with when. */
export const counted = (world: World, value: number) => ({
  count: { value, refreshed_at: stamp(world.clock.now()) },
});
