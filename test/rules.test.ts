/** Holds `docs/spec/` and the tests together: each rule is proved by a test, each id that a test cites exists. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

async function textsBelow(folder: string, ending: string): Promise<readonly string[]> {
  const entries = await readdir(`${root}${folder}`, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  return Promise.all(files.map((file) => readFile(`${file.parentPath}/${file.name}`, "utf8")));
}

async function rules(): Promise<readonly string[]> {
  const pages = await textsBelow("docs/spec", ".md");
  return pages.flatMap((page) => [...page.matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(([, id]) => id ?? ""));
}

async function cited(): Promise<ReadonlySet<string>> {
  const texts = (
    await Promise.all(["src", "emulator", "web", "test"].map((folder) => textsBelow(folder, ".ts")))
  ).flat();
  // Test titles carry ids in brackets; the store's contract suite is a plain module, so all files are read.
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\[([A-Z]{2,}\d+(?:, ?[A-Z]{2,}\d+)*)\]/g)].flatMap(([, ids]) =>
        (ids ?? "").split(/, ?/),
      ),
    ),
  );
}

test("every rule has an id of its own", async () => {
  const ids = await rules();
  expect(ids.length).toBeGreaterThan(20);
  expect(ids).toEqual([...new Set(ids)]);
});

test("every rule is cited by a test, and every cited rule exists", async () => {
  const [ids, citations] = [await rules(), await cited()];
  expect({ withoutTest: ids.filter((id) => !citations.has(id)) }).toEqual({ withoutTest: [] });
  expect({ unknown: [...citations].filter((id) => !ids.includes(id)) }).toEqual({ unknown: [] });
});
