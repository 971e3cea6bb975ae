import fc from "fast-check";
import { expect, test } from "vitest";
import { bubbles, contrast, paletteFor, parseColour, surfaces } from "./accent.ts";

const channel = fc.integer({ min: 0, max: 255 });
const themes = ["light", "dark"] as const;

test("whatever the accent, text reads (4.5:1) and filled things stand out (3:1), in both themes", () => {
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), fc.constantFrom(...themes), (accent, theme) => {
      const { fill, onFill, text, tint } = paletteFor(accent, theme);
      expect(contrast(onFill, fill)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(fill, surfaces[theme])).toBeGreaterThanOrEqual(3);
      for (const under of [surfaces[theme], bubbles[theme], tint]) {
        expect(contrast(text, under)).toBeGreaterThanOrEqual(4.5);
      }
    }),
    {
      numRuns: 2000,
      examples: [
        [[255, 255, 0], "light"],
        [[0, 0, 0], "dark"],
        [[255, 255, 255], "light"],
      ],
    },
  );
});

test("an accent that reads already is kept as it is", () => {
  const { fill, text } = paletteFor(parseColour("#0f5e59"), "light");
  expect([fill, text]).toEqual([
    [15, 94, 89],
    [15, 94, 89],
  ]);
});

test("what is no colour becomes the default one", () => {
  expect(parseColour("red; background: url(x)")).toEqual(parseColour("#1f5eff"));
});
