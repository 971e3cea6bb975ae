/**
 * Holds the papers to the repository: their length, that every file, link and script they name is there, and that
 * what the code cites can be read.
 */
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
  "docs/zendesk.md",
  "docs/emulator.md",
  "docs/mutations.md",
  "docs/verify-zendesk.md",
  ...(await pagesBelow("docs/decisions")),
  ...(await pagesBelow("docs/spec")),
];

const topFolders = /^(?:src|web|emulator|verify|demo|test|docs|scripts)\//;
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
  ["docs/zendesk.md", 220],
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

const folders = ["src", "emulator", "verify", "web", "test", "demo", "docs", "scripts"];
const isText = /\.(?:tsx?|mjs|sql|css|html|md)$/;

/** Every text of the repository with its path; not this one, which names what must not be there. */
async function readSources(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const listed = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((name) => join(folder, name)),
    ),
  );
  const paths = listed
    .flat()
    .filter((path) => isText.test(path) && !/\bdist\b/.test(path) && path !== "test/papers.test.ts");
  return Promise.all(paths.map(async (path) => ({ path, text: await read(path) })));
}

/** Sections of docs/zendesk.md that a text cites; of a range such as "5.3–5.6" its ends. */
function citedSections(text: string): readonly string[] {
  return [...text.matchAll(/zendesk\.md §+([\d., §–]*\d)/g)].flatMap(
    ([, sections]) => sections?.match(/\d+(?:\.\d+)?/g) ?? [],
  );
}

test("every section of docs/zendesk.md that is cited is there", async () => {
  const numbered = (await read("docs/zendesk.md")).matchAll(/^##+ (\d+(?:\.\d+)?)\.? /gm);
  const headings = [...numbered].map(([, section]) => section ?? "");
  const cited = (await readSources()).flatMap(({ path, text }) =>
    citedSections(text).map((section) => ({ path, section })),
  );
  expect(cited.length).toBeGreaterThan(60);
  expect(cited.filter(({ section }) => !headings.includes(section))).toEqual([]);
});

test("no text cites a document that is not in the repository", async () => {
  const strangers = (await readSources()).flatMap(({ path, text }) => [
    ...[...text.matchAll(/([\w/-]+\.md|\b[A-Z]{3,}) §/g)]
      .filter(([, document]) => document !== "zendesk.md")
      .map(([citation]) => `${path}: ${citation}`),
    ...[...text.matchAll(/\bDESIGN\b|\bdydu\.md\b/g)].map(([document]) => `${path}: ${document}`),
  ]);
  expect(strangers).toEqual([]);
});

test("every decision that is cited by its number is there", async () => {
  const pages = await readdir(join(root, "docs/decisions"));
  const cited = (await readSources()).flatMap(({ path, text }) =>
    [...text.matchAll(/docs\/decisions\/(\d{4})/g)].map(([, number]) => ({ path, number: number ?? "" })),
  );
  expect(cited.length).toBeGreaterThan(1);
  expect(cited.filter(({ number }) => !pages.some((page) => page.startsWith(`${number}-`)))).toEqual([]);
});
