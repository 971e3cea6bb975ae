import { afterEach, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator } from "../harness.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const post = (user: Record<string, unknown>, path = "/users", headers = zendesk.supportAuth()) =>
  zendesk.api("POST", path, { user }, headers);
const as = (email: string) => zendesk.basic(`${email}/token`, zendesk.emulator.credentials().apiToken ?? "");
const names = async (path: string) =>
  listAt((await zendesk.api("GET", path)).body, "users").map((user) => at(user, "name"));
const made = async (user: Record<string, unknown>) => at((await post(user)).body, "user.id");

test("created, found, changed; e-mail and external id belong to one person", async () => {
  const created = await post({ name: "Bea", email: "bea@example.org", external_id: "b-1", tags: ["bird"] });
  expect(created.status).toBe(201);
  expect(at(created.body, "user")).toMatchObject({ role: "end-user", active: true, tags: ["bird"] });
  const id = String(at(created.body, "user.id"));
  expect(created.headers.get("location")).toContain(`/users/${id}`);
  for (const path of [
    "/users/search?external_id=b-1",
    "/users/search?query=bea@example.org",
    "/users/search?query=role:end-user+name:bea",
    "/users?role=end-user",
    "/users/autocomplete?name=be",
    `/users/show_many?ids=${id},5`,
    "/users/show_many?external_ids=b-1",
  ])
    expect([path, await names(path)]).toEqual([path, ["Bea"]]);
  const changed = await zendesk.api("PUT", `/users/${id}`, {
    user: { name: "Bea B.", phone: null, notes: "n" },
  });
  expect(at(changed.body, "user")).toMatchObject({ name: "Bea B.", notes: "n", email: "bea@example.org" });
  for (const draft of [
    { name: "C", email: "BEA@example.org" },
    { name: "C", external_id: "b-1" },
    { name: " " },
    { name: "C", email: "no mail" },
  ]) {
    const refused = await post(draft);
    expect([refused.status, at(refused.body, "error")]).toEqual([422, "RecordInvalid"]);
  }
  const counted = await zendesk.api("GET", "/users/count?role=end-user");
  expect(at(counted.body, "count.value")).toBe(1);
});

test("create or update: by external id in any case, else by e-mail; once a second, five times a minute", async () => {
  const upsert = (user: Record<string, unknown>) => post(user, "/users/create_or_update");
  expect((await upsert({ name: "Bea", external_id: "B-1" })).status).toBe(201);
  const soon = await upsert({ name: "Bea", external_id: "B-1" });
  expect([soon.status, soon.headers.get("retry-after")]).toEqual([429, "1"]);
  zendesk.emulator.clock.advance(1000);
  const again = await upsert({ name: "Bea 2", external_id: "b-1" });
  expect([again.status, at(again.body, "user.external_id")]).toEqual([200, "b-1"]);
});

test("agents change end users and no operators; only admins delete, and never themselves", async () => {
  const sam = as("sam@example.com");
  expect((await post({ name: "Bea" }, "/users", sam)).status).toBe(201);
  const refused = await post({ name: "Boss", role: "admin" }, "/users", sam);
  expect([refused.status, at(refused.body, "error.title")]).toEqual([403, "Forbidden"]);
  const me = await zendesk.api("GET", "/users/me");
  const own = `/users/${String(at(me.body, "user.id"))}`;
  expect((await zendesk.api("PUT", own, { user: { name: "X" } }, sam)).status).toBe(403);
  expect((await zendesk.api("DELETE", own)).status).toBe(403);
  const id = String(await made({ name: "Gone", email: "gone@example.org" }));
  expect((await zendesk.api("DELETE", `/users/${id}`, undefined, sam)).status).toBe(403);
  const deleted = await zendesk.api("DELETE", `/users/${id}`);
  expect([deleted.status, at(deleted.body, "user.active")]).toEqual([200, false]);
  expect(await names("/users/search?query=gone")).toEqual([]);
  expect((await zendesk.api("GET", `/users/${id}`)).status).toBe(200);
  expect((await post({ name: "New", email: "gone@example.org" })).status).toBe(201);
});

test("a suspended or demoted operator cannot call", async () => {
  const sam = listAt((await zendesk.api("GET", "/users/search?query=sam@example.com")).body, "users")[0];
  await zendesk.api("PUT", `/users/${String(at(sam, "id"))}`, { user: { suspended: true } });
  expect((await zendesk.api("GET", "/groups", undefined, as("sam@example.com"))).status).toBe(401);
});

test("identities: the e-mail, the messaging user, and what is added", async () => {
  const { conversationId, userId } = await zendesk.open({
    "dataCapture.systemField.requester.email": "bea@example.org",
  });
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  const person = String(at((await zendesk.api("GET", "/tickets/1")).body, "ticket.requester_id"));
  const path = `/users/${person}/identities`;
  const list = async () =>
    listAt((await zendesk.api("GET", path)).body, "identities").map((row) => [
      at(row, "type"),
      at(row, "value"),
      at(row, "primary"),
    ]);
  expect(await list()).toEqual([
    ["email", "bea@example.org", true],
    ["messaging", userId, true],
  ]);
  const added = await zendesk.api("POST", path, { identity: { type: "email", value: "b2@example.org" } });
  expect(added.status).toBe(201);
  const second = `${path}/${String(at(added.body, "identity.id"))}`;
  expect(at((await zendesk.api("PUT", `${second}/verify`)).body, "identity.verified")).toBe(true);
  await zendesk.api("PUT", `${second}/make_primary`);
  expect(at((await zendesk.api("GET", `/users/${person}`)).body, "user.email")).toBe("b2@example.org");
  expect(at((await zendesk.api("GET", second)).body, "identity.primary")).toBe(true);
  const taken = await zendesk.api("POST", path, { identity: { type: "email", value: "sam@example.com" } });
  expect([taken.status, at(taken.body, "details.value.0.error")]).toEqual([422, "DuplicateValue"]);
  expect((await zendesk.api("DELETE", second)).status).toBe(204);
  expect(await list()).toContainEqual(["email", "bea@example.org", true]);
});

