import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Started, startEmulator } from "../harness.ts";
import { conversationsCoverage } from "./conversations.ts";
import { type Covered, coverage } from "./coverage.ts";
import { eventCoverage } from "./events.ts";
import { sections } from "./sections.ts";
import { supportCoverage } from "./support.ts";

const emulatorFolder = fileURLToPath(new URL("..", import.meta.url));
const facts = readFileSync(fileURLToPath(new URL("../../docs/zendesk.md", import.meta.url)), "utf8");
const headings = [...facts.matchAll(/^##+ (\d+(?:\.\d+)?)\.? (.+)$/gmu)].map(
  ([, section = "", title = ""]) => ({
    section,
    title,
  }),
);

const operations = [...conversationsCoverage, ...supportCoverage];
const all = [...operations, ...eventCoverage];
const isThere = ({ status }: Covered) => status !== "not started";
const names = (entries: readonly Covered[]) => entries.map(({ what }) => what);
const sorted = (words: readonly string[]) => [...words].sort();

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());

test("every registered route has one entry, and every entry that is there has a route", () => {
  expect(sorted(names(operations.filter(isThere)))).toEqual(sorted(zendesk.emulator.routes));
});

test("what is not started has no route", () => {
  const routes = new Set(zendesk.emulator.routes.map((route) => route.replaceAll(/\{[^}]*\}/gu, "{}")));
  const registered = names(operations.filter((entry) => !isThere(entry))).filter((what) =>
    routes.has(what.replaceAll(/\{[^}]*\}/gu, "{}")),
  );
  expect(registered).toEqual([]);
});

test("nothing stands there twice", () => {
  const known = names(all);
  expect(known.filter((what, index) => known.indexOf(what) !== index)).toEqual([]);
});

test("the lists are complete", () => {
  expect(sorted(names(coverage.flatMap(([, entries]) => entries)))).toEqual(sorted(names(all)));
});

test("what is partial or not started says how it differs, in a sentence", () => {
  expect(all.filter(({ status, differs }) => status !== "whole" && (differs ?? "").length < 10)).toEqual([]);
  expect(
    all.filter(({ differs = "x." }) => !/^[^a-z].*[.!?]$|^x\.$|^`/su.test(differs)).map(({ what }) => what),
  ).toEqual([]);
});

test("every source is a section of docs/zendesk.md or a page of Zendesk's", () => {
  const known = new Set(headings.map(({ section }) => `zendesk.md §${section}`));
  const wrong = all.filter(
    ({ source }) =>
      !known.has(source) && !/^https:\/\/(?:developer|support)\.zendesk\.com\/\S+$/u.test(source),
  );
  expect(wrong).toEqual([]);
});

describe("tests", () => {
  /** The parts of a route that name what it is about, as a test of it has to write them. */
  const words = (what: string) => {
    // Some titles put the last part of an event's type in.
    if (!what.includes(" ")) return [what.split(":").slice(0, 3).join(":")];
    const path = what.split(" ")[1] ?? "";
    const [last = ""] = path
      .split("/")
      .filter((part) => part !== "" && !part.startsWith("{"))
      .slice(-1);
    return [last];
  };
  const textOf = (file: string) =>
    existsSync(emulatorFolder + file) ? readFileSync(emulatorFolder + file, "utf8") : undefined;

  test("of all that is there exist, and name it", () => {
    const wrong = all.filter(isThere).flatMap(({ what, tests }) => {
      const texts = tests.map(textOf);
      if (tests.length === 0 || texts.includes(undefined)) return [`${what}: ${tests.join(", ")} is missing`];
      // The callers of the harness make some of the calls.
      const together = [...texts, textOf("harness.ts")].join("\n");
      // Those of the app itself have no word of their own; a download is followed where its link is told.
      const own = words(what).filter((word) => !["apps", "v2", "downloads"].includes(word));
      return own.every((word) => together.includes(word))
        ? []
        : [`${what}: ${tests.join(", ")} never asks it`];
    });
    expect(wrong).toEqual([]);
  });

  test("of what is not started there are none", () => {
    expect(all.filter((entry) => !isThere(entry) && entry.tests.length > 0)).toEqual([]);
  });
});

describe("sections of docs/zendesk.md", () => {
  test("all that tell of the service are listed", () => {
    const told = headings.filter(({ section }) => Number(section) < 7);
    expect(sections.map(({ section, title }) => ({ section, title }))).toEqual(told);
  });

  test("each has entries that are there, and tests that exist", () => {
    const there = new Set(names(all.filter(isThere)));
    expect(sections.flatMap(({ entries }) => entries.filter((what) => !there.has(what)))).toEqual([]);
    expect(sections.filter(({ entries, tests }) => entries.length === 0 || tests.length === 0)).toEqual([]);
    const files = sections.flatMap(({ tests }) => tests);
    expect(files.filter((file) => !existsSync(emulatorFolder + file))).toEqual([]);
  });
});
