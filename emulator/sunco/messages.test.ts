import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";
import { openStorage } from "../world/state/storage.ts";

let zendesk: Started;
let conversationId: string;
let userId: string;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(async () => {
  zendesk.emulator.reset("demo");
  ({ conversationId, userId } = await zendesk.open());
});

const code = (body: unknown) => at(body, "errors.0.code");
const content = { type: "text", text: "Hello" };
const business = { type: "business" };
const say = (body: object) =>
  zendesk.sc("POST", `/conversations/${conversationId}/messages`, { author: business, content, ...body });

describe("authors", () => {
  test("a user by either id, shown with the name of the profile", async () => {
    await zendesk.sc("PATCH", `/users/${userId}`, { profile: { givenName: "Ada", surname: "Lovelace" } });
    for (const id of [{ userId }, { userExternalId: "visitor-1" }]) {
      const answer = await say({ author: { type: "user", ...id } });
      expect(at(answer.body, "messages.0.author")).toEqual({
        type: "user",
        userId,
        displayName: "Ada Lovelace",
      });
    }
  });

  test("the business with name, picture and kind", async () => {
    const author = {
      type: "business",
      displayName: "Bot",
      avatarUrl: "https://example.org/b.png",
      subtypes: ["AI"],
    };
    expect(at((await say({ author })).body, "messages.0.author")).toEqual(author);
  });

  test.each([
    [{}],
    [{ type: "agent" }],
    [{ type: "user" }],
    [{ type: "user", userId: "a", userExternalId: "b" }],
    [{ type: "business", userId: "a" }],
    [{ type: "business", subtypes: ["agent"] }],
    [{ type: "business", subtypes: ["bot"] }],
    [{ type: "business", subtypes: ["AI", "activity"] }],
    [{ type: "business", displayName: "x".repeat(101) }],
    [{ type: "business", avatarUrl: "b.png" }],
  ])("%j is refused", async (author) => {
    const refused = await say({ author });
    expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
  });

  test("nobody else's user", async () => {
    const other = await zendesk.open({}, "visitor-2");
    expect((await say({ author: { type: "user", userId: other.userId } })).status).toBe(400);
    const unknown = await say({ author: { type: "user", userId: "nobody" } });
    expect([unknown.status, code(unknown.body)]).toEqual([404, "user_not_found"]);
  });
});

describe("destinations", () => {
  const whatsapp = async () =>
    textAt((await zendesk.sc("POST", "/integrations", { type: "whatsapp" })).body, "integration.id");

  test("a silent message is kept, and not counted as unread", async () => {
    expect((await say({ destination: { integrationType: "none" } })).status).toBe(201);
    const path = `/conversations/${conversationId}`;
    expect(listAt((await zendesk.sc("GET", `${path}/messages`)).body, "messages")).toHaveLength(1);
    const members = await zendesk.sc("GET", `${path}/participants`);
    expect(at(members.body, "participants.0.unreadCount")).toBe(0);
  });

  test("a channel that the user has here, by id and by type", async () => {
    const integrationId = await whatsapp();
    const early = await say({ destination: { integrationId } });
    expect([early.status, code(early.body)]).toEqual([400, "bad_request"]);
    await zendesk.sc("POST", `/users/${userId}/clients`, {
      matchCriteria: { type: "whatsapp", integrationId, phoneNumber: "+33 1 23 45 67 89" },
      confirmation: { type: "immediate" },
      target: { conversationId },
    });
    expect((await say({ destination: { integrationId } })).status).toBe(201);
    expect((await say({ destination: { integrationType: "whatsapp" } })).status).toBe(201);
    expect((await say({ destination: { integrationType: "line" } })).status).toBe(400);
  });

  test("not an unknown one, not two, not from a user, not in a group", async () => {
    const unknown = await say({ destination: { integrationId: "5f0d1e2a3b4c5d6e7f800000" } });
    expect([unknown.status, code(unknown.body)]).toEqual([404, "integration_not_found"]);
    const destination = { integrationType: "none" };
    expect((await say({ destination: { ...destination, integrationId: "x" } })).status).toBe(400);
    expect((await say({ destination: {} })).status).toBe(400);
    expect((await say({ destination, author: { type: "user", userId } })).status).toBe(400);
    const group = await zendesk.sc("POST", "/conversations", { type: "sdkGroup" });
    const path = `/conversations/${textAt(group.body, "conversation.id")}/messages`;
    expect((await zendesk.sc("POST", path, { author: business, content, destination })).status).toBe(400);
  });
});

test("overrides of the four channels are taken, other channels are not", async () => {
  expect(
    (await say({ override: { whatsapp: { payload: { type: "text" } } }, schema: "whatsapp" })).status,
  ).toBe(201);
  expect((await say({ override: { fax: { payload: {} } } })).status).toBe(400);
  expect((await say({ override: { line: {} } })).status).toBe(400);
  expect((await say({ schema: "fax" })).status).toBe(400);
});

