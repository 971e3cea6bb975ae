import { afterEach, beforeEach, expect, test } from "vitest";
import { at, type Started, startEmulator } from "../harness.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const groups = () => zendesk.api("GET", "/groups");
const times = async <Result>(count: number, act: () => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  for (let index = 0; index < count; index += 1) results.push(await act());
  return results;
};
const tooMany = {
  error: "APIRateLimitExceeded",
  description: "Number of allowed API requests per minute exceeded",
};

test("a plan's calls a minute, counted on the account's clock, told in every answer", async () => {
  zendesk.emulator.configure({ supportPlan: "team" });
  const first = await groups();
  expect(first.headers.get("x-rate-limit")).toBe("200");
  expect(first.headers.get("x-rate-limit-remaining")).toBe("199");
  expect((await times(199, groups)).every(({ status }) => status === 200)).toBe(true);
  zendesk.emulator.clock.advance(20_000);
  const refused = await groups();
  expect([refused.status, refused.body, refused.headers.get("retry-after")]).toEqual([429, tooMany, "40"]);
  expect((await zendesk.api("GET", "/users/me", undefined, {})).status).toBe(429);
  zendesk.emulator.clock.advance(40_000);
  expect((await groups()).status).toBe(200);
});

test("without a limit there are no headers", async () => {
  zendesk.emulator.configure({ supportPlan: "unlimited" });
  expect((await groups()).headers.get("x-rate-limit")).toBeNull();
});

test("one person changes one ticket thirty times in ten minutes", async () => {
  await zendesk.api("POST", "/tickets", { ticket: { comment: "x" } });
  const update = () => zendesk.api("PUT", "/tickets/1", { ticket: { subject: "y" } });
  const allowed = await times(30, update);
  expect(allowed.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 200));
  const refused = await update();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "600"]);
  zendesk.emulator.clock.advance(600_000);
  expect((await update()).status).toBe(200);
});

test("the conversation log is read a hundred times a minute", async () => {
  await zendesk.api("POST", "/tickets", { ticket: { comment: "x" } });
  const log = () => zendesk.api("GET", "/tickets/1/conversation_log");
  const allowed = await times(100, log);
  expect(allowed.at(-1)?.headers.get("zendesk-ratelimit-omnilog-index")).toBe(
    "total=100; remaining=0; resets=60",
  );
  const refused = await log();
  expect([refused.status, at(refused.body, "error")]).toEqual([429, "APIRateLimitExceeded"]);
  expect((await groups()).status).toBe(200);
});
