import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generateDocs } from "../scripts/generate-docs.ts";
import { variables } from "../src/config.ts";

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), "utf8");

test.each(Object.entries(generateDocs()))("%s is what npm run docs writes", async (path, generated) => {
  expect(await read(path)).toBe(generated);
});

test("every variable has a meaning of its own", () => {
  expect(new Set(variables.map(({ meaning }) => meaning)).size).toBe(variables.length);
});
