import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { safeParse } from "./safe-parse.ts";

test("a value that cannot even be compared is refused, and the reason kept", () => {
  const read = safeParse(z.object({ id: z.string().max(5) }), {
    id: { length: { valueOf: null, toString: 1 } },
  });
  expect(read.success).toBe(false);
  expect(read.error?.cause).toBeInstanceOf(TypeError);
});

test("everything else is as zod reads it", () => {
  const schema = z.object({ id: z.string().min(1) });
  expect(safeParse(schema, { id: "a", more: 1 })).toEqual({ success: true, data: { id: "a" } });
  expect(safeParse(schema, { id: "" }).error?.issues).toMatchObject([{ path: ["id"], code: "too_small" }]);
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
