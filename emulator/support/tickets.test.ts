import { afterEach, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const put = (id: unknown, ticket: Record<string, unknown>) =>
  zendesk.api("PUT", `/tickets/${String(id)}`, { ticket });
const create = async (ticket: Record<string, unknown> = {}) => {
  const made = await zendesk.api("POST", "/tickets.json", {
    ticket: { subject: "Help", comment: { body: "My bird sings no more" }, ...ticket },
  });
  expect(made.status).toBe(201);
  return at(made.body, "ticket.id");
};
const show = async (id: unknown) => (await zendesk.api("GET", `/tickets/${String(id)}`)).body;
const comments = async (id: unknown) =>
  listAt((await zendesk.api("GET", `/tickets/${String(id)}/comments`)).body, "comments");
const idByName = async (path: string, key: string, name: string) => {
  const found = listAt((await zendesk.api("GET", path)).body, key).find((row) => at(row, "name") === name);
  return at(found, "id");
};

test("one by API has no conversation; its requester is found or made", async () => {
  const id = await create({
    requester: { name: "Bea", email: "bea@example.org" },
    priority: "high",
    type: "problem",
    external_id: "x-1",
    tags: ["Loud Bird", "loud"],
  });
  expect(at(await show(id), "ticket")).toMatchObject({
    subject: "Help",
    description: "My bird sings no more",
    status: "new",
    priority: "high",
    type: "problem",
    external_id: "x-1",
    tags: ["loud", "bird"],
    via: { channel: "api" },
    from_messaging_channel: false,
  });
  const again = await create({ requester: { email: "BEA@example.org" } });
  expect(at(await show(again), "ticket.requester_id")).toBe(at(await show(id), "ticket.requester_id"));
  const listed = await zendesk.api("GET", "/tickets?external_id=x-1");
  expect(listAt(listed.body, "tickets")).toHaveLength(1);
  expect(at((await zendesk.api("GET", "/tickets/count")).body, "count.value")).toBe(2);
});

test.each([
  [{ comment: { body: " " } }, "comment"],
  [{ requester_id: 1 }, "requester"],
  [{ group_id: 1 }, "group_id"],
  [{ assignee_id: 1 }, "assignee_id"],
  [{ status: "sleeping" }, "status"],
  [{ priority: "huge" }, "priority"],
  [{ comment: { body: "x", uploads: ["none"] } }, "uploads"],
])("a record's error: %o", async (ticket, field) => {
  const answer = await zendesk.api("POST", "/tickets", { ticket: { subject: "A", comment: "B", ...ticket } });
  expect([answer.status, at(answer.body, "error")]).toEqual([422, "RecordInvalid"]);
  expect(textAt(answer.body, `details.${field}.0.description`)).not.toBe("");
});

test("an update says what it changed, and audits keep it", async () => {
  const id = await create();
  const groupId = await idByName("/groups", "groups", "Support");
  const answer = await put(id, {
    group_id: groupId,
    status: "pending",
    subject: "Bird",
    additional_tags: ["a", "b"],
    comment: { body: "We look into it", public: false },
  });
  expect(answer.status).toBe(200);
  expect(listAt(answer.body, "audit.events")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: "Comment", body: "We look into it", public: false }),
      expect.objectContaining({
        type: "Change",
        field_name: "status",
        value: "pending",
        previous_value: "new",
      }),
      expect.objectContaining({ type: "Change", field_name: "group_id", value: String(groupId) }),
    ]),
  );
  expect((await comments(id)).map((comment) => [at(comment, "body"), at(comment, "public")])).toEqual([
    ["My bird sings no more", true],
    ["We look into it", false],
  ]);
  const removed = await put(id, { remove_tags: ["a"] });
  expect(at(removed.body, "ticket.tags")).toEqual(["b"]);
  const audits = listAt((await zendesk.api("GET", `/tickets/${String(id)}/audits`)).body, "audits");
  expect(audits).toHaveLength(3);
  const one = `/tickets/${String(id)}/audits/${String(at(audits, "1.id"))}`;
  expect(at((await zendesk.api("GET", one)).body, "audit.id")).toBe(at(audits, "1.id"));
  expect(at((await zendesk.api("GET", `/tickets/${String(id)}/audits/count`)).body, "count.value")).toBe(3);
});