test("merging moves tickets and identities to the one who stays", async () => {
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  const loser = String(at((await zendesk.api("GET", "/tickets/1")).body, "ticket.requester_id"));
  const winner = await made({ name: "Bea" });
  const merged = await zendesk.api("PUT", `/users/${loser}/merge`, { user: { id: winner } });
  expect(at(merged.body, "user")).toMatchObject({ id: winner, external_id: "visitor-1" });
  expect(at((await zendesk.api("GET", "/tickets/1")).body, "ticket.requester_id")).toBe(winner);
  const related = await zendesk.api("GET", `/users/${String(winner)}/related`);
  expect(at(related.body, "user_related.requested_tickets")).toBe(1);
  expect((await zendesk.api("PUT", `/users/${loser}/merge`, { user: { id: 3 } })).status).toBe(422);
});

test("groups: renamed, counted, with members and defaults; leaving one lets its tickets go", async () => {
  const group = at((await zendesk.api("POST", "/groups", { group: { name: "Bird" } })).body, "group.id");
  const twin = await zendesk.api("POST", "/groups", { group: { name: "Bird" } });
  expect(twin.status).toBe(201);
  const renamed = await zendesk.api("PUT", `/groups/${String(group)}`, { group: { name: "Birds" } });
  expect(at(renamed.body, "group.name")).toBe("Birds");
  expect(at((await zendesk.api("GET", "/groups/count")).body, "count.value")).toBe(3);
  expect(await names(`/groups/${String(group)}/users`)).toContain("Sam Okafor");

  const sam = at((await zendesk.api("GET", "/users/search?query=sam@example.com")).body, "users.0.id");
  const mine = `/users/${String(sam)}/group_memberships`;
  const rows = listAt((await zendesk.api("GET", mine)).body, "group_memberships");
  const membership = rows.find((row) => at(row, "group_id") === group);
  const made = await zendesk.api("PUT", `${mine}/${String(at(membership, "id"))}/make_default`);
  expect(
    listAt(made.body, "group_memberships")
      .filter((row) => at(row, "default") === true)
      .map((row) => at(row, "group_id")),
  ).toEqual([group]);
  const again = { group_membership: { user_id: sam, group_id: group } };
  expect((await zendesk.api("POST", "/group_memberships", again)).status).toBe(422);

  const ticket = await zendesk.api("POST", "/tickets", {
    ticket: { comment: "Help", group_id: group, assignee_id: sam },
  });
  const gone = await zendesk.api("DELETE", `/group_memberships/${String(at(membership, "id"))}`);
  expect(gone.status).toBe(204);
  const left = await zendesk.api("GET", `/tickets/${String(at(ticket.body, "ticket.id"))}`);
  expect(at(left.body, "ticket")).toMatchObject({ group_id: group, assignee_id: null });
});

test("availability: as JSON:API, for admins, and changed by status", async () => {
  const sam = at((await zendesk.api("GET", "/users/search?query=sam@example.com")).body, "users.0.id");
  const path = `/agent_availabilities/${String(sam)}`;
  const before = await zendesk.api("GET", path);
  expect(at(before.body, "data")).toMatchObject({
    id: `agent_availabilities|${String(sam)}`,
    attributes: { agent_id: sam, agent_status: { name: "online" } },
  });
  const status = `/agent_availabilities/agent_statuses/agents/${String(sam)}`;
  const away = await zendesk.api("PUT", status, { id: 4 });
  expect(at(away.body, "data.attributes.agent_status.name")).toBe("away");
  expect(at(away.body, "included.0.attributes.status")).toBe("offline");
  const online = await zendesk.api("GET", "/agent_availabilities?filter[channel_status]=messaging:online");
  expect(listAt(online.body, "data")).toHaveLength(2);
  expect((await zendesk.api("PUT", status, { id: 9 })).status).toBe(400);
  expect((await zendesk.api("GET", path, undefined, as("sam@example.com"))).status).toBe(403);
  const statuses = await zendesk.api("GET", "/agent_availabilities/agent_statuses");
  expect(listAt(statuses.body, "data")).toHaveLength(4);
});

test("who is in which group, asked from both sides", async () => {
  const groups = listAt((await zendesk.api("GET", "/groups/assignable")).body, "groups");
  const sam = at((await zendesk.api("GET", "/users/search?query=sam@example.com")).body, "users.0.id");
  const mine = listAt(
    (await zendesk.api("GET", `/users/${String(sam)}/group_memberships`)).body,
    "group_memberships",
  );
  const id = String(at(mine, "0.id"));
  for (const path of [`/group_memberships/${id}`, `/users/${String(sam)}/group_memberships/${id}`])
    expect(at((await zendesk.api("GET", path)).body, "group_membership.user_id")).toBe(sam);
  const named = await zendesk.api("GET", `/users/${String(sam)}/groups`);
  expect(listAt(named.body, "groups")).toEqual(groups);
  for (const path of [
    "/group_memberships/assignable",
    `/groups/${String(at(groups, "0.id"))}/memberships/assignable`,
  ])
    expect(listAt((await zendesk.api("GET", path)).body, "group_memberships")).toHaveLength(3);
  const left = await zendesk.api("DELETE", `/users/${String(sam)}/group_memberships/${id}`);
  expect(left.status).toBe(204);
  expect((await zendesk.api("GET", `/group_memberships/${id}`)).status).toBe(404);
});
