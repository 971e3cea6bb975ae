/** Holds the papers to the repository: their length, and that every file, link and script they name is there. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFile(join(root, path), "utf8");

async function pagesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(root, folder));
  return names.filter((name) => name.endsWith(".md")).map((name) => join(folder, name));
}

const papers = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...(await pagesBelow("docs/decisions")),
  ...(await pagesBelow("docs/spec")),
];

const topFolders = /^(?:src|web|emulator|demo|test|docs|scripts)\//;
const fileEndings = /\.(?:tsx?|mjs|sql|md|json|example)$/;

/** Paths of the repository in backticks, and those that stand in a drawing, one a line. */
function namedFiles(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, words]) => words ?? "");
  const drawn = [...text.matchAll(/(?:^|[\s(])((?:src|web|emulator|test)\/[\w./-]+\.tsx?)/gm)].map(
    ([, path]) => path ?? "",
  );
  return [
    ...quoted.filter(
      (words) =>
        topFolders.test(words) || (fileEndings.test(words) && /^[\w.-]+$/.test(words) && isTopLevel(words)),
    ),
    ...drawn,
  ];
}

/** A bare name such as `start.ts` means the file of that name at the top; names of examples stand beside their code. */
function isTopLevel(name: string): boolean {
  return ["start.ts", "package.json", "vitest.config.ts", ".env.example"].includes(name);
}

function links(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? "")
    .filter((target) => !/^(?:https?:|mailto:|#)/.test(target))
    .map((target) => target.replace(/#.*$/, ""));
}

function scripts(text: string): readonly string[] {
  return [
    ...[...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? ""),
    ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name ?? ""),
  ];
}

test.each([
  ["README.md", 120],
  ["ARCHITECTURE.md", 200],
])("%s has at most %i lines", async (paper, most) => {
  const { length } = (await read(paper)).trimEnd().split("\n");
  expect(length).toBeGreaterThan(20);
  expect(length).toBeLessThanOrEqual(most);
});

test("the papers name enough for the checks below to mean something", async () => {
  const texts = await Promise.all(papers.map(read));
  expect(texts.flatMap(namedFiles).length).toBeGreaterThan(80);
  expect(texts.flatMap(links).length).toBeGreaterThan(20);
  expect(texts.flatMap(scripts).length).toBeGreaterThan(10);
});

test.each(papers)("every file and link that %s names is there", async (paper) => {
  const text = await read(paper);
  const missing = [
    ...namedFiles(text).filter((path) => !existsSync(join(root, path))),
    ...links(text).filter((target) => !existsSync(join(root, dirname(paper), target))),
  ];
  expect(missing).toEqual([]);
});

test.each(papers)("every script that %s names is in package.json", async (paper) => {
  const { scripts: known } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await read("package.json")));
  expect(scripts(await read(paper)).filter((name) => !(name in known))).toEqual([]);
});

test("every decision is in the list", async () => {
  const list = await read("docs/decisions/README.md");
  const pages = (await readdir(join(root, "docs/decisions"))).filter((name) => name !== "README.md");
  expect(pages.filter((name) => !list.includes(`](${name})`))).toEqual([]);
});
