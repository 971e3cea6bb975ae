import { beforeEach, expect, test } from "vitest";
import { createLoginLimit, type LoginLimit } from "./login-limit.ts";

let at = 0;
let limit: LoginLimit;

beforeEach(() => {
  at = 0;
  limit = createLoginLimit(() => at);
});

function fail(address: string, times: number): void {
  for (let attempt = 0; attempt < times; attempt += 1) {
    at += limit.attempt(address);
    limit.attempt(address);
  }
}

test("five attempts are free, then each failure doubles the wait up to five minutes", () => {
  const waits: number[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const wait = limit.attempt("192.0.2.1");
    if (wait > 0) {
      waits.push(wait);
      at += wait;
    }
  }
  expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  fail("192.0.2.1", 12);
  expect(limit.attempt("192.0.2.1")).toBe(300_000);
});

test("waiting is not failing: an attempt that was put off does not lengthen the wait", () => {
  for (let attempt = 0; attempt < 5; attempt += 1) limit.attempt("192.0.2.1");
  expect([limit.attempt("192.0.2.1"), limit.attempt("192.0.2.1")]).toEqual([1_000, 1_000]);
});

test("a success, or an hour without attempts, is forgotten", () => {
  for (let attempt = 0; attempt < 5; attempt += 1) limit.attempt("192.0.2.1");
  limit.succeeded("192.0.2.1");
  expect(limit.attempt("192.0.2.1")).toBe(0);
  for (let attempt = 0; attempt < 4; attempt += 1) limit.attempt("192.0.2.1");
  at += 3_600_000;
  expect([limit.attempt("192.0.2.1"), limit.attempt("192.0.2.1")]).toEqual([0, 0]);
});

test("addresses of one IPv6 network count as one, other networks and IPv4 addresses do not", () => {
  for (const end of ["1", "2", "3", "4", "5"]) limit.attempt(`2001:db8::${end}`);
  expect(limit.attempt("2001:db8:0:0:ffff::9")).toBe(1_000);
  expect(limit.attempt("2001:db8:0:1::9")).toBe(0);
  expect(limit.attempt("::ffff:192.0.2.7")).toBe(0);
});

test("what it remembers stays bounded, and the newest stay", () => {
  for (let attempt = 0; attempt < 5; attempt += 1) limit.attempt("198.51.100.1");
  for (let index = 0; index < 9_999; index += 1) limit.attempt(`10.0.${index >> 8}.${index & 255}`);
  expect(limit.attempt("198.51.100.1")).toBe(1_000);
  limit.attempt("203.0.113.1");
  expect(limit.attempt("198.51.100.1")).toBe(0);
});
