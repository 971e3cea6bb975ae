/** What of Zendesk the emulator does, as a page: made from the coverage's data. */
import { type Covered, coverage } from "../emulator/coverage/coverage.ts";
import { sections } from "../emulator/coverage/sections.ts";

const states = ["whole", "partial", "not started"] as const;

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const source = (text: string) =>
  text.startsWith("zendesk.md") ? text.replace("zendesk.md ", "") : `[page](${text})`;
const count = (entries: readonly Covered[], state: string) =>
  entries.filter(({ status }) => status === state).length;

function table(entries: readonly Covered[]): string {
  const rows = entries.map(
    (entry) =>
      `| \`${entry.what}\` | ${entry.status} | ${source(entry.source)} | ${cell(entry.differs ?? "")} |`,
  );
  return `| | state | source | how it differs, or what is guessed |\n|---|---|---|---|\n${rows.join("\n")}`;
}

export function emulatorCoverage(): string {
  const summary = coverage.map(
    ([title, entries]) => `| ${title} | ${states.map((state) => count(entries, state)).join(" | ")} |`,
  );
  const areas = coverage.map(([title, entries]) => {
    const there = entries.filter(({ status }) => status !== "not started");
    const missing = entries.filter(({ status }) => status === "not started");
    const rest = missing.map(
      ({ what, differs = "" }) => `- \`${what}\`${differs === "" ? "" : `: ${cell(differs)}`}`,
    );
    const list = rest.length === 0 ? "" : `\n\nNot started:\n\n${rest.join("\n")}`;
    return `## ${title}\n\n${table(there)}${list}`;
  });
  const facts = sections.map(({ section, title, entries, tests }) => {
    const quoted = entries.map((what) => `\`${what}\``).join(", ");
    return `| §${section} ${title} | ${quoted} | ${tests.map((file) => `\`emulator/${file}\``).join(", ")} |`;
  });
  return `# What of Zendesk the emulator does

<!-- Generated from emulator/coverage/ by \`npm run docs\`. Do not edit. -->

One line for each operation of the two APIs and each event of the webhooks, held by tests against the routes that the
emulator registers, the events it sends, and the answers it gives. *Whole* is complete as far as it is documented, *partial* leaves
something out, which is said; what is *not started* answers 404 or is never sent. Sources are sections of
[zendesk.md](zendesk.md) or pages of Zendesk.

| | ${states.join(" | ")} |
|---|---|---|---|
${summary.join("\n")}

Who judges: Zendesk's own client of Sunshine Conversations and node-zendesk drive every operation that they and the
emulator have; every answer and every event is held against the OpenAPI documents and the examples of both APIs where they
lie beside the repository, and always against own schemas (\`emulator/judges/\`, with the differences that are meant).

${areas.join("\n\n")}

## Sections of zendesk.md

| section | stands in | tests |
|---|---|---|
${facts.join("\n")}
`;
}