test("an assignee has to be in the group; alone they bring theirs; a ticket that is given is open", async () => {
  zendesk.emulator.reset("empty");
  zendesk.emulator.configure({ apiTokenAccess: true });
  const id = await create();
  const me = at((await zendesk.api("GET", "/users/me")).body, "user.id");
  const support = await idByName("/groups", "groups", "Support");
  const other = at((await zendesk.api("POST", "/groups", { group: { name: "Other" } })).body, "group.id");
  const wrong = await put(id, { assignee_id: me, group_id: other });
  expect([wrong.status, at(wrong.body, "details.assignee_id.0.error")]).toEqual([422, "InvalidValue"]);
  const given = await put(id, { assignee_id: me });
  expect(at(given.body, "ticket")).toMatchObject({ group_id: support, assignee_id: me, status: "open" });
  const moved = await put(id, { group_id: other });
  expect(at(moved.body, "ticket")).toMatchObject({ group_id: other, assignee_id: null });
});

test("whoever solves a ticket that nobody has becomes its assignee, or may not", async () => {
  const [assigned, refused] = [await create(), await create()];
  expect((await put(assigned, { status: "solved" })).status).toBe(200);
  const me = at((await zendesk.api("GET", "/users/me")).body, "user.id");
  expect(at(await show(assigned), "ticket")).toMatchObject({ status: "solved", assignee_id: me });
  zendesk.emulator.configure({ assignOnSolve: false });
  const answer = await put(refused, { status: "solved" });
  expect([answer.status, at(answer.body, "error")]).toEqual([422, "RecordInvalid"]);
  expect(at(await show(refused), "ticket.status")).toBe("new");
  expect((await put(assigned, { status: "open" })).status).toBe(200);
  expect((await put(assigned, { status: "solved" })).status).toBe(200);
});

test("a safe update is refused when somebody was faster", async () => {
  const id = await create();
  const stamp = at(await show(id), "ticket.updated_at");
  zendesk.emulator.clock.advance(1000);
  const safe = { safe_update: true, updated_stamp: stamp };
  expect((await put(id, { ...safe, subject: "First" })).status).toBe(200);
  const late = await put(id, { ...safe, subject: "Second" });
  expect([late.status, at(late.body, "error")]).toEqual([409, "UpdateConflict"]);
  expect(at(await show(id), "ticket.subject")).toBe("First");
});

test("a closed ticket takes nothing more", async () => {
  const id = await create();
  await put(id, { status: "closed" });
  const refused = await put(id, { subject: "Too late" });
  expect([refused.status, refused.body]).toEqual([
    422,
    {
      error: "RecordInvalid",
      description: "Record validation errors",
      details: { status: [{ description: "Status: closed prevents ticket update" }] },
    },
  ]);
  expect((await zendesk.api("PUT", `/tickets/${String(id)}/tags`, { tags: ["x"] })).status).toBe(422);
});

test("tags alone", async () => {
  const id = await create({ tags: ["a"] });
  const tags = async (method: string, body?: unknown) =>
    (await zendesk.api(method, `/tickets/${String(id)}/tags`, body)).body;
  expect(await tags("POST", { tags: ["b", "c"] })).toEqual({ tags: ["b", "c"] });
  expect(await tags("PUT", { tags: ["d"] })).toEqual({ tags: ["b", "c", "d"] });
  await tags("DELETE", { tags: ["c"] });
  expect(await tags("GET")).toEqual({ tags: ["b", "d"] });
});

test("custom fields: those of the account with their types, and what metadata set", async () => {
  const field = async (draft: Record<string, unknown>) =>
    at((await zendesk.api("POST", "/ticket_fields", { ticket_field: draft })).body, "ticket_field.id");
  const text = await field({ type: "text", title: "Conversation" });
  const box = await field({ type: "checkbox", title: "Urgent" });
  const choice = await field({
    type: "tagger",
    title: "Kind",
    custom_field_options: [{ name: "Big cat", value: "big_cat" }],
  });
  const { conversationId, userId } = await zendesk.open({
    [`dataCapture.ticketField.${String(text)}`]: "c-1",
  });
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  expect(at(await show(1), "ticket.custom_fields")).toEqual([
    { id: text, value: "c-1" },
    { id: box, value: false },
    { id: choice, value: null },
  ]);
  const set = await put(1, {
    custom_fields: [
      { id: box, value: true },
      { id: choice, value: "big_cat" },
    ],
  });
  expect(at(set.body, "ticket.custom_fields")).toContainEqual({ id: box, value: true });
  expect((await put(1, { custom_fields: [{ id: choice, value: "dog" }] })).status).toBe(422);
  const listed = listAt((await zendesk.api("GET", "/ticket_fields")).body, "ticket_fields");
  expect(listed.map((one) => at(one, "title"))).toContain("Kind");
  expect(at((await zendesk.api("GET", `/ticket_fields/${String(text)}`)).body, "ticket_field.type")).toBe(
    "text",
  );
  expect((await zendesk.api("DELETE", `/ticket_fields/${String(text)}`)).status).toBe(204);
});

