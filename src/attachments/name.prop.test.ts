import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contentDisposition, safeName } from "./name.ts";

test("any name becomes one that is short, visible, of one part, and stays as it is the second time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
      const name = safeName(given);
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.|^$/u);
      expect(name.length).toBeLessThanOrEqual(120);
      expect(safeName(name)).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test("a name that is cut ends with a whole character", () => {
  for (const letters of [114, 115, 116]) {
    const name = safeName(`${"a".repeat(letters)}${"😀".repeat(9)}.png`);
    expect(name).toMatch(/^a+😀*\.png$/u);
    expect(name.length).toBeGreaterThan(118);
  }
});

test("a header made of any name has one line of ASCII and gives the name back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (given) => {
      const name = safeName(given);
      const header = contentDisposition("attachment", name);
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.%~!-]+$/);
      expect(decodeURIComponent(header.slice(header.indexOf("''") + 2))).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test("a name as long as a request's headers may be is cut before it is looked at", () => {
  const started = performance.now();
  for (const filler of [".", ". ", "/", "\\.", "\u202e"]) {
    const name = safeName(`cat${filler.repeat(80_000 / filler.length)}photo.jpg`);
    expect(name).toMatch(/\.jpg$/);
    expect(name.length).toBeLessThanOrEqual(120);
  }
  // Looked at in full, one of them takes seconds.
  expect(performance.now() - started).toBeLessThan(1000);
});

test.each([
  ["C:\\Users\\me\\photo.jpg", "photo.jpg"],
  ["photo\u202Egpj.exe", "photogpj.exe"],
  ["a\r\nb.txt", "ab.txt"],
  [".htaccess", "htaccess"],
  ["...", "file"],
  ["", "file"],
  [`${"x".repeat(300)}.pdf`, `${"x".repeat(116)}.pdf`],
  [`${"x".repeat(3000)}.pdf`, `${"x".repeat(116)}.pdf`],
])("%j becomes %j", (given, expected) => {
  expect(safeName(given)).toBe(expected);
});
