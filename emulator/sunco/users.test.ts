import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, startReceiver, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => zendesk.emulator.reset("demo"));

const code = (body: unknown) => at(body, "errors.0.code");
const create = (body: object) => zendesk.sc("POST", "/users", body);
const idOf = (body: unknown) => textAt(body, "user.id");

describe("users", () => {
  test("need nothing, and are answered with everything", async () => {
    const made = await create({});
    expect(made.status).toBe(201);
    expect(at(made.body, "user")).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/u),
      authenticated: false,
      profile: {},
      metadata: {},
      identities: [],
      signedUpAt: new Date(zendesk.emulator.clock.now()).toISOString(),
      toBeRetained: false,
    });
  });

  test("keep what is changed; null takes away", async () => {
    const profile = {
      givenName: "Ada",
      surname: "Lovelace",
      email: "ada@example.org",
      avatarUrl: "https://example.org/ada.png",
      locale: "fr-FR",
    };
    const made = await create({
      externalId: "v/1 é",
      profile,
      metadata: { a: 1, b: "2" },
      signedUpAt: "2020-01-02T03:04:05.678Z",
    });
    expect(at(made.body, "user")).toMatchObject({ profile, signedUpAt: "2020-01-02T03:04:05.678Z" });
    const path = `/users/${encodeURIComponent("v/1 é")}`;
    const patched = await zendesk.sc("PATCH", path, {
      profile: { surname: null, givenName: "Augusta" },
      metadata: { a: null, c: true },
      toBeRetained: true,
    });
    const { surname: _, ...rest } = profile;
    expect(at(patched.body, "user")).toMatchObject({
      profile: { ...rest, givenName: "Augusta" },
      metadata: { b: "2", c: true },
      toBeRetained: true,
    });
    expect((await zendesk.sc("GET", path)).body).toEqual(patched.body);
  });

  test("an external id has up to 1024 characters", async () => {
    const longest = "é".repeat(1024);
    expect((await create({ externalId: longest })).status).toBe(201);
    const found = await zendesk.sc("GET", `/users/${encodeURIComponent(longest)}`);
    expect(at(found.body, "user.externalId")).toBe(longest);
    expect((await create({ externalId: `${longest}x` })).status).toBe(400);
  });

  test.each([
    ["an empty external id", { externalId: "" }],
    ["a long name", { profile: { givenName: "x".repeat(129) } }],
    ["an empty name", { profile: { surname: "" } }],
    ["an e-mail that is none", { profile: { email: "ada" } }],
    ["an avatar without address", { profile: { avatarUrl: "ada.png" } }],
    ["a long locale", { profile: { locale: "x".repeat(65) } }],
    ["nested metadata", { metadata: { a: { b: 1 } } }],
    ["large metadata", { metadata: { a: "x".repeat(4096) } }],
    ["no date", { signedUpAt: "yesterday" }],
  ])("%s is refused", async (_name, body) => {
    const refused = await create(body);
    expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
  });

  test("of a brand are kept apart", async () => {
    const general = idOf((await create({ externalId: "v" })).body);
    const branded = idOf((await create({ externalId: "v", brandId: "77" })).body);
    expect((await create({ externalId: "v", brandId: "77" })).status).toBe(409);
    const read = async (query: string) => idOf((await zendesk.sc("GET", `/users/v${query}`)).body);
    expect(await read("")).toBe(general);
    expect(await read("?brandId=77")).toBe(branded);
    expect((await zendesk.sc("GET", "/users/v?brandId=78")).status).toBe(404);
  });

  test("what is personal can be deleted; the conversations stay", async () => {
    const { userId, conversationId } = await zendesk.open();
    await zendesk.sc("PATCH", `/users/${userId}`, {
      profile: { givenName: "Ada", email: "ada@example.org", locale: "fr" },
      metadata: { a: 1 },
    });
    const left = await zendesk.sc("DELETE", `/users/${userId}/personalinformation`);
    expect(at(left.body, "user")).toMatchObject({
      externalId: "visitor-1",
      profile: { locale: "fr" },
      metadata: {},
    });
    expect(at(left.body, "user.profile.givenName")).toBeUndefined();
    expect((await zendesk.sc("GET", `/conversations/${conversationId}`)).status).toBe(200);
  });

  test("deleted, they are gone with their conversations, and webhooks tell", async () => {
    const receiver = await startReceiver();
    const { integrationId } = zendesk.emulator.credentials();
    await zendesk.sc("POST", `/integrations/${integrationId}/webhooks`, {
      target: receiver.url,
      triggers: ["user:remove", "user:update", "conversation:remove"],
    });
    const { userId, conversationId } = await zendesk.open();
    await zendesk.sc("PATCH", `/users/${userId}`, { profile: { givenName: "Ada" } });
    expect((await zendesk.sc("DELETE", `/users/${userId}`)).body).toEqual({});
    expect(code((await zendesk.sc("GET", `/users/${userId}`)).body)).toBe("user_not_found");
    expect((await zendesk.sc("GET", `/conversations/${conversationId}`)).status).toBe(404);
    const posts = () => receiver.received.filter(({ method }) => method === "POST");
    await receiver.until(() => posts().length === 2);
    expect(posts().map(({ body }) => at(body, "events.0.type"))).toEqual([
      "conversation:remove",
      "user:remove",
    ]);
    receiver.close();
  });
});

