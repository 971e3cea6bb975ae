/**
 * `npm run mutate [name…]`: takes the promises of ARCHITECTURE.md away one at a time, in a copy of the repository,
 * and shows which test notices, here and in `docs/mutations.md`. Ends with status 1 when a mutation survives.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type Mutation, mutated } from "./mutation.ts";
import { mutations } from "./mutations.ts";
import { type Noticed, paperPath, readPaper, writePaper } from "./paper.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["src", "emulator", "demo", "test", "web", "scripts", "package.json", "tsconfig.json"];
const shared = ["node_modules", "dist"];

/** What is read of Vitest's JSON report. */
const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

const wanted = process.argv.slice(2);
const chosen = mutations.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const copy = realpathSync(mkdtempSync(join(tmpdir(), "mutations-")));
try {
  for (const name of [...sources, "vitest.config.ts", "tsconfig.base.json"])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const name of shared) symlinkSync(join(root, name), join(copy, name));
  const survivors = chosen.filter((mutation) => survives(mutation));
  tell(`\n${chosen.length - survivors.length} of ${chosen.length} mutations noticed`);
  for (const { name } of survivors) tell(`  survived: ${name}`);
  process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function survives(mutation: Mutation): boolean {
  const started = performance.now();
  const before = mutation.edits.map(({ file }) => readFileSync(join(copy, file), "utf8"));
  for (const edit of mutation.edits) {
    const path = join(copy, edit.file);
    writeFileSync(path, mutated(readFileSync(path, "utf8"), edit));
  }
  try {
    const failures = failing(mutation);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    tell(`${failures.length > 0 ? "noticed " : "SURVIVED"} ${mutation.name} (${seconds} s)`);
    for (const { test } of failures.slice(0, 3)) tell(`           ${test}`);
    note(mutation, failures[0]);
    return failures.length === 0;
  } finally {
    for (const [index, { file }] of mutation.edits.entries())
      writeFileSync(join(copy, file), before[index] ?? "");
  }
}

/** At once: a run of all of them may be broken off. */
function note({ name }: Mutation, by: Noticed | undefined): void {
  const path = join(root, paperPath);
  const noticed = existsSync(path) ? readPaper(readFileSync(path, "utf8")) : new Map<string, Noticed>();
  if (by === undefined) noticed.delete(name);
  else noticed.set(name, by);
  writeFileSync(path, writePaper(noticed));
}

/** The tests that go red; a file that cannot even be loaded counts too. */
function failing({ suites }: Mutation): readonly Noticed[] {
  const output = join(copy, "report.json");
  rmSync(output, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--bail=1", "--reporter=json", `--outputFile=${output}`, ...suites],
    { cwd: copy, stdio: "ignore", timeout: 300_000 },
  );
  if (status === 0) return [];
  // A run that had to be stopped: the mutation left it waiting for what never comes.
  if (status === null)
    return [{ file: suites.at(-1) ?? "", test: "the run did not end within five minutes" }];
  const { testResults } = report.parse(JSON.parse(readFileSync(output, "utf8")));
  return testResults.flatMap(({ name, assertionResults, message }) => {
    const file = relative(copy, name);
    const failed = assertionResults.filter(({ status: outcome }) => outcome === "failed");
    if (failed.length === 0 && message !== "") tell(`           ${message}`);
    return failed.length > 0 || message === ""
      ? failed.map(({ fullName }) => ({ file, test: fullName }))
      : [{ file, test: "cannot be loaded" }];
  });
}
