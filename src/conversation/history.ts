/**
 * What was said before the handoff: the newest messages go to the operator one by one, by their true authors, the
 * others before them as one marked text. How many go one by one depends on how fast the account takes them.
 */
import { controlPosition } from "./connecting.ts";
import type { Handoff } from "./model.ts";
import { historyLimit } from "./state.ts";

/** How long the history may take, in milliseconds. */
export const historyMs = 10_000;

/**
 * How many messages may go one by one; one at least.
 *
 * @param callMs how long the account takes for a call, in milliseconds
 */
export function fitting(callMs: number): number {
  const many = Math.floor(historyMs / Math.max(callMs, 1));
  return Math.max(1, Math.min(many, historyLimit));
}

/** Whether the message of the history at this position of the lane goes as part of the opening. */
export function isInOpening({ historySkipped = 0 }: Handoff, position: number): boolean {
  return position <= controlPosition + historySkipped;
}
