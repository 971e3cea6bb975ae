import { afterEach, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const COULD_NOT = { error: "Couldn't authenticate you" };

test("users/me: somebody, nobody, refused", async () => {
  const me = (headers?: Record<string, string>) => zendesk.api("GET", "/users/me.json", undefined, headers);
  expect(at((await me()).body, "user")).toMatchObject({ email: "admin@example.com", role: "admin" });
  const anonymous = await me({});
  expect([anonymous.status, at(anonymous.body, "user.id")]).toEqual([200, null]);
  const { email, apiToken } = zendesk.emulator.credentials();
  for (const [user, password] of [
    [`${email}/token`, "wrong"],
    [String(email), apiToken ?? ""],
    ["nobody@example.com/token", apiToken ?? ""],
  ] as const) {
    const refused = await me(zendesk.basic(user, password));
    expect([refused.status, refused.body]).toEqual([401, COULD_NOT]);
  }
  expect((await zendesk.api("GET", "/groups", undefined, {})).status).toBe(401);
});

test.each([{ apiTokenAccess: false }, { apiTokensRetired: true }])(
  "API tokens stop with %o",
  async (setting) => {
    zendesk.emulator.configure(setting);
    const refused = await zendesk.api("GET", "/users/me");
    expect([refused.status, refused.body]).toEqual([401, COULD_NOT]);
  },
);

test("OAuth: a token for the client's secret, until it expires, within its scope", async () => {
  zendesk.emulator.configure({ apiTokensRetired: true });
  const { oauth } = zendesk.emulator.credentials();
  const exchange = (change: Record<string, unknown>) =>
    zendesk.call("POST", "/oauth/tokens", {
      grant_type: "client_credentials",
      client_id: oauth?.clientId,
      client_secret: oauth?.clientSecret,
      scope: "read write",
      ...change,
    });
  const wrong = await exchange({ client_secret: "wrong" });
  expect([wrong.status, at(wrong.body, "error")]).toEqual([401, "invalid_client"]);
  expect((await exchange({ grant_type: "password" })).status).toBe(400);

  const bearer = async (scope: string) => ({
    authorization: `Bearer ${textAt((await exchange({ scope })).body, "access_token")}`,
  });
  const full = await bearer("read write");
  expect((await zendesk.api("POST", "/groups", { group: { name: "A" } }, full)).status).toBe(201);
  const reader = await bearer("read");
  expect((await zendesk.api("GET", "/groups", undefined, reader)).status).toBe(200);
  expect((await zendesk.api("POST", "/groups", { group: { name: "B" } }, reader)).status).toBe(403);
  zendesk.emulator.clock.advance(1_800_000);
  const expired = await zendesk.api("GET", "/groups", undefined, full);
  expect([expired.status, at(expired.body, "error")]).toEqual([401, "invalid_token"]);
});

test("groups: created by admins, listed by cursor, deleted ones left out on request", async () => {
  for (const name of ["Animal", "Bird", "Cat", "Dog"])
    await zendesk.api("POST", "/groups.json", { group: { name } });
  const names: unknown[] = [];
  let next: string | null = "/api/v2/groups.json?page[size]=2&exclude_deleted=true";
  while (next !== null) {
    const answer = await zendesk.call("GET", next, undefined, zendesk.supportAuth());
    names.push(...listAt(answer.body, "groups").map((group) => at(group, "name")));
    const link = at(answer.body, "links.next");
    next = typeof link === "string" ? link.slice(zendesk.emulator.url.length) : null;
  }
  expect(names).toEqual(["Support", "Animal", "Bird", "Cat", "Dog"]);

  const list = await zendesk.api("GET", "/groups");
  expect(at(list.body, "count")).toBe(5);
  const id = String(at(list.body, "groups.1.id"));
  expect((await zendesk.api("DELETE", `/groups/${id}`)).status).toBe(204);
  expect(listAt((await zendesk.api("GET", "/groups")).body, "groups")).toHaveLength(5);
  expect(listAt((await zendesk.api("GET", "/groups?exclude_deleted=true")).body, "groups")).toHaveLength(4);

  const blank = await zendesk.api("POST", "/groups", { group: { name: " " } });
  expect([blank.status, at(blank.body, "error")]).toEqual([422, "RecordInvalid"]);
  const { apiToken } = zendesk.emulator.credentials();
  const agent = zendesk.basic("sam@example.com/token", apiToken ?? "");
  expect((await zendesk.api("POST", "/groups", { group: { name: "X" } }, agent)).status).toBe(403);
});

test("memberships: operators of the demo account join new groups, those of a fresh account do not", async () => {
  const members = async () => {
    const made = await zendesk.api("POST", "/groups", { group: { name: "Animal" } });
    const id = String(at(made.body, "group.id"));
    return {
      id,
      rows: listAt((await zendesk.api("GET", `/groups/${id}/memberships`)).body, "group_memberships"),
    };
  };
  expect((await members()).rows).toHaveLength(3);
  zendesk.emulator.reset("empty");
  zendesk.emulator.configure({ apiTokenAccess: true });
  const { id, rows } = await members();
  expect(rows).toEqual([]);
  const userId = at((await zendesk.api("GET", "/users/me")).body, "user.id");
  const body = { group_membership: { user_id: userId, group_id: Number(id) } };
  expect((await zendesk.api("POST", "/group_memberships", body)).status).toBe(201);
  expect(listAt((await zendesk.api("GET", "/group_memberships")).body, "group_memberships")).toHaveLength(2);
});

test("tickets: read, many at once, moved to a group, found by search", async () => {
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  const made = await zendesk.api("POST", "/groups", { group: { name: "Animal" } });
  const groupId = at(made.body, "group.id");
  const many = await zendesk.api("GET", "/tickets/show_many.json?ids=1,99");
  expect(listAt(many.body, "tickets").map((ticket) => at(ticket, "id"))).toEqual([1]);
  const moved = await zendesk.api("PUT", "/tickets/1.json", { ticket: { group_id: groupId } });
  expect(at(moved.body, "ticket.group_id")).toBe(groupId);
  const wrong = await zendesk.api("PUT", "/tickets/1", { ticket: { group_id: 42 } });
  expect([wrong.status, at(wrong.body, "error")]).toEqual([422, "RecordInvalid"]);
  expect((await zendesk.api("GET", "/tickets/99")).body).toEqual({
    error: "RecordNotFound",
    description: "Not found",
  });
  const find = async (query: string) =>
    listAt((await zendesk.api("GET", `/search.json?query=${encodeURIComponent(query)}`)).body, "results")
      .length;
  expect(await find("type:ticket status<solved group:Animal via:sunshine_conversations_api")).toBe(1);
  expect(await find("type:ticket status:solved")).toBe(0);
});

test.each([
  ["PUT", "/tickets/1", { ticket: { status: "sleeping" } }],
  ["POST", "/groups", { group: { name: 3 } }],
  ["POST", "/groups", undefined],
  ["GET", "/groups?page[size]=0", undefined],
  ["GET", "/groups?page[size]=2&page[after]=%00", undefined],
  ["POST", "/group_memberships", { group_membership: { user_id: "x" } }],
] as const)("bad input is refused: %s %s", async (method, path, body) => {
  const answer = await zendesk.api(method, path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  // A word, or a title with a message (zendesk.md §2).
  expect([typeof at(answer.body, "error"), typeof at(answer.body, "error.title")]).toContain("string");
});
