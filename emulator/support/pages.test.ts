import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { at, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
  zendesk.emulator.configure({ supportPlan: "unlimited", searchLagSeconds: 0 });
});
afterAll(() => zendesk.emulator.close());

const Ids = z.array(z.looseObject({ id: z.number() }));
const idsAt = (body: unknown, name: string) => Ids.parse(at(body, name)).map(({ id }) => id);
const people = async (count: number) => {
  const made: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const { body } = await zendesk.api("POST", "/users", { user: { name: `Person ${n}` } });
    made.push(z.number().parse(at(body, "user.id")));
  }
  return made;
};

test("nothing is skipped when rows go between two pages, the cursor's own row either", async () => {
  const ids = await people(9);
  const list = "/users?role=end-user&page[size]=4";
  const first = await zendesk.api("GET", list);
  expect(idsAt(first.body, "users")).toEqual(ids.slice(0, 4));
  await zendesk.api("DELETE", `/users/${ids[0]}`);
  await zendesk.api("DELETE", `/users/${ids[3]}`);
  const second = await zendesk.api("GET", `${list}&page[after]=${textAt(first.body, "meta.after_cursor")}`);
  expect(idsAt(second.body, "users")).toEqual(ids.slice(4, 8));
  const back = await zendesk.api("GET", `${list}&page[before]=${textAt(second.body, "meta.before_cursor")}`);
  expect(idsAt(back.body, "users")).toEqual(ids.slice(1, 3));
  expect(at(back.body, "links.prev")).toBeNull();
});

test("an export repeats nothing when something new comes in front", async () => {
  for (let n = 0; n < 3; n += 1)
    await zendesk.api("POST", "/tickets", { ticket: { subject: `T${n}`, comment: { body: "words" } } });
  const search = "/search/export?query=words&filter[type]=ticket&page[size]=2";
  const first = await zendesk.api("GET", search);
  expect(idsAt(first.body, "results")).toEqual([3, 2]);
  await zendesk.api("POST", "/tickets", { ticket: { subject: "new", comment: { body: "words" } } });
  const cursor = encodeURIComponent(textAt(first.body, "meta.after_cursor"));
  const second = await zendesk.api("GET", `${search}&page[after]=${cursor}`);
  expect(idsAt(second.body, "results")).toEqual([1]);
  expect(at(second.body, "meta.has_more")).toBe(false);
});

test("a cursor of tokens does not hold the token", async () => {
  const { oauth } = zendesk.emulator.credentials();
  const made = await zendesk.call("POST", "/oauth/tokens", {
    grant_type: "client_credentials",
    client_id: oauth?.clientId,
    client_secret: oauth?.clientSecret,
  });
  const list = await zendesk.api("GET", "/oauth/tokens?page[size]=1&all=true");
  const cursor = Buffer.from(textAt(list.body, "meta.after_cursor"), "base64url").toString();
  expect(cursor).not.toContain(textAt(made.body, "access_token"));
});
