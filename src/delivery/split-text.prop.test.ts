import fc from "fast-check";
import { expect, test } from "vitest";
import { splitText } from "./split-text.ts";

const pieces = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({ unit: fc.constantFrom("a", "b", "é", "ß"), minLength: 1, maxLength: 12 }),
  },
  { weight: 4, arbitrary: fc.constantFrom(" ", " ", "\n", "\n\n", ". ", " !", "? ", "\u00a0", "\t") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "👩‍👩‍👧‍👦",
      "🇫🇷",
      "👍🏽",
      "e\u0301",
      "한",
      "각",
      "\r\n",
      "क्षि",
      "\u0301",
      "x\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
);
const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(""));
const longests = fc.integer({ min: 2, max: 40 });
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const withoutBlanks = (text: string) => text.replaceAll(/\s+/gu, "");

test("parts are short enough and read as the text does", () => {
  fc.assert(
    fc.property(texts, longests, (text, longest) => {
      const parts = splitText(text, longest);
      expect(parts.every((part) => part.length <= longest)).toBe(true);
      expect(withoutBlanks(parts.join(""))).toBe(withoutBlanks(text));
      // In order and without inventing anything: each part stands in the text after the one before.
      let from = 0;
      for (const part of parts) {
        const at = text.indexOf(part, from);
        expect(text.slice(from, at).trim()).toBe("");
        from = at + part.length;
      }
      expect(text.slice(from).trim()).toBe("");
    }),
    { numRuns: 2_000 },
  );
});

test("a text that fits stays as it is", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(splitText(text, Math.max(2, text.length))).toEqual([text]);
    }),
  );
});

test("a character is broken only when it alone is longer than a part, a surrogate pair never", () => {
  fc.assert(
    fc.property(texts, longests, (text, longest) => {
      const whole = [...characters.segment(text)].filter(({ segment }) => segment.length <= longest);
      const inside = new Set(
        whole.flatMap(({ index, segment }) =>
          Array.from({ length: segment.length - 1 }, (_, offset) => index + offset + 1),
        ),
      );
      const parts = splitText(text, longest);
      let place = 0;
      for (const part of parts) {
        place = text.indexOf(part, place);
        // Blanks are not characters that anybody misses.
        if (part.trim() !== "" && text.slice(0, place).trim() !== "") expect(inside.has(place)).toBe(false);
        place += part.length;
        expect(part.isWellFormed() || !text.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a part ends where a reader would pause", () => {
  expect(splitText("One sentence. And one that is longer.", 20)).toEqual([
    "One sentence.",
    "And one that is",
    "longer.",
  ]);
  expect(splitText("first paragraph\n\nsecond one here", 24)).toEqual(["first paragraph", "second one here"]);
  expect(splitText("Vous venez vraiment\u00a0! Oui", 21)).toEqual(["Vous venez vraiment\u00a0!", "Oui"]);
  expect(splitText("word ".repeat(5_000).trim(), 4096).map(({ length }) => length)).toEqual([
    4094, 4094, 4094, 4094, 4094, 4094, 429,
  ]);
});