test("metadata is kept, flat and small", async () => {
  const metadata = { a: "x", b: 1, c: true };
  expect(at((await say({ metadata })).body, "messages.0.metadata")).toEqual(metadata);
  expect((await say({ metadata: { a: [1] } })).status).toBe(400);
  expect((await say({ metadata: { a: "x".repeat(4096) } })).status).toBe(400);
});

test("several mistakes are told one by one", async () => {
  const refused = await say({ author: { type: "user" }, content: { type: "text" } });
  expect(listAt(refused.body, "errors")).toHaveLength(2);
});

test("one message is deleted, then all", async () => {
  const ids = [
    await zendesk.post(conversationId, business, "1"),
    await zendesk.post(conversationId, business, "2"),
  ];
  const path = `/conversations/${conversationId}/messages`;
  const left = async () =>
    listAt((await zendesk.sc("GET", path)).body, "messages").map((one) => at(one, "id"));
  expect((await zendesk.sc("DELETE", `${path}/${ids[0]}`)).body).toEqual({});
  expect(await left()).toEqual([ids[1]]);
  const gone = await zendesk.sc("DELETE", `${path}/${ids[0]}`);
  expect([gone.status, code(gone.body)]).toEqual([404, "not_found"]);
  expect((await zendesk.sc("DELETE", path)).status).toBe(200);
  expect(await left()).toEqual([]);
  const nowhere = "/conversations/5f0d1e2a3b4c5d6e7f800000/messages";
  expect(code((await zendesk.sc("GET", nowhere)).body)).toBe("not_found");
  expect(code((await zendesk.sc("DELETE", nowhere)).body)).toBe("conversation_not_found");
});

test("a deleted message leaves a placeholder where the account does so", async () => {
  zendesk.emulator.configure({ deletedMessages: "placeholder" });
  const id = await zendesk.post(conversationId, business, "1");
  const path = `/conversations/${conversationId}/messages`;
  expect((await zendesk.sc("DELETE", `${path}/${id}`)).status).toBe(200);
  const [left] = listAt((await zendesk.sc("GET", path)).body, "messages");
  expect(left).toMatchObject({ id, deleted: true, content: { text: "" } });
  expect((await zendesk.sc("DELETE", `${path}/${id}`)).status).toBe(404);
});

test("a cursor still marks its place when its message was deleted", async () => {
  const author = { type: "business" };
  const ids: string[] = [];
  for (let n = 0; n < 103; n += 1) ids.push(await zendesk.post(conversationId, author, `${n}`));
  const list = `/conversations/${conversationId}/messages`;
  const cursor = textAt((await zendesk.sc("GET", list)).body, "meta.beforeCursor");
  expect(cursor).toBe(ids[3]);
  await zendesk.sc("DELETE", `${list}/${cursor}`);
  const older = await zendesk.sc("GET", `${list}?page[before]=${cursor}`);
  expect(listAt(older.body, "messages")).toMatchObject(ids.slice(0, 3).map((id) => ({ id })));
  const newer = await zendesk.sc("GET", `${list}?page[after]=${cursor}`);
  expect(at(newer.body, "messages.0.id")).toBe(ids[4]);
});

test("30,000 messages fill a conversation; deleting them makes room", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-full-"));
  const first = await startEmulator({ dataDir: folder });
  const { conversationId: full } = await first.open();
  await first.emulator.close();
  const storage = openStorage(folder);
  const row = { conversationId: full, received: 0, author: business, content, source: { type: "api" } };
  for (let index = 0; index < 30_000; index += 1)
    storage.write("messages", `full-${index}`, { ...row, id: `full-${index}` });
  storage.close();

  const second = await startEmulator({ dataDir: folder });
  const path = `/conversations/${full}/messages`;
  const more = () => second.sc("POST", path, { author: business, content });
  const refused = await more();
  expect([refused.status, at(refused.body, "errors.0")]).toEqual([
    423,
    { code: "locked", title: "Message limit of 30000 per conversation reached." },
  ]);
  await second.sc("DELETE", path);
  expect((await more()).status).toBe(201);
  await second.emulator.close();
  rmSync(folder, { recursive: true });
});

describe("activity", () => {
  const act = (author: object, type: string) =>
    zendesk.sc("POST", `/conversations/${conversationId}/activity`, { author, type });

  test("the business types and reads, a user only reads", async () => {
    for (const type of ["typing:start", "typing:stop", "conversation:read"])
      expect((await act(business, type)).body).toEqual({});
    const read = await zendesk.sc("GET", `/conversations/${conversationId}`);
    expect(at(read.body, "conversation.businessLastRead")).toMatch(/Z$/u);
    expect((await act({ type: "user", userExternalId: "visitor-1" }, "conversation:read")).status).toBe(200);
    for (const type of ["typing:start", "typing:stop"])
      expect((await act({ type: "user", userId }, type)).status).toBe(400);
  });

  test("not of somebody else, of nobody, or of another kind", async () => {
    const other = await zendesk.open({}, "visitor-2");
    expect((await act({ type: "user", userId: other.userId }, "conversation:read")).status).toBe(400);
    expect((await act({ type: "user" }, "conversation:read")).status).toBe(400);
    expect((await act(business, "sleeping")).status).toBe(400);
  });
});