describe("sync with Support", () => {
  /** A messaging user whose ticket linked them to a Support user, whose id this gives too. */
  async function linked(externalId: string) {
    const { userId, conversationId } = await zendesk.open({}, externalId);
    await zendesk.pass(conversationId);
    await zendesk.post(conversationId, { type: "user", userId }, "Hello");
    const zendeskId = textAt((await zendesk.sc("GET", `/users/${userId}`)).body, "user.zendeskId");
    return { userId, conversationId, zendeskId };
  }
  const rename = (zendeskId: string, user: object) => zendesk.api("PUT", `/users/${zendeskId}`, { user });
  const sync = (zendeskId: string, body?: object) => zendesk.sc("POST", `/users/${zendeskId}/sync`, body);

  test("takes name, external id and e-mail over", async () => {
    const { userId, zendeskId } = await linked("visitor-1");
    await rename(zendeskId, { name: "Ada King Lovelace", email: "ada@example.org" });
    const answer = await sync(zendeskId);
    expect(answer.status).toBe(200);
    expect(at(answer.body, "user")).toMatchObject({
      id: userId,
      externalId: "visitor-1",
      zendeskId,
      profile: { givenName: "Ada", surname: "King Lovelace" },
      identities: [{ type: "email", value: "ada@example.org" }],
    });
    const found = await zendesk.sc("GET", "/users?filter[identities.email]=ADA@example.org");
    expect(listAt(found.body, "users").map((user) => at(user, "id"))).toEqual([userId]);
    const none = await zendesk.sc("GET", "/users?filter[identities.email]=nobody@example.org");
    expect(none.body).toEqual({ users: [] });
    expect((await zendesk.sc("GET", "/users")).status).toBe(400);
  });

  test("merges whoever else has the same external id", async () => {
    const { userId, zendeskId } = await linked("visitor-1");
    const other = await zendesk.open({}, "visitor-2");
    await rename(zendeskId, { external_id: "visitor-2" });
    const answer = await sync(zendeskId);
    expect(at(answer.body, "user")).toMatchObject({ id: userId, externalId: "visitor-2" });
    expect((await zendesk.sc("GET", `/users/${other.userId}`)).status).toBe(404);
    const list = await zendesk.sc("GET", `/conversations?filter[userId]=${userId}`);
    expect(listAt(list.body, "conversations").map((row) => at(row, "isDefault"))).toEqual([true, false]);
    const members = await zendesk.sc("GET", `/conversations/${other.conversationId}/participants`);
    expect(at(members.body, "participants.0.userId")).toBe(userId);
  });

  test("joins two users whose Support users were merged", async () => {
    const first = await linked("visitor-1");
    const second = await linked("visitor-2");
    const answer = await sync(first.zendeskId, { survivingZendeskId: second.zendeskId });
    expect(at(answer.body, "user.id")).toBe(second.userId);
    expect((await zendesk.sc("GET", `/users/${first.userId}`)).status).toBe(404);
  });

  test("a merged user is in groups once, and what they said there is the other's", async () => {
    const first = await linked("visitor-1");
    const second = await linked("visitor-2");
    const ids = [first.userId, second.userId];
    const group = async (members: string[]) => {
      const participants = members.map((userId) => ({ userId }));
      const made = await zendesk.sc("POST", "/conversations", { type: "sdkGroup", participants });
      return textAt(made.body, "conversation.id");
    };
    const [both, alone] = [await group(ids), await group([first.userId])];
    await zendesk.post(both, { type: "user", userId: first.userId }, "Hello");
    await sync(first.zendeskId, { survivingZendeskId: second.zendeskId });
    for (const conversation of [both, alone]) {
      const members = await zendesk.sc("GET", `/conversations/${conversation}/participants`);
      expect(listAt(members.body, "participants").map((one) => at(one, "userId"))).toEqual([second.userId]);
    }
    const said = await zendesk.sc("GET", `/conversations/${both}/messages`);
    expect(at(said.body, "messages.0.author.userId")).toBe(second.userId);
  });

  test("somebody without a link is not found", async () => {
    expect(code((await sync("999")).body)).toBe("user_not_found");
    const { zendeskId } = await linked("visitor-1");
    expect((await sync(zendeskId, { survivingZendeskId: "999" })).status).toBe(404);
  });
});
