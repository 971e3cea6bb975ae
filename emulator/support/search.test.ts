import { afterEach, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const create = async (ticket: Record<string, unknown>) => {
  await zendesk.api("POST", "/tickets", { ticket: { comment: "Help me", ...ticket } });
  zendesk.emulator.clock.advance(60_000);
};
const search = (query: string, rest = "") =>
  zendesk.api("GET", `/search.json?query=${encodeURIComponent(query)}${rest}`);
const found = async (query: string, rest = "") =>
  listAt((await search(query, rest)).body, "results").map((row) => at(row, "subject") ?? at(row, "name"));

test("operators of tickets", async () => {
  const groups = listAt((await zendesk.api("GET", "/groups")).body, "groups");
  const start = new Date(zendesk.emulator.clock.now()).toISOString();
  await create({ subject: "Cat", tags: ["fur", "claws"], priority: "low", external_id: "c-1" });
  const middle = new Date(zendesk.emulator.clock.now()).toISOString();
  await create({ subject: "Dog", tags: ["fur"], priority: "urgent", group_id: at(groups, "0.id") });
  await create({
    subject: "Blue bird",
    status: "solved",
    requester: { name: "Bea", email: "bea@example.org" },
    comment: "Feathers everywhere",
  });
  for (const [query, subjects] of [
    ["type:ticket", ["Blue bird", "Dog", "Cat"]],
    ["type:ticket fur", []],
    ["type:ticket feathers", ["Blue bird"]],
    ['type:ticket "blue bird"', ["Blue bird"]],
    ["type:ticket -dog -cat", ["Blue bird"]],
    ["tags:fur", ["Dog", "Cat"]],
    ["tags:claws tags:feathers", ["Cat"]],
    ["tags:cl*", ["Cat"]],
    ["type:ticket tags:none", ["Blue bird"]],
    ["status<solved", ["Dog", "Cat"]],
    ["status:solved status:open", ["Blue bird"]],
    ["type:ticket -status:solved", ["Dog", "Cat"]],
    ["priority>low", ["Dog"]],
    ["requester:bea@example.org", ["Blue bird"]],
    ["requester:Bea", ["Blue bird"]],
    ["type:ticket group:support", ["Dog"]],
    ["type:ticket assignee:none group:none", ["Blue bird", "Cat"]],
    ["external_id:c-1", ["Cat"]],
    ["type:ticket via:api", ["Blue bird", "Dog", "Cat"]],
    [`type:ticket created>=${middle}`, ["Blue bird", "Dog"]],
    [`type:ticket created<${middle} created>=${start}`, ["Cat"]],
    [`type:ticket created:${start.slice(0, 10)}`, ["Blue bird", "Dog", "Cat"]],
    ["type:ticket created>90minutes", ["Blue bird", "Dog", "Cat"]],
    ["type:ticket updated<1minute", ["Dog", "Cat"]],
    ["type:ticket order_by:priority sort:asc", ["Blue bird", "Cat", "Dog"]],
    ["type:ticket nonsense:1", []],
  ] as const)
    expect([query, await found(query)]).toEqual([query, subjects]);
  expect(await found("type:ticket", "&sort_by=created_at&sort_order=asc")).toEqual([
    "Cat",
    "Dog",
    "Blue bird",
  ]);
  expect((await zendesk.api("GET", "/search/count?query=tags:fur")).body).toEqual({ count: 2 });
});

test("people and groups are found too, by type or all at once", async () => {
  expect(await found("type:user role:admin")).toEqual(["Alex Admin"]);
  expect(await found("type:group support")).toEqual(["Support"]);
  const both = listAt((await search("camille")).body, "results");
  expect(both.map((row) => at(row, "result_type"))).toEqual(["user"]);
  expect((await search(" ")).status).toBe(422);
});

test("offsets only, and never beyond 1,000 results", async () => {
  const cursor = await search("type:ticket", "&page[size]=1");
  expect([cursor.status, at(cursor.body, "error.title")]).toEqual([400, "Invalid attribute"]);
  expect((await search("type:ticket", "&per_page=100&page=10")).status).toBe(200);
  expect((await search("type:ticket", "&per_page=100&page=11")).status).toBe(422);
});

test("the export: one type, a cursor that holds for an hour", async () => {
  for (const subject of ["A", "B", "C"]) await create({ subject });
  const page = (query: string) => zendesk.api("GET", `/search/export?${query}`);
  const first = await page("query=status:new&filter[type]=ticket&page[size]=2");
  expect(listAt(first.body, "results").map((row) => at(row, "subject"))).toEqual(["C", "B"]);
  const next = textAt(first.body, "links.next").slice(zendesk.emulator.url.length);
  const follow = () => zendesk.call("GET", next, undefined, zendesk.supportAuth());
  const second = await follow();
  expect(listAt(second.body, "results").map((row) => at(row, "subject"))).toEqual(["A"]);
  expect(at(second.body, "meta")).toMatchObject({ has_more: false, after_cursor: null });
  zendesk.emulator.clock.advance(3_600_001);
  expect((await follow()).status).toBe(422);
  for (const wrong of [
    "query=status:new",
    "query=type:ticket&filter[type]=ticket",
    "query=x&filter[type]=ticket&page[after]=x",
  ])
    expect([wrong, (await page(wrong)).status]).toEqual([wrong, 422]);
});

test("a fresh account's search lags, the demo account's does not", async () => {
  const people = async () =>
    listAt((await zendesk.api("GET", "/users/search?query=admin@example.com")).body, "users").length;
  expect(await people()).toBe(1);
  zendesk.emulator.reset("empty");
  zendesk.emulator.configure({ apiTokenAccess: true });
  expect(await people()).toBe(0);
  zendesk.emulator.clock.advance(60_000);
  expect(await people()).toBe(1);
});

test("with a lag what is new is missing and statuses are old, whoever searches; lists are up to date", async () => {
  await create({ subject: "Old", requester: { name: "Bea", email: "bea@example.org" } });
  zendesk.emulator.clock.advance(600_000);
  zendesk.emulator.configure({ searchLagSeconds: 120 });
  await zendesk.api("POST", "/tickets", { ticket: { subject: "New", comment: "x" } });
  await zendesk.api("POST", "/users", { user: { name: "Nora", external_id: "n-1" } });
  await zendesk.api("PUT", "/tickets/1", { ticket: { status: "solved", additional_tags: ["done"] } });
  expect(await found("type:ticket")).toEqual(["Old"]);
  expect(await found("type:ticket status:new -tags:done")).toEqual(["Old"]);
  const people = async () =>
    listAt((await zendesk.api("GET", "/users/search?external_id=n-1")).body, "users").length;
  expect(await people()).toBe(0);
  expect(listAt((await zendesk.api("GET", "/tickets")).body, "tickets")).toHaveLength(2);
  zendesk.emulator.clock.advance(120_000);
  expect(await found("type:ticket status:solved tags:done")).toEqual(["Old"]);
  expect(await found("type:ticket status:new")).toEqual(["New"]);
  expect(await people()).toBe(1);
});
