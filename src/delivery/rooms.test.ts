import { expect, test } from "vitest";
import { createRooms } from "./rooms.ts";

const hanging = () => new Promise<void>(() => undefined);

test("who finds no room asks again, and the more wait the less often each", () => {
  let time = 0;
  const rooms = createRooms(2, () => time);
  for (let taken = 0; taken < 2; taken++) {
    expect(rooms.admit("a")).toBe(0);
    void rooms.within("a", hanging);
  }
  const comeBackAt = Array.from({ length: 2_000 }, () => rooms.admit("a"));
  expect(comeBackAt[0]).toBe(250);
  let asked = 0;
  for (; time < 10_000; time++) {
    for (const [lane, at] of comeBackAt.entries()) {
      if (at > time) continue;
      asked += 1;
      comeBackAt[lane] = time + rooms.admit("a");
    }
  }
  expect(asked).toBeLessThanOrEqual(2_500);
  expect(asked).toBeGreaterThan(2_000);
  expect(rooms.admit("b")).toBe(0);
});

test("room that is left is taken at once, and a short line asks often again", async () => {
  let time = 0;
  const rooms = createRooms(1, () => time);
  const work = Promise.withResolvers<void>();
  const done = rooms.within("a", () => work.promise);
  for (let lane = 0; lane < 1_000; lane++) rooms.admit("a");
  time = 10_000;
  expect(rooms.admit("a")).toBe(250);
  work.resolve();
  await done;
  expect(rooms.admit("a")).toBe(0);
});
