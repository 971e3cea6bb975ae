import { expect, test } from "vitest";
import { formatSize, stringsFor, wantedLanguage } from "./strings.ts";

test("sizes are said in the reader's language", () => {
  expect(formatSize(640, "en")).toBe("640\u00a0B");
  expect(formatSize(12 * 1024, "fr")).toBe("12\u00a0ko");
  expect(formatSize(20 * 1024 * 1024, "en")).toBe("20\u00a0MB");
  expect(formatSize(3.4 * 1024 * 1024, "fr")).toBe("3,4\u00a0Mo");
});

/** All of them, also those that stand in groups or are made with values. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [String(value(2, "2"))];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test("French has a space that does not break before two-part signs", () => {
  const texts = textsIn(stringsFor("fr"));
  expect(texts.length).toBeGreaterThan(60);
  expect(texts.filter((text) => /[^\u00a0\u202f][?!:;»]|«[^\u00a0]|'/u.test(text))).toEqual([]);
});

test("the first language that is given decides", () => {
  expect(wantedLanguage([null, "fr-CA", "en"])).toBe("fr");
  expect(wantedLanguage(["", "de"])).toBe("en");
  expect(wantedLanguage([])).toBe("en");
});
