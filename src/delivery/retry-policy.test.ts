import { expect, test } from "vitest";
import { CodedError, type ErrorCode } from "../errors.ts";
import { afterFailure, defaultTiming } from "./retry-policy.ts";

const after = (code: ErrorCode, attempt: number, retryAfterMs?: number) =>
  afterFailure(
    new CodedError(code, "test", retryAfterMs === undefined ? {} : { retryAfterMs }),
    attempt,
    1 - Number.EPSILON,
    defaultTiming,
  );
const again = (inMs: number) => ({ verdict: "again", inMs });

test("an error before the first byte is tried again at once, then with waits that double from half a second", () => {
  expect([1, 2, 3, 4].map((attempt) => after("zendesk_unreachable", attempt))).toEqual(
    [0, 500, 1_000, 2_000].map((inMs) => again(inMs)),
  );
});

test("too many calls never lead to one more at once; what Zendesk asks for is kept", () => {
  expect([1, 2].map((attempt) => after("zendesk_busy", attempt))).toEqual([again(500), again(1_000)]);
  expect(after("zendesk_busy", 1, 7_000)).toEqual(again(7_000));
});

test("waits never pass the longest, whatever the attempt", () => {
  expect(after("zendesk_unreachable", 1_000_000)).toEqual(again(60_000));
  expect(after("zendesk_busy", 1, 86_400_000)).toEqual(again(600_000));
});

test("an unclear outcome waits for the time to settle; a no is final", () => {
  expect(after("zendesk_unclear", 9)).toEqual(again(10_000));
  expect(after("zendesk_refused", 1)).toEqual({ verdict: "failed" });
});
