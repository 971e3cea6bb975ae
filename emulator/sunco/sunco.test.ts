import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => zendesk.emulator.reset("demo"));

const code = (body: unknown) => at(body, "errors.0.code");
const bot = { type: "business", displayName: "Bot" };

describe("authorisation", () => {
  test("without a key, with a wrong secret, for another app", async () => {
    const none = await zendesk.sc("GET", "", undefined, { authorization: "" });
    expect(none.status).toBe(401);
    expect(none.body).toEqual({ errors: [{ code: "unauthorized", title: "Authorization is required" }] });
    const { keyId } = zendesk.emulator.credentials();
    expect((await zendesk.sc("GET", "", undefined, zendesk.basic(keyId ?? "", "wrong"))).status).toBe(401);
    const other = await zendesk.call("GET", "/sc/v2/apps/abc", undefined, zendesk.conversationsAuth());
    expect([other.status, code(other.body)]).toEqual([404, "app_not_found"]);
  });

  test("an integration's own key may write messages and read its webhooks, but not the app's settings", async () => {
    const { integrationId } = zendesk.emulator.credentials();
    const made = await zendesk.sc("POST", `/integrations/${integrationId}/keys`, { displayName: "own" });
    const own = zendesk.basic(textAt(made.body, "key.id"), textAt(made.body, "key.secret"));
    expect(textAt(made.body, "key.id")).toMatch(/^int_/u);
    for (const path of ["", "/integrations", "/switchboards"]) {
      const answer = await zendesk.sc("GET", path, undefined, own);
      expect([answer.status, code(answer.body)]).toEqual([403, "forbidden"]);
    }
    expect((await zendesk.sc("GET", "/integrations/me/webhooks", undefined, own)).status).toBe(200);
    expect((await zendesk.sc("POST", "/users", { externalId: "w" }, own)).status).toBe(201);
  });

  test("the app shows whether multi-conversations are on", async () => {
    const path = "app.settings.multiConvoEnabled";
    expect(at((await zendesk.sc("GET", "")).body, path)).toBe(true);
    zendesk.emulator.configure({ multiConversations: false });
    expect(at((await zendesk.sc("GET", "")).body, path)).toBe(false);
  });

  test("an unknown integration", async () => {
    const answer = await zendesk.sc("GET", "/integrations/5f0d1e2a3b4c5d6e7f800000/webhooks");
    expect([answer.status, code(answer.body)]).toEqual([404, "integration_not_found"]);
  });

  test("the integration and its webhook, secret included", async () => {
    const { integrationId, webhookSecret } = zendesk.emulator.credentials();
    const list = await zendesk.sc("GET", "/integrations?filter[types]=custom");
    expect(at(list.body, "integrations.0.id")).toBe(integrationId);
    const webhooks = await zendesk.sc("GET", `/integrations/${integrationId}/webhooks`);
    expect(at(webhooks.body, "webhooks.0")).toMatchObject({
      secret: webhookSecret,
      triggers: ["conversation:message"],
      includeFullUser: true,
      includeFullSource: true,
    });
  });
});

