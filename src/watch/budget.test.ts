import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "./budget.ts";

test("a minute's calls at once, then as they come in; each account has its own", () => {
  let now = 0;
  const budget = createBudget(60, () => now);
  expect(budget.take("a", 60)).toBe(true);
  expect(budget.take("a", 1)).toBe(false);
  expect(budget.take("b", 1)).toBe(true);
  expect(budget.msUntil("a", 2)).toBe(2_000);
  now = 2_000;
  expect(budget.take("a", 2)).toBe(true);
  expect(budget.take("a", 1)).toBe(false);
});

test("over any stretch of time no more is given than a full bucket and what came in, and it is given when promised", () => {
  const steps = fc.array(fc.record({ ms: fc.nat({ max: 30_000 }), calls: fc.integer({ min: 1, max: 20 }) }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), steps, (perMinute, script) => {
      let now = 0;
      let given = 0;
      const budget = createBudget(perMinute, () => now);
      for (const { ms, calls } of script) {
        now += ms;
        if (budget.take("a", calls)) given += Math.min(calls, perMinute);
        expect(given).toBeLessThanOrEqual(perMinute + (now * perMinute) / 60_000 + 1e-6);
        now += budget.msUntil("a", calls);
        expect(budget.msUntil("a", calls)).toBeLessThanOrEqual(1);
      }
    }),
  );
});
