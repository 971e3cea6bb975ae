/** The clock that leases, timers and waits go by. */

/** A step forward of at most this is taken for the two clocks' own unsteadiness, in milliseconds. */
const unsteadinessMs = 50;

/**
 * Follows the wall clock, but never goes back: when that is set back, time goes on from where it was, at the pace of the
 * monotonic clock, until the process ends. A step forward (a machine that slept) is followed at once. Whole milliseconds
 * stay whole.
 *
 * @param wall milliseconds since 1970, as the machine has it
 * @param monotonic milliseconds that only grow
 */
export function steadyClock(wall: () => number, monotonic: () => number): () => number {
  let ahead = 0;
  let last = wall();
  let lastMonotonic = monotonic();
  return () => {
    const passed = monotonic() - lastMonotonic;
    lastMonotonic += passed;
    const read = wall() + ahead;
    if (read < last + passed - unsteadinessMs) ahead += Math.ceil(last + passed - read);
    last = Math.max(last, wall() + ahead);
    return last;
  };
}