test("a messaging ticket: first a private comment, at the end of the session the transcript", async () => {
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  const requester = at(
    (await zendesk.api("GET", `/users/${String(at(await show(1), "ticket.requester_id"))}`)).body,
    "user.name",
  );
  expect((await comments(1)).map((comment) => at(comment, "body"))).toEqual([
    `Conversation with ${String(requester)}\n\nURL: None`,
  ]);
  await put(1, { status: "closed" });
  const bodies = (await comments(1)).map((comment) => at(comment, "body"));
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toContain(`${String(requester)}: Hello`);
});

test("a deleted ticket is gone, the visitor's next message opens another; it can be restored", async () => {
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  expect((await zendesk.api("DELETE", "/tickets/1")).status).toBe(204);
  expect((await zendesk.api("GET", "/tickets/1")).status).toBe(404);
  expect((await put(1, { status: "open" })).status).toBe(404);
  await zendesk.post(conversationId, { type: "user", userId }, "Anybody?");
  expect(at(await show(2), "ticket.status")).toBe("new");
  const deleted = await zendesk.api("GET", "/deleted_tickets");
  expect(listAt(deleted.body, "deleted_tickets").map((row) => at(row, "id"))).toEqual([1]);
  expect((await zendesk.api("PUT", "/deleted_tickets/1/restore")).status).toBe(200);
  expect(at(await show(1), "ticket.status")).toBe("new");
});

test("lists: offsets end at 10,000 records, cursors are one's own", async () => {
  for (let index = 0; index < 5; index += 1) await create({ subject: `T${index}` });
  const ids = async (path: string) =>
    listAt((await zendesk.api("GET", path)).body, "tickets").map((ticket) => at(ticket, "id"));
  expect(await ids("/tickets?sort_by=created_at&sort_order=desc&per_page=2&page=2")).toEqual([3, 2]);
  expect(await ids("/tickets?page[size]=2&sort=-id")).toEqual([5, 4]);
  for (const page of [101, 1e9]) {
    const beyond = await zendesk.api("GET", `/tickets?page=${page}`);
    expect([beyond.status, typeof at(beyond.body, "error")]).toEqual([400, "string"]);
  }
  const first = await zendesk.api("GET", "/tickets?page[size]=2");
  const after = textAt(first.body, "meta.after_cursor");
  const second = await zendesk.api("GET", `/tickets?page[size]=2&page[after]=${after}`);
  const back = await zendesk.api(
    "GET",
    `/tickets?page[size]=2&page[before]=${textAt(second.body, "meta.before_cursor")}`,
  );
  expect(listAt(back.body, "tickets")).toEqual(listAt(first.body, "tickets"));
});

test("files: uploaded whatever they are, attached once, fetched by their address", async () => {
  const upload = async (query: string, type: string, body: string) => {
    const response = await fetch(`${zendesk.emulator.url}/api/v2/uploads.json?${query}`, {
      method: "POST",
      headers: { ...zendesk.supportAuth(), "content-type": type },
      body,
    });
    return { status: response.status, body: await response.json() };
  };
  const one = await upload("filename=a.json", "application/json", "{broken");
  expect(one.status).toBe(201);
  const token = textAt(one.body, "upload.token");
  const two = await upload(`filename=b.txt&token=${token}`, "text/plain", "Bird");
  expect(listAt(two.body, "upload.attachments")).toHaveLength(2);
  expect((await upload("", "text/plain", "Bird")).status).toBe(400);

  const id = await create({ comment: { body: "See", uploads: [token] } });
  const files = listAt((await comments(id))[0], "attachments");
  expect(files.map((file) => at(file, "file_name"))).toEqual(["a.json", "b.txt"]);
  const fetched = await fetch(textAt(files, "1.content_url"));
  expect(await fetched.text()).toBe("Bird");
  const shown = await zendesk.api("GET", `/attachments/${String(at(files, "0.id"))}`);
  expect(at(shown.body, "attachment.size")).toBe(7);
  expect((await put(id, { comment: { body: "Again", uploads: [token] } })).status).toBe(422);
  expect((await zendesk.api("DELETE", `/uploads/${token}`)).status).toBe(404);
  const unused = textAt((await upload("filename=c", "image/png", "x")).body, "upload.token");
  expect((await zendesk.api("DELETE", `/uploads/${unused}`)).status).toBe(204);
});

