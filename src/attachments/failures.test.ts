import { expect, test } from "vitest";
import { CodedError } from "../errors.ts";
import { createFailures } from "./failures.ts";

test("a refusal is remembered for a minute, anything else for seconds", () => {
  let time = 0;
  const failures = createFailures(() => time);
  const refused = new CodedError("zendesk_refused", "GET media answered 404");
  const broken = new CodedError("media_unavailable", "the download broke off");
  failures.add("gone", refused);
  failures.add("broken", broken);
  expect([failures.find("gone"), failures.find("broken")]).toEqual([refused, broken]);
  time = 5_000;
  expect([failures.find("gone"), failures.find("broken")]).toEqual([refused, undefined]);
  time = 60_000;
  expect(failures.find("gone")).toBeUndefined();
});

test("no more than a thousand files are remembered, those that failed last", () => {
  const failures = createFailures(() => 0);
  const refused = new CodedError("zendesk_refused", "GET media answered 404");
  for (let n = 0; n < 1000; n++) failures.add(`file ${n}`, refused);
  failures.add("file 0", refused);
  failures.add("one more", refused);
  const found = (name: string) => failures.find(name) !== undefined;
  expect(["file 0", "file 1", "file 2", "one more"].map(found)).toEqual([true, false, true, true]);
});
