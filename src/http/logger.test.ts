import { expect, test } from "vitest";
import { CodedError } from "../errors.ts";
import { createLogger } from "./logger.ts";

/** What is written of an error that somebody reports, as a rule with words of his own. */
function written(error: unknown, words: "in words" | "alone" = "in words"): string {
  const lines: string[] = [];
  const log = createLogger({ level: "info", destination: { write: (line) => void lines.push(line) } });
  if (words === "alone") log.error(error);
  else log.child({ of: "a part" }).warn({ err: error }, "something failed");
  return lines.join("");
}

const failing = Object.defineProperty(new Error("seen"), "message", {
  get: () => {
    throw new RangeError("Invalid string length");
  },
});
const endless: Error = Object.defineProperty(new Error("seen"), "cause", { get: () => endless });
const long = new Error(`\u0001\ud800 "\n`.repeat(2_000_000));
const unreadable = new Proxy(new Error("seen"), {
  getPrototypeOf: () => {
    throw new TypeError("not to be had");
  },
});

test.each([
  ["one whose message fails", failing, "an error that cannot be read"],
  ["one that is its own cause", endless, "seen"],
  ["one of ten million characters", new CodedError("internal", "outside", { cause: long }), "outside"],
  ["one that is no error when it is asked", unreadable, "an error that cannot be read"],
  ["what is no error", "seen", '"message":"string"'],
])("of %s some kilobytes are written, and logging does not fail", (_name, error, told) => {
  const line = written(error);
  expect(line).toContain(told);
  expect(line).toContain("something failed");
  expect(line.length).toBeLessThan(12_000);
});

test("an error that is logged without words gives none of its own at any length", () => {
  expect(written(long, "alone").length).toBeLessThan(12_000);
  expect(written({ err: long }, "alone").length).toBeLessThan(12_000);
});

test("an entry that cannot be written is told as one", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const entry = Object.defineProperty({}, "any", {
    enumerable: true,
    get: () => {
      throw new TypeError("not to be had");
    },
  });
  log.warn(entry, "something");
  expect(lines.join("")).toContain("could not be written");
});