test("the conversation log: messages and comments with who wrote them", async () => {
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId);
  const messageId = await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  zendesk.emulator.clock.advance(1000);
  await zendesk.control("POST", "/agent/reply", { ticketId: 1, agent: "sam@example.com", text: "Hi" });
  zendesk.emulator.clock.advance(1000);
  await put(1, { comment: { body: "A note", public: false } });
  const log = await zendesk.api("GET", "/tickets/1/conversation_log");
  const events = listAt(log.body, "events");
  const sam = await idByName("/users", "users", "Sam Okafor");
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: "Messaging::ConversationMessage",
        reference: `zen:sunco:conversation_message:${messageId}`,
        author: expect.objectContaining({ type: "user", "zen:sunco:user_id": userId }),
        content: { type: "text", text: "Hello" },
      }),
      expect.objectContaining({
        author: expect.objectContaining({ type: "agent", "zen:support:user_id": sam }),
        source: { type: "zd:agentWorkspace" },
      }),
      expect.objectContaining({ type: "Comment", metadata: expect.objectContaining({ public: false }) }),
    ]),
  );
  const audits = listAt((await zendesk.api("GET", "/tickets/1/audits")).body, "audits");
  expect(audits).toContainEqual(
    expect.objectContaining({ author_id: sam, via: expect.objectContaining({ channel: "web" }) }),
  );
  expect(at(events.at(-1), "content.body")).toContain("A note");
  expect(at(log.body, "meta.has_more")).toBe(false);
});

test("what else a ticket is asked for", async () => {
  const me = at((await zendesk.api("GET", "/users/me")).body, "user.id");
  const id = await create({ assignee_id: me });
  const below = async (path: string) => (await zendesk.api("GET", `/tickets/${String(id)}${path}`)).body;
  expect(at(await below("/comments/count"), "count.value")).toBe(1);
  const withAuthors = await below("/comments?include=users&sort_order=desc");
  expect(at(withAuthors, "users.0.id")).toBe(me);
  const comment = String(at((await comments(id))[0], "id"));
  const hidden = await zendesk.api("PUT", `/tickets/${String(id)}/comments/${comment}/make_private`);
  expect(hidden.status).toBe(200);
  expect(at((await comments(id))[0], "public")).toBe(false);
  expect(at(await below("/related"), "incidents")).toBe(0);
  for (const people of ["/collaborators", "/followers", "/email_ccs"])
    expect(listAt(await below(people), "users")).toEqual([]);
  const assigned = await zendesk.api("GET", `/users/${String(me)}/tickets/assigned`);
  expect(listAt(assigned.body, "tickets").map((ticket) => at(ticket, "id"))).toEqual([id]);
});

test("ticket fields are counted and changed by admins", async () => {
  const count = async () => at((await zendesk.api("GET", "/ticket_fields/count")).body, "count.value");
  const before = Number(await count());
  const made = await zendesk.api("POST", "/ticket_fields", { ticket_field: { title: "Kind" } });
  expect(await count()).toBe(before + 1);
  const path = `/ticket_fields/${String(at(made.body, "ticket_field.id"))}`;
  const changed = await zendesk.api("PUT", path, { ticket_field: { title: "Sort", active: false } });
  expect(at(changed.body, "ticket_field")).toMatchObject({ title: "Sort", active: false, type: "text" });
  const sam = zendesk.basic("sam@example.com/token", zendesk.emulator.credentials().apiToken ?? "");
  expect((await zendesk.api("DELETE", path, undefined, sam)).status).toBe(403);
  expect((await zendesk.api("POST", "/ticket_fields", { ticket_field: {} })).status).toBe(422);
});
