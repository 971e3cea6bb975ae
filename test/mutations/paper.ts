/** `docs/mutations.md`: which test notices which mutation, as the runner saw it last. */
import { mutations } from "./mutations.ts";

export const paperPath = "docs/mutations.md";

/** A test that went red. */
export interface Noticed {
  /** From the top of the repository. */
  readonly file: string;
  readonly test: string;
}

const head = `# What is noticed

<!-- Written by \`npm run mutate\`. Do not edit. -->

Each row is a promise taken away, and the first test that went red for it. \`test/mutations/\` says what exactly is
taken away; \`npm run mutate\` does it again, all of them or those that are named, and writes their rows anew. What was not noticed
has no row, and \`test/mutations.test.ts\` misses it.

| taken away | noticed by | test |
|---|---|---|
`;

const row = /^\| (?<name>.*?) \| `(?<file>.*?)` \| (?<test>.*) \|$/gmu;

/** By the name of the mutation. */
export function readPaper(paper: string): Map<string, Noticed> {
  return new Map(
    [...paper.matchAll(row)].map(({ groups: { name = "", file = "", test = "" } = {} }) => [
      name,
      { file, test },
    ]),
  );
}

/** In the order of the table; without what is no mutation any more. */
export function writePaper(noticed: ReadonlyMap<string, Noticed>): string {
  const rows = mutations.flatMap(({ name }) => {
    const by = noticed.get(name);
    return by === undefined ? [] : [`| ${name} | \`${by.file}\` | ${by.test.replaceAll("|", "/")} |\n`];
  });
  return head + rows.join("");
}
