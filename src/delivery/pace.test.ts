import fc from "fast-check";
import { expect, test } from "vitest";
import { afterAnswer, afterTooMuch, firstPace, nextPlace, type Pace, paceLimits, recovered } from "./pace.ts";
import { createPaces } from "./paces.ts";

test("it begins generous, halves once for what was sent together, and grows again while it is answered", () => {
  const begun = firstPace(0);
  expect(begun.perSecond).toBe(100);
  const slowed = afterTooMuch(afterTooMuch(begun, 1_000), 1_500);
  expect(slowed.perSecond).toBe(50);
  // A second's recovery before it.
  expect(afterTooMuch(slowed, 2_000).perSecond).toBeCloseTo(25 * 2 ** (1 / 30));
  let pace: Pace = slowed;
  for (let count = 0; count < 1_000; count++) pace = afterAnswer(pace);
  expect(pace.perSecond).toBeCloseTo(70);
});

test("what was slowed down comes back with time, to where it began and no further", () => {
  let pace = firstPace(0);
  for (let count = 0; count < 20; count++) pace = afterTooMuch(pace, count * 1_000);
  const slow = pace.perSecond;
  expect(slow).toBeLessThan(1);
  expect(recovered(pace, 19_000 + 30_000).perSecond).toBeCloseTo(2 * slow);
  const soon = nextPlace(nextPlace(pace, 19_000 + 15_000).pace, 19_000 + 30_000);
  expect(soon.pace.perSecond).toBeCloseTo(2 * slow);
  expect(nextPlace(pace, 8 * 3_600_000).pace.perSecond).toBe(100);
  expect(nextPlace(firstPace(0), 8 * 3_600_000).pace.perSecond).toBe(100);
  expect(afterTooMuch(pace, 8 * 3_600_000).perSecond).toBe(50);
});

test("it never leaves its bounds", () => {
  const happenings = fc.array(fc.constantFrom("answer", "too much"), { maxLength: 200 });
  fc.assert(
    fc.property(happenings, (script) => {
      let pace = firstPace(0);
      script.forEach((happening, index) => {
        pace = happening === "answer" ? afterAnswer(pace) : afterTooMuch(pace, index * 10_000);
        expect(pace.perSecond).toBeGreaterThanOrEqual(paceLimits.slowest);
        expect(pace.perSecond).toBeLessThanOrEqual(paceLimits.fastest);
      });
    }),
  );
});

test("over any stretch of time no more goes than was saved up and came in", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 300 }), (pauses) => {
      let pace: Pace = { ...firstPace(0), perSecond: 10, bucket: { level: 20, at: 0 } };
      let now = 0;
      const places: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const next = nextPlace(pace, now);
        pace = next.pace;
        places.push(now + next.waitMs);
      }
      for (const [index, first] of places.entries())
        for (const [count, last] of places.slice(index).entries())
          expect(count + 1).toBeLessThanOrEqual(20 + ((last - first) / 1000) * 10 + 1.02);
    }),
  );
});

test("a lane waits exactly until its place, goes then without asking twice, and before those that asked later", () => {
  let now = 0;
  const paces = createPaces(() => now);
  const burst = Array.from({ length: 200 }, (_, lane) => paces.admit("a", `lane ${lane}`));
  expect(new Set(burst)).toEqual(new Set([0]));
  const waits = ["first", "second", "third"].map((lane) => paces.admit("a", lane));
  expect(waits).toEqual([10, 20, 30]);
  expect(paces.admit("b", "of another account")).toBe(0);
  now = 9;
  expect(paces.admit("a", "first")).toBe(1);
  expect(paces.admit("a", "late")).toBe(31);
  now = 20;
  expect(["second", "first"].map((lane) => paces.admit("a", lane))).toEqual([0, 0]);
});

test("when it was too much, places promised at the old pace are given anew", () => {
  const paces = createPaces(() => 0);
  for (let lane = 0; lane < 201; lane++) paces.admit("a", `lane ${lane}`);
  paces.tooMuch("a");
  expect(["lane 200", "lane 201"].map((lane) => paces.admit("a", lane))).toEqual([20, 40]);
});
