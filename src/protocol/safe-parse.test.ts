import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { safeParse, tellProblems } from "./safe-parse.ts";

test("a value that cannot even be compared is refused, and the reason kept", () => {
  const read = safeParse(z.object({ id: z.string().max(5) }), {
    id: { length: { valueOf: null, toString: 1 } },
  });
  expect(read.success).toBe(false);
  expect(read).toMatchObject({ problems: [{ code: "schema_failed", message: expect.any(String) }] });
});

test("everything else is as zod reads it", () => {
  const schema = z.object({ id: z.string().min(1) });
  expect(safeParse(schema, { id: "a", more: 1 })).toEqual({ success: true, data: { id: "a" } });
  expect(safeParse(schema, { id: "" })).toMatchObject({ problems: [{ path: ["id"], code: "too_small" }] });
});

test("a list of bad elements is refused for a few of them, and told in a line that quotes nothing", () => {
  const schema = z.object({
    list: z.array(z.object({ id: z.string() })),
    by: z.record(z.string(), z.string()),
  });
  const read = safeParse(schema, {
    list: Array.from({ length: 100_000 }, () => ({})),
    by: { "a visitor's words": 1 },
  });
  const problems = read.success ? [] : read.problems;
  expect(problems).toHaveLength(30);
  expect(tellProblems(problems)).toBe(
    "list.0.id: invalid_type; list.1.id: invalid_type; list.2.id: invalid_type; and more",
  );
  expect(tellProblems([{ path: ["by", "a visitor's words"], code: "invalid_type", message: "" }])).toBe(
    "by.?: invalid_type",
  );
});

test("the server reads in no other way", async () => {
  const source = fileURLToPath(new URL("..", import.meta.url));
  const files = (await readdir(source, { recursive: true })).filter(
    (file) =>
      file.endsWith(".ts") && !/\.(test|fixtures?)\.ts$/.test(file) && !file.endsWith("safe-parse.ts"),
  );
  const others: string[] = [];
  for (const file of files) {
    if (/\.safeParse\(/.test(await readFile(join(source, file), "utf8"))) others.push(file);
  }
  expect(others).toEqual([]);
});
