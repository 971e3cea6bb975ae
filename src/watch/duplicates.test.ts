import { expect, test } from "vitest";
import type { DeskMessage } from "../zendesk/desk.ts";
import { copiesIn, rememberKeys } from "./duplicates.ts";

const posted = (id: string, key?: string): DeskMessage => ({
  id,
  received: 1,
  ...(key !== undefined && { key }),
  author: { type: "visitor" },
  content: { type: "text", text: "words" },
});
const copies = (list: readonly DeskMessage[]) =>
  copiesIn("h", list).map((ofOne) => ofOne.map(({ id }) => id));

test("what stands more than once is found with all its copies", () => {
  const list = [posted("1", "h.5"), posted("2", "h.6"), posted("3", "h.5"), posted("4"), posted("5")];
  expect(copies(list)).toEqual([["1", "3"]]);
  expect(copies([...list, posted("6", "h.6"), posted("7", "h.5")])).toEqual([
    ["1", "3", "7"],
    ["2", "6"],
  ]);
});

test("a message that is listed twice is no copy of itself", () => {
  const list = [posted("1", "h.5"), posted("1", "h.5")];
  expect(copies(list)).toEqual([]);
  expect(rememberKeys("h").standTwice(list)).toBe(false);
});

test("parts of one message are no copies, and keys that are not this handoff's are nobody's to delete", () => {
  const list = [posted("1", "h.5"), posted("2", "h.5.1"), posted("3", "other.5"), posted("4", "other.5")];
  expect(copies(list)).toEqual([]);
  expect(rememberKeys("h").standTwice(list)).toBe(false);
});

test("a second one is told of wherever it comes to light, and once", () => {
  const keys = rememberKeys("h");
  const list = [posted("1", "h.5"), posted("2", "h.6"), posted("3", "h.5"), posted("4"), posted("5")];
  expect([keys.standTwice(list), keys.standTwice(list)]).toEqual([true, false]);
  const later = [posted("6", "h.6")];
  expect([keys.standTwice(later), keys.standTwice(later)]).toEqual([true, false]);
});
