import { expect, test } from "vitest";
import { messagingId, recordId } from "./ids.ts";

test.each(["5f0d1e2a3b4c5d6e7f809101", "42", "app_1", "a.b"])("%s is an id", (id) => {
  expect(messagingId.parse(id)).toBe(id);
  expect(recordId.parse(id)).toBe(id);
});

test.each([
  "",
  " ",
  "..",
  ".",
  "\ud800",
  "a\u0000b",
  "é",
  "x".repeat(201),
  null,
  {},
  -1,
  1.5,
  1e308,
  2 ** 60,
])("%j is none", (id) => {
  expect(messagingId.safeParse(id).success).toBe(false);
  expect(recordId.safeParse(id).success).toBe(false);
});

test("record ids are kept as text", () => {
  expect(recordId.parse(21_874_600_000_002)).toBe("21874600000002");
});
