import { expect, test } from "vitest";
import { createDoubts } from "./doubts.ts";

test("each lane's doubt is as old as its last attempt in doubt, what is unknown as old as the process", () => {
  let time = 100;
  const doubts = createDoubts(() => time, 1_000);
  time = 400;
  doubts.begin("a");
  time = 600;
  doubts.begin("b");
  doubts.begin("a");
  time = 700;
  expect([doubts.age("a"), doubts.age("b"), doubts.age("never")]).toEqual([100, 100, 600]);
});

test("what has settled is forgotten, and nothing sooner", () => {
  let time = 0;
  const doubts = createDoubts(() => time, 1_000);
  time = 100;
  doubts.begin("old");
  time = 500;
  doubts.begin("young");
  time = 1_200;
  doubts.begin("new");
  // What is forgotten is as old as the process.
  expect([doubts.age("old"), doubts.age("young")]).toEqual([1_200, 700]);
});
