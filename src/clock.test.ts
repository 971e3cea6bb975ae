import fc from "fast-check";
import { expect, test } from "vitest";
import { steadyClock } from "./clock.ts";

/** A machine whose wall clock can be set. */
function machine() {
  const time = { wall: 1_000_000, monotonic: 500 };
  const now = steadyClock(
    () => time.wall,
    () => time.monotonic,
  );
  const pass = (ms: number) => {
    time.wall += ms;
    time.monotonic += ms;
  };
  return { time, now, pass };
}

test("is the wall clock while nobody sets it", () => {
  const { time, now, pass } = machine();
  for (const ms of [0, 1, 20, 5_000]) {
    pass(ms);
    expect(now()).toBe(time.wall);
  }
});

test("set back by an hour, what is due in ten seconds is due in ten seconds", () => {
  const { time, now, pass } = machine();
  const before = now();
  time.wall -= 3_600_000;
  time.wall += 10_000;
  time.monotonic += 9_999.75;
  expect(now()).toBe(before + 10_000);
  pass(1);
  expect(now()).toBe(before + 10_001);
});

test("set ahead, it follows", () => {
  const { time, now } = machine();
  time.wall += 3_600_000;
  expect(now()).toBe(time.wall);
});

test("however the wall clock is set: never back, and never slower than time passes", () => {
  const steps = fc.array(
    fc.record({ set: fc.integer({ min: -5_000_000, max: 5_000_000 }), ms: fc.nat(100_000) }),
  );
  fc.assert(
    fc.property(steps, (moves) => {
      const { time, now, pass } = machine();
      let last = now();
      for (const { set, ms } of moves) {
        time.wall += set;
        pass(ms);
        const next = now();
        expect(next).toBeGreaterThanOrEqual(last + ms - 50);
        last = next;
      }
    }),
  );
});
