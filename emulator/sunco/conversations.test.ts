import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, startReceiver, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => zendesk.emulator.reset("demo"));

const code = (body: unknown) => at(body, "errors.0.code");
const user = async (externalId: string) =>
  textAt((await zendesk.sc("POST", "/users", { externalId })).body, "user.id");
const create = (body: object) => zendesk.sc("POST", "/conversations", body);
const group = async (...userIds: string[]) => {
  const made = await create({ type: "sdkGroup", participants: userIds.map((userId) => ({ userId })) });
  return `/conversations/${textAt(made.body, "conversation.id")}`;
};
const members = async (path: string) => (await zendesk.sc("GET", `${path}/participants`)).body;
const memberIds = async (path: string) =>
  listAt(await members(path), "participants").map((one) => at(one, "userId"));

describe("a personal conversation", () => {
  test("is its user's default, and told as it is", async () => {
    const userId = await user("v");
    const made = await create({
      type: "personal",
      participants: [{ userExternalId: "v", subscribeSDKClient: true }],
      displayName: "Parcel",
      description: "Where it is",
      iconUrl: "https://example.org/a.png",
      metadata: { a: 1 },
    });
    const now = new Date(zendesk.emulator.clock.now()).toISOString();
    expect(at(made.body, "conversation")).toMatchObject({
      type: "personal",
      isDefault: true,
      displayName: "Parcel",
      description: "Where it is",
      iconUrl: "https://example.org/a.png",
      metadata: { a: 1 },
      createdAt: now,
      lastUpdatedAt: now,
    });
    const path = `/conversations/${textAt(made.body, "conversation.id")}`;
    const patched = await zendesk.sc("PATCH", path, { displayName: null, description: "Found" });
    expect(at(patched.body, "conversation.displayName")).toBeUndefined();
    expect(at(patched.body, "conversation.description")).toBe("Found");
    const list = await members(path);
    expect(at(list, "participants.0")).toMatchObject({
      userId,
      userExternalId: "v",
      unreadCount: 0,
      clientAssociations: [],
    });
    expect(at(list, "meta.hasMore")).toBe(false);
  });

  test("nobody joins or leaves", async () => {
    const { conversationId, userId } = await zendesk.open();
    for (const call of ["join", "leave"]) {
      const refused = await zendesk.sc("POST", `/conversations/${conversationId}/${call}`, { userId });
      expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
    }
  });

  test("counts what its user has not read", async () => {
    const { conversationId, userId } = await zendesk.open();
    const path = `/conversations/${conversationId}`;
    const unread = async () => at(await members(path), "participants.0.unreadCount");
    const author = { type: "user", userId };
    await zendesk.post(conversationId, { type: "business" }, "1");
    await zendesk.post(conversationId, { type: "business" }, "2");
    expect(await unread()).toBe(2);
    await zendesk.sc("POST", `${path}/activity`, { author, type: "conversation:read" });
    expect(await unread()).toBe(0);
    expect(at(await members(path), "participants.0.lastRead")).toMatch(/Z$/u);
    await zendesk.post(conversationId, { type: "business" }, "3");
    expect(await unread()).toBe(1);
    await zendesk.post(conversationId, author, "4");
    expect(await unread()).toBe(0);
  });
});

test.each([
  ["no type", {}],
  ["an unknown type", { type: "public" }],
  ["nobody", { type: "personal" }],
  ["two users", { type: "personal", participants: [{ userId: "a" }, { userId: "b" }] }],
  ["a user by no id", { type: "personal", participants: [{}] }],
  ["a user by two ids", { type: "personal", participants: [{ userId: "a", userExternalId: "b" }] }],
  ["a long name", { type: "sdkGroup", displayName: "x".repeat(101) }],
  ["an empty description", { type: "sdkGroup", description: "" }],
  ["an icon without address", { type: "sdkGroup", iconUrl: "a.png" }],
  ["a crowd", { type: "sdkGroup", participants: Array.from({ length: 11 }, () => ({ userId: "a" })) }],
])("%s: refused", async (_name, body) => {
  const refused = await create(body);
  expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
});

test("of an unknown user there is none, nor a list", async () => {
  const missing = await create({ type: "personal", participants: [{ userId: "nobody" }] });
  expect([missing.status, code(missing.body)]).toEqual([404, "user_not_found"]);
  const list = (query: string) => zendesk.sc("GET", `/conversations${query}`);
  expect(code((await list("?filter[userId]=nobody")).body)).toBe("user_not_found");
  expect((await list("")).status).toBe(400);
  expect((await list("?filter[userId]=a&filter[userExternalId]=b")).status).toBe(400);
});

