import { expect, test } from "vitest";
import { createPrefetch } from "./prefetch.ts";

function setUp() {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const errors: unknown[] = [];
  const prefetch = createPrefetch(
    (fileId) => {
      const gate = Promise.withResolvers<void>();
      gates.set(fileId, gate);
      return gate.promise;
    },
    (error) => errors.push(error),
  );
  return { gates, errors, prefetch, asked: () => [...gates.keys()] };
}

test("three files are fetched side by side, the others one after another in their order, whatever fails", async () => {
  const { gates, errors, prefetch, asked } = setUp();
  for (const fileId of ["a", "b", "c", "d", "e"]) prefetch.add(fileId);
  expect(asked()).toEqual(["a", "b", "c"]);
  gates.get("b")?.resolve();
  await expect.poll(asked).toEqual(["a", "b", "c", "d"]);
  gates.get("a")?.reject(new Error("gone"));
  await expect.poll(asked).toEqual(["a", "b", "c", "d", "e"]);
  expect(errors).toEqual([new Error("gone")]);
});

test("no more wait than a thousand, and none once it was stopped", async () => {
  const { gates, prefetch, asked } = setUp();
  for (let n = 0; n < 2_000; n++) prefetch.add(`${n}`);
  for (let n = 0; n < 1_003; n++) {
    await expect.poll(() => gates.has(`${n}`)).toBe(true);
    gates.get(`${n}`)?.resolve();
  }
  prefetch.add("one more");
  await expect.poll(() => gates.has("one more")).toBe(true);
  expect(asked()).toHaveLength(1_004);
  for (const fileId of ["x", "y", "z"]) prefetch.add(fileId);
  prefetch.stop();
  prefetch.add("late");
  gates.get("one more")?.resolve();
  gates.get("x")?.resolve();
  await expect.poll(asked).toHaveLength(1_006);
});
