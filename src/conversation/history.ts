/**
 * What was said before the handoff: the newest messages go to the operator one by one, by their true authors, the
 * others before them as one marked text. How many go one by one depends on how long each will take.
 */
import { controlPosition } from "./connecting.ts";
import type { Handoff } from "./model.ts";
import { historyLimit } from "./state.ts";

/** How long the history may take, in milliseconds. */
export const historyMs = 10_000;

/**
 * How many of the newest messages go one by one; one at least.
 *
 * @param costsMs how long each message will take, in milliseconds, the oldest first
 */
export function fitting(costsMs: readonly number[]): number {
  let spentMs = 0;
  let many = 0;
  for (const costMs of costsMs.slice(-historyLimit).toReversed()) {
    spentMs += costMs;
    if (spentMs > historyMs && many > 0) break;
    many += 1;
  }
  return many;
}

/** Whether the message of the history at this position of the lane goes as part of the opening. */
export function isInOpening({ historySkipped = 0 }: Handoff, position: number): boolean {
  return position <= controlPosition + historySkipped;
}