test("metadata stays within its size when it grows", async () => {
  const { conversationId } = await zendesk.open({ a: "x".repeat(3000) });
  const path = `/conversations/${conversationId}`;
  const refused = await zendesk.sc("PATCH", path, { metadata: { b: "x".repeat(3000) } });
  expect(at(refused.body, "errors.0.title")).toBe("Conversation metadata is limited to 4096 bytes in size.");
  expect((await zendesk.sc("PATCH", path, { metadata: { a: null, b: "x".repeat(3000) } })).status).toBe(200);
});

describe("a group", () => {
  test("has members who join and leave, which webhooks tell", async () => {
    const receiver = await startReceiver();
    const { integrationId } = zendesk.emulator.credentials();
    await zendesk.sc("POST", `/integrations/${integrationId}/webhooks`, {
      target: receiver.url,
      triggers: ["conversation:create", "conversation:join", "conversation:leave"],
    });
    const [ada, bob] = [await user("ada"), await user("bob")];
    const path = await group(ada);
    const joined = await zendesk.sc("POST", `${path}/join`, { userExternalId: "bob" });
    expect(joined.status).toBe(201);
    expect(at(joined.body, "participant")).toMatchObject({ userId: bob, unreadCount: 0 });
    expect((await zendesk.sc("POST", `${path}/join`, { userId: bob })).status).toBe(201);
    expect(await memberIds(path)).toEqual([ada, bob]);

    const participantId = textAt(joined.body, "participant.id");
    expect((await zendesk.sc("POST", `${path}/leave`, { participantId })).body).toEqual({});
    const gone = await zendesk.sc("POST", `${path}/leave`, { userId: bob });
    expect(at(gone.body, "errors.0")).toEqual({
      code: "not_found",
      title: "User is not a member of the conversation",
    });
    expect((await zendesk.sc("POST", `${path}/leave`, {})).status).toBe(400);

    const posts = () => receiver.received.filter(({ method }) => method === "POST");
    await receiver.until(() => posts().length === 3);
    const event = (type: string) =>
      at(posts().find(({ body }) => at(body, "events.0.type") === type)?.body, "events.0.payload");
    expect(at(event("conversation:create"), "conversation.type")).toBe("sdkGroup");
    expect(at(event("conversation:create"), "user")).toBeUndefined();
    for (const type of ["conversation:join", "conversation:leave"])
      expect(at(event(type), "user")).toEqual({ id: bob, externalId: "bob", authenticated: false });
    receiver.close();
  });

  test("holds ten, is nobody's default, and is listed for each member", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 11; index += 1) ids.push(await user(`member-${index}`));
    const path = await group(...ids.slice(0, 10));
    const refused = await zendesk.sc("POST", `${path}/join`, { userId: ids[10] });
    expect(at(refused.body, "errors.0.title")).toBe("Too many participants");
    const first = await zendesk.sc("GET", `${path}/participants?page[size]=7`);
    expect(at(first.body, "meta.hasMore")).toBe(true);
    const cursor = textAt(first.body, "meta.afterCursor");
    const rest = await zendesk.sc("GET", `${path}/participants?page[after]=${cursor}`);
    expect(listAt(rest.body, "participants").map((one) => at(one, "userId"))).toEqual(ids.slice(7, 10));
    const list = await zendesk.sc("GET", `/conversations?filter[userExternalId]=member-9`);
    expect(at(list.body, "conversations.0")).toMatchObject({ type: "sdkGroup", isDefault: false });
    expect((await zendesk.sc("DELETE", path)).status).toBe(200);
  });

  test("outlives its members, and can be empty", async () => {
    const [ada, bob] = [await user("ada"), await user("bob")];
    const path = await group(ada, bob);
    await zendesk.sc("DELETE", `/users/${ada}`);
    expect(await memberIds(path)).toEqual([bob]);
    await zendesk.sc("DELETE", `/users/${bob}`);
    expect(await memberIds(path)).toEqual([]);
    const said = { author: { type: "business" }, content: { type: "text", text: "Anybody?" } };
    expect((await zendesk.sc("POST", `${path}/messages`, said)).status).toBe(201);
    const passed = await zendesk.sc("POST", `${path}/passControl`, {
      switchboardIntegration: "zd:agentWorkspace",
    });
    expect(passed.status).toBe(200);
    zendesk.emulator.configure({ ticketBornAt: "passControl" });
    expect(
      (await zendesk.sc("POST", `${path}/passControl`, { switchboardIntegration: "zd:agentWorkspace" }))
        .status,
    ).toBe(200);
  });

  test("only members write in it", async () => {
    const [ada, bob] = [await user("ada"), await user("bob")];
    const path = await group(ada);
    const say = (userId: string) =>
      zendesk.sc("POST", `${path}/messages`, {
        author: { type: "user", userId },
        content: { type: "text", text: "Hello" },
      });
    expect((await say(ada)).status).toBe(201);
    expect((await say(bob)).status).toBe(400);
  });
});
