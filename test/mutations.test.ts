/** The table of mutations is in step with the sources, and so is the paper that says what notices them. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutated } from "./mutations/mutation.ts";
import { mutations } from "./mutations/mutations.ts";
import { paperPath, readPaper, writePaper } from "./mutations/paper.ts";

test.each(mutations)("$name: can be made", ({ edits }) => {
  for (const edit of edits) {
    const text = readFileSync(new URL(`../${edit.file}`, import.meta.url), "utf8");
    expect(mutated(text, edit)).not.toBe(text);
  }
});

const paper = readFileSync(new URL(`../${paperPath}`, import.meta.url), "utf8");
const noticed = readPaper(paper);

test("every mutation was noticed when it was tried last", () => {
  expect([...noticed.keys()]).toEqual(mutations.map(({ name }) => name));
  expect(writePaper(noticed)).toBe(paper);
});

test.each([...noticed])(
  "%s: was noticed where it is looked for, by a test that is still there",
  (name, { file }) => {
    expect(existsSync(new URL(`../${file}`, import.meta.url))).toBe(true);
    const suites = mutations.find((mutation) => mutation.name === name)?.suites ?? [];
    expect(suites.filter((suite) => file.startsWith(suite))).not.toEqual([]);
  },
);
