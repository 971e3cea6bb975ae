import { expect, test } from "vitest";
import { plainFromRichText, richTextFromPlain } from "./rich-text.ts";

test("a text of many lines is one node, hardly larger than the text, and comes out as it went in", () => {
  const text = "a\n".repeat(2000).trim();
  const tree = richTextFromPlain(text);
  expect(tree).toHaveLength(1);
  expect(JSON.stringify(tree).length).toBeLessThan(2 * text.length);
  expect(plainFromRichText(tree)).toBe(text);
  expect(richTextFromPlain("")).toEqual([]);
});

test("what was stored with a node for each line reads the same", () => {
  const lines = [
    { type: "text" as const, text: "one" },
    { type: "break" as const },
    { type: "text" as const, text: "two" },
  ];
  expect(plainFromRichText(lines)).toBe(plainFromRichText(richTextFromPlain("one\ntwo")));
});
