import { expect, test } from "vitest";
import type { Item } from "../core/view.ts";
import { blocksOf, initialsOf } from "./groups.ts";

const noon = new Date(2026, 10, 22, 12, 0, 0).getTime();
const item = (key: string, at: number, author: Item["author"]): Item => ({
  key,
  at,
  author,
  content: { type: "text", body: [] },
});
const sara = { type: "operator", name: "Sara Lind" } as const;
const visitor = { type: "visitor" } as const;

test("bubbles stand together by author and minute, below the day they were written on", () => {
  const blocks = blocksOf([
    item("1", noon, sara),
    item("2", noon + 30_000, sara),
    item("3", noon + 61_000, sara),
    item("4", noon + 62_000, { type: "operator", name: "Tom" }),
    item("5", noon + 24 * 3_600_000, visitor),
  ]);
  expect(
    blocks.map((block) => (block.kind === "group" ? block.items.map(({ key }) => key) : block.kind)),
  ).toEqual(["day", ["1", "2"], ["3"], ["4"], "day", ["5"]]);
});

test("automatic messages stand apart from those of a person", () => {
  const blocks = blocksOf([item("1", noon, sara), item("2", noon, { ...sara, automatic: true })]);
  expect(blocks.filter(({ kind }) => kind === "group")).toHaveLength(2);
});

test("one that comes in above leaves the groups below what they are, so that they are not read out again", () => {
  const below = [item("1", noon - 60_000, visitor), item("2", noon, sara)];
  const [first, second] = below;
  const late = { ...item("3", noon, sara), overtaken: true };
  const keys = (items: Item[]) => blocksOf(items).map(({ key }) => key);
  expect(keys([first, late, second].filter((one) => one !== undefined))).toEqual(keys(below));
});

test("blocks that did not change come back as the same objects", () => {
  const items = [item("1", noon, sara), item("2", noon, visitor)];
  const before = blocksOf(items);
  const after = blocksOf([...items, item("3", noon, visitor)], before);
  expect(after.map((block, index) => block === before[index])).toEqual([true, true, false]);
});

test.each([
  ["Sara Lind", "SL"],
  ["Jean-Pierre de la Tour", "JT"],
  ["Zoë", "Z"],
  ["", ""],
])("initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
