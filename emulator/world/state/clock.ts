/** The emulator's time: it ticks with the machine's, or stands still until a test advances it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Runs once when the time has come; the answer cancels it. */
  at: (time: number, run: () => void) => () => void;
  /** Moves the time on and runs everything that became due, in its order. */
  advance: (milliseconds: number) => void;
  /** Cancels everything. */
  stop: () => void;
}

interface Alarm {
  readonly time: number;
  readonly run: () => void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

function createClock(base: () => number, ticking: boolean): Clock {
  let offset = 0;
  let timer: NodeJS.Timeout | undefined;
  const alarms = new Set<Alarm>();
  const now = () => base() + offset;

  const next = (): Alarm | undefined => {
    let first: Alarm | undefined;
    for (const alarm of alarms) if (first === undefined || alarm.time < first.time) first = alarm;
    return first;
  };
  const arm = () => {
    if (!ticking) return;
    clearTimeout(timer);
    const first = next();
    if (first === undefined) return;
    timer = setTimeout(fire, Math.min(Math.max(first.time - now(), 0), LONGEST_TIMER));
  };
  const fire = () => {
    for (let first = next(); first !== undefined && first.time <= now(); first = next()) {
      alarms.delete(first);
      first.run();
    }
    arm();
  };

  return {
    now,
    at(time, run) {
      const alarm = { time, run };
      alarms.add(alarm);
      arm();
      return () => {
        alarms.delete(alarm);
      };
    },
    advance(milliseconds) {
      offset += milliseconds;
      fire();
    },
    stop() {
      clearTimeout(timer);
      alarms.clear();
    },
  };
}

/** Ticks with the machine, and may be moved on besides. */
export const realClock = (): Clock => createClock(() => Date.now(), true);

/** Stands still at `start` until advanced. */
export const manualClock = (start: number = Date.UTC(2026, 10, 22, 9)): Clock =>
  createClock(() => start, false);
