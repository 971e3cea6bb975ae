/** The table of mutations is in step with the sources: each of them can still be made. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutated, mutations } from "./mutations/mutations.ts";

test.each(mutations)("$name", ({ edits }) => {
  for (const edit of edits) {
    const text = readFileSync(new URL(`../${edit.file}`, import.meta.url), "utf8");
    expect(mutated(text, edit)).not.toBe(text);
  }
});