describe("users and conversations", () => {
  test("a second user with the same external id is a conflict; the first is found by it", async () => {
    const first = await zendesk.sc("POST", "/users", {
      externalId: "v",
      profile: { givenName: "Ada", locale: "fr" },
    });
    expect(first.status).toBe(201);
    const second = await zendesk.sc("POST", "/users", { externalId: "v" });
    expect([second.status, code(second.body)]).toEqual([409, "conflict"]);
    const found = await zendesk.sc("GET", "/users/v");
    expect(at(found.body, "user.id")).toBe(textAt(first.body, "user.id"));
    expect(at(found.body, "user.profile.givenName")).toBe("Ada");
    expect(code((await zendesk.sc("GET", "/users/nobody")).body)).toBe("user_not_found");
  });

  test("a second conversation of one user, where that is allowed and where not", async () => {
    const { userId } = await zendesk.open();
    const again = () =>
      zendesk.sc("POST", "/conversations", { type: "personal", participants: [{ userId }] });
    const second = await again();
    expect(second.status).toBe(201);
    expect(at(second.body, "conversation.isDefault")).toBe(false);
    zendesk.emulator.configure({ multiConversations: false });
    const refused = await again();
    expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
    const list = await zendesk.sc("GET", `/conversations?filter[userId]=${userId}`);
    expect(listAt(list.body, "conversations")).toHaveLength(2);
  });

  test("the default conversation cannot be deleted, another can", async () => {
    const { userId, conversationId } = await zendesk.open();
    expect((await zendesk.sc("DELETE", `/conversations/${conversationId}`)).status).toBe(400);
    const made = await zendesk.sc("POST", "/conversations", { type: "personal", participants: [{ userId }] });
    const path = `/conversations/${textAt(made.body, "conversation.id")}`;
    expect((await zendesk.sc("DELETE", path)).status).toBe(200);
    const gone = await zendesk.sc("POST", `${path}/messages`, {
      author: bot,
      content: { type: "text", text: "x" },
    });
    expect([gone.status, code(gone.body)]).toEqual([404, "conversation_not_found"]);
  });

  test("metadata is kept, changed and limited", async () => {
    const { userId, conversationId } = await zendesk.open({ a: "1", b: "2" });
    const patched = await zendesk.sc("PATCH", `/conversations/${conversationId}`, {
      metadata: { a: null, c: 3 },
    });
    expect(at(patched.body, "conversation.metadata")).toEqual({ b: "2", c: 3 });
    const big = await zendesk.sc("POST", "/conversations", {
      type: "personal",
      participants: [{ userId }],
      metadata: { a: "x".repeat(5000) },
    });
    expect(big.status).toBe(400);
  });
});

describe("messages", () => {
  test("are listed backwards, a hundred a page", async () => {
    const { conversationId } = await zendesk.open();
    const ids: string[] = [];
    for (let index = 0; index < 205; index += 1)
      ids.push(await zendesk.post(conversationId, bot, `m${index}`));
    const read = async (query: string) =>
      (await zendesk.sc("GET", `/conversations/${conversationId}/messages${query}`)).body;
    const pageIds = (body: unknown) => listAt(body, "messages").map((message) => at(message, "id"));

    const newest = await read("");
    expect(pageIds(newest)).toEqual(ids.slice(105));
    expect(at(newest, "meta.hasMore")).toBe(true);
    const middle = await read(`?page%5Bbefore%5D=${textAt(newest, "meta.beforeCursor")}`);
    expect(pageIds(middle)).toEqual(ids.slice(5, 105));
    const oldest = await read(`?page[before]=${textAt(middle, "meta.beforeCursor")}`);
    expect(pageIds(oldest)).toEqual(ids.slice(0, 5));
    expect(at(oldest, "meta.hasMore")).toBe(false);
    const after = await read(`?page[after]=${ids[2]}`);
    expect(pageIds(after)).toEqual(ids.slice(3, 103));
    expect(at(after, "meta.hasMore")).toBe(true);
  });

  test.each([
    ["no content", { author: bot }],
    ["an empty text", { author: bot, content: { type: "text", text: "" } }],
    ["a long text", { author: bot, content: { type: "text", text: "x".repeat(4097) } }],
    ["two markups", { author: bot, content: { type: "text", htmlText: "a", markdownText: "b" } }],
    ["no address", { author: bot, content: { type: "image", mediaUrl: "nowhere" } }],
    ["nested metadata", { author: bot, content: { type: "text", text: "x" }, metadata: { a: { b: 1 } } }],
  ])("%s is refused as a bad request", async (_name, body) => {
    const { conversationId } = await zendesk.open();
    const answer = await zendesk.sc("POST", `/conversations/${conversationId}/messages`, body);
    expect([answer.status, code(answer.body)]).toEqual([400, "bad_request"]);
  });

  test("broken JSON, a body that is too large, an unknown path", async () => {
    const { conversationId } = await zendesk.open();
    const url = `${zendesk.emulator.url}/sc/v2/apps/${zendesk.emulator.credentials().appId}`;
    const headers = { ...zendesk.conversationsAuth(), "content-type": "application/json" };
    const send = async (path: string, body: string) =>
      (await fetch(url + path, { method: "POST", headers, body })).status;
    const path = `/conversations/${conversationId}/messages`;
    expect(await send(path, "{")).toBe(400);
    expect(await send(path, JSON.stringify({ text: "x".repeat(110_000) }))).toBe(413);
    expect(await send("/nothing", "{}")).toBe(404);
  });

  test("a visitor's typing cannot be sent, reading can", async () => {
    const { conversationId, userId } = await zendesk.open();
    const send = (type: string) =>
      zendesk.sc("POST", `/conversations/${conversationId}/activity`, {
        author: { type: "user", userId },
        type,
      });
    expect((await send("typing:start")).status).toBe(400);
    expect((await send("conversation:read")).status).toBe(200);
  });
});

