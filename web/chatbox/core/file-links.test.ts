import { expect, test } from "vitest";
import { fileLinks } from "./file-links.ts";

test("an address is old after 50 minutes; renewing it twice at once asks once", async () => {
  let now = 0;
  let calls = 0;
  const links = fileLinks({ now: () => now, fetchLink: async (id) => `/files/${id}?${(calls += 1)}` });
  links.note("a", "/files/a");
  now = 49 * 60_000;
  expect(links.isStale("a")).toBe(false);
  now = 50 * 60_000;
  expect(links.isStale("a")).toBe(true);
  await Promise.all([links.renew("a"), links.renew("a")]);
  expect(calls).toBe(1);
  expect(links.latest("a")).toBe("/files/a?1");
  expect(links.isStale("a")).toBe(false);
});

test("a refusal is passed on, and the next try asks again", async () => {
  let calls = 0;
  const links = fileLinks({
    now: () => 0,
    fetchLink: async () => {
      calls += 1;
      throw new Error("gone");
    },
  });
  await expect(links.renew("a")).rejects.toThrow("gone");
  await expect(links.renew("a")).rejects.toThrow("gone");
  expect(calls).toBe(2);
});