describe("attachments", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  async function upload(conversationId: string) {
    const form = new FormData();
    form.append("source", new Blob([bytes], { type: "application/pdf" }), "été.pdf");
    const { appId } = zendesk.emulator.credentials();
    const response = await fetch(
      `${zendesk.emulator.url}/sc/v2/apps/${appId}/attachments?access=public&for=message&conversationId=${conversationId}`,
      { method: "POST", body: form, headers: zendesk.conversationsAuth() },
    );
    expect(response.status).toBe(201);
    return textAt(await response.json(), "attachment.mediaUrl");
  }

  test("private ones need authorisation and redirect to a link that expires", async () => {
    const { conversationId } = await zendesk.open();
    const url = await upload(conversationId);
    expect((await fetch(url, { redirect: "manual" })).status).toBe(401);
    for (const headers of [zendesk.conversationsAuth(), zendesk.supportAuth()]) {
      const redirect = await fetch(url, { redirect: "manual", headers });
      expect(redirect.status).toBe(302);
      const signed = redirect.headers.get("location") ?? "";
      const file = await fetch(signed);
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
      expect(file.headers.get("content-type")).toBe("application/pdf");
      zendesk.emulator.clock.advance(11 * 60_000);
      expect((await fetch(signed)).status).toBe(403);
    }
  });

  test("public ones are served at once", async () => {
    zendesk.emulator.configure({ privateAttachments: false });
    const { conversationId } = await zendesk.open();
    const file = await fetch(await upload(conversationId), { redirect: "manual" });
    expect(file.status).toBe(200);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  test("a message names its file, and only in the conversation it was uploaded for", async () => {
    const { conversationId, userId } = await zendesk.open();
    const mediaUrl = await upload(conversationId);
    const body = { author: bot, content: { type: "file", mediaUrl } };
    const posted = await zendesk.sc("POST", `/conversations/${conversationId}/messages`, body);
    expect(at(posted.body, "messages.0.content")).toMatchObject({
      type: "file",
      mediaUrl,
      altText: "été.pdf",
      mediaType: "application/pdf",
      mediaSize: 4,
    });
    const other = await zendesk.sc("POST", "/conversations", {
      type: "personal",
      participants: [{ userId }],
    });
    const path = `/conversations/${textAt(other.body, "conversation.id")}/messages`;
    expect((await zendesk.sc("POST", path, body)).status).toBe(400);
  });

  test("an upload without the file is refused", async () => {
    const answer = await zendesk.sc("POST", "/attachments?access=public", {});
    expect([answer.status, code(answer.body)]).toEqual([400, "bad_request"]);
  });
});

test("control: unknown seats are refused, release leaves nobody, accepting needs an offer", async () => {
  const { conversationId } = await zendesk.open();
  const control = (name: string, body: unknown) =>
    zendesk.sc("POST", `/conversations/${conversationId}/${name}`, body);
  expect((await control("passControl", { switchboardIntegration: "nobody" })).status).toBe(404);
  expect((await control("passControl", {})).status).toBe(400);
  expect((await control("acceptControl", {})).status).toBe(403);
  expect((await control("passControl", { switchboardIntegration: "zd-agentWorkspace" })).body).toEqual({});
  expect((await control("releaseControl", undefined)).status).toBe(200);
  const read = await zendesk.sc("GET", `/conversations/${conversationId}`);
  expect(at(read.body, "conversation.activeSwitchboardIntegration")).toBeUndefined();
  const seats = await zendesk.sc(
    "GET",
    `/switchboards/${textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id")}/switchboardIntegrations`,
  );
  expect(listAt(seats.body, "switchboardIntegrations").map((seat) => at(seat, "integrationType"))).toEqual([
    "zd:agentWorkspace",
    "zd:answerBot",
  ]);
});
