import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseEnvelope, parseEvent } from "../../src/zendesk/incoming.ts";
import {
  asBot,
  asVisitor,
  at,
  type Emulated,
  handedOver,
  opened,
  startEmulated,
  withOAuth,
} from "./zendesk-emulated.ts";

let zendesk: Emulated;
beforeEach(async () => {
  zendesk = await startEmulated();
});
afterEach(() => zendesk.stop());

const identity = { variable: "mail", value: "jane@example.com" };

describe("users", () => {
  test("a user is created with what the visitor stated, and found again", async () => {
    const { desk, account, sunco } = zendesk;
    const first = await desk.ensureUser(account, { externalId: "v1", identity, locale: "fr" });
    expect(await sunco("GET", `/users/${first.userId}`)).toMatchObject({
      user: { externalId: "v1", profile: { email: "jane@example.com", locale: "fr" } },
    });
    expect(await desk.ensureUser(account, { externalId: "v1", locale: "fr" })).toEqual(first);
  });

  test("what the visitor stated since the first time is added", async () => {
    const { desk, account, sunco } = zendesk;
    const first = await desk.ensureUser(account, { externalId: "v1", locale: "en" });
    const name = { variable: "name", value: "Jane Doe" };
    expect(await desk.ensureUser(account, { externalId: "v1", identity: name, locale: "en" })).toEqual(first);
    expect(at(await sunco("GET", "/users/v1"), "user.profile.givenName")).toBe("Jane Doe");
  });
});

describe("conversations", () => {
  test("a conversation is opened for a handoff and its group, and found by the handoff", async () => {
    const { desk, account, sunco } = zendesk;
    const { userId, conversationId } = await opened(zendesk, "handoff1", "360001");
    await desk.openConversation(account, { userId, handoffId: "handoff2" });
    expect(await sunco("GET", `/conversations/${conversationId}`)).toMatchObject({
      conversation: {
        metadata: { zlcHandoff: "handoff1", "dataCapture.systemField.group_id": "360001" },
      },
    });
    expect(await desk.findConversation(account, userId, "handoff1")).toEqual({ conversationId });
    expect(await desk.findConversation(account, userId, "handoff3")).toBeUndefined();
  });

  test("one of many pages of conversations", async () => {
    const { desk, account } = zendesk;
    const { userId } = await opened(zendesk, "handoff0");
    const ids: string[] = [];
    for (let number = 1; number <= 120; number += 1) {
      const handoffId = `handoff${number}`;
      ids.push((await desk.openConversation(account, { userId, handoffId })).conversationId);
    }
    expect(await desk.findConversation(account, userId, "handoff120")).toEqual({ conversationId: ids[119] });
    expect(await desk.findConversation(account, userId, "handoff1")).toEqual({ conversationId: ids[0] });
  });

  test("a second conversation where the account allows one only", async () => {
    const { desk, account, emulator } = zendesk;
    emulator.configure({ multiConversations: false });
    const { userId } = await opened(zendesk);
    await expect(desk.openConversation(account, { userId, handoffId: "handoff2" })).rejects.toMatchObject({
      code: "zendesk_single_conversation",
      retry: "never",
    });
  });

  test("a refusal for another reason stays what it is", async () => {
    const { desk, account, emulator } = zendesk;
    const { userId } = await desk.ensureUser(account, { externalId: "v1", locale: "en" });
    emulator.faults.add({
      method: "POST",
      path: "/sc/v2/apps/{}/conversations",
      action: "status",
      status: 400,
    });
    await expect(desk.openConversation(account, { userId, handoffId: "h" })).rejects.toMatchObject({
      code: "zendesk_refused",
    });
  });

  test("a user that is gone", async () => {
    const { desk, account } = zendesk;
    await expect(
      desk.openConversation(account, { userId: "5f0d1e2a3b4c5d6e7f80ffff", handoffId: "h" }),
    ).rejects.toMatchObject({ code: "zendesk_conversation_gone" });
  });
});

describe("messages", () => {
  test("are posted by their authors with our key, and when they were said", async () => {
    const { desk, account, sunco } = zendesk;
    const { userId, conversationId } = await opened(zendesk);
    const saidAt = Date.parse("2026-11-22T10:00:00.000Z");
    const posted = await desk.post(account, conversationId, { ...asVisitor(userId)("k1", "Hello"), saidAt });
    await desk.post(account, conversationId, asBot("k2", "Hi"));
    const { messages } = Object(await sunco("GET", `/conversations/${conversationId}/messages`));
    expect(messages).toMatchObject([
      {
        id: posted.messageId,
        author: { type: "user", userId },
        content: { type: "text", text: "Hello" },
        metadata: { zlcKey: "k1", zlcSaidAt: "2026-11-22T10:00:00.000Z" },
      },
      { author: { type: "business", displayName: "Bot" }, metadata: { zlcKey: "k2" } },
    ]);
  });

  test("an accepted message whose answer was lost is found by its key", async () => {
    const { desk, account, emulator } = zendesk;
    const { userId, conversationId } = await opened(zendesk);
    const before = await desk.post(account, conversationId, asVisitor(userId)("k1", "one"));
    emulator.faults.add({ method: "POST", path: "/sc/*/messages", action: "acceptAndDrop" });
    await expect(desk.post(account, conversationId, asVisitor(userId)("k2", "two"))).rejects.toMatchObject({
      code: "zendesk_unclear",
      retry: "unclear",
    });
    const found = await desk.findMessage(account, conversationId, "k2", before.messageId);
    expect(found?.messageId).toMatch(/^[0-9a-f]{24}$/);
    expect(await desk.findMessage(account, conversationId, "k1", before.messageId)).toBeUndefined();
    expect(await desk.findMessage(account, conversationId, "k3")).toBeUndefined();
  });

  test.each([
    [
      { action: "status", status: 429, retryAfter: 7 },
      { code: "zendesk_busy", retryAfterMs: 7000 },
    ],
    [
      { action: "status", status: 429 },
      { code: "zendesk_busy", retryAfterMs: undefined },
    ],
    [{ action: "acceptThenStatus", status: 502 }, { code: "zendesk_unclear" }],
    [{ action: "status", status: 503 }, { code: "zendesk_unclear" }],
    [{ action: "drop" }, { code: "zendesk_unclear" }],
    [{ action: "status", status: 423 }, { code: "zendesk_conversation_full" }],
  ] as const)("%j", async (fault, expected) => {
    const { desk, account, emulator } = zendesk;
    const { userId, conversationId } = await opened(zendesk);
    emulator.faults.add({ method: "POST", path: "/sc/*/messages", ...fault });
    await expect(desk.post(account, conversationId, asVisitor(userId)("k", "x"))).rejects.toMatchObject(
      expected,
    );
  });

  test("in a deleted conversation", async () => {
    const { desk, account, sunco } = zendesk;
    const { userId } = await opened(zendesk, "handoff1");
    const { conversationId } = await desk.openConversation(account, { userId, handoffId: "handoff2" });
    await sunco("DELETE", `/conversations/${conversationId}`);
    const gone = { code: "zendesk_conversation_gone" };
    await expect(desk.post(account, conversationId, asVisitor(userId)("k", "x"))).rejects.toMatchObject(gone);
    await expect(desk.messagesAfter(account, conversationId)).rejects.toMatchObject(gone);
    await expect(desk.passControl(account, conversationId, {})).rejects.toMatchObject(gone);
    expect(await desk.control(account, conversationId)).toBe("gone");
  });

  test("are listed over many pages, in order, after the last one known", async () => {
    const { desk, account } = zendesk;
    const { userId, conversationId } = await opened(zendesk);
    const ids: string[] = [];
    for (let number = 0; number < 230; number += 1) {
      ids.push((await desk.post(account, conversationId, asVisitor(userId)(`k${number}`, "x"))).messageId);
    }
    const all = await desk.messagesAfter(account, conversationId);
    expect(all.map(({ id }) => id)).toEqual(ids);
    const some = await desk.messagesAfter(account, conversationId, ids[99]);
    expect(some.map(({ id }) => id)).toEqual(ids.slice(100));
    expect(await desk.messagesAfter(account, conversationId, ids.at(-1))).toEqual([]);
    expect(await desk.findMessage(account, conversationId, "k0")).toMatchObject({ messageId: ids[0] });
  });

  test("a message longer than Zendesk takes is refused", async () => {
    const { desk, account } = zendesk;
    const { userId, conversationId } = await opened(zendesk);
    await expect(
      desk.post(account, conversationId, asVisitor(userId)("k", "x".repeat(4097))),
    ).rejects.toMatchObject({ code: "zendesk_refused", retry: "never" });
  });
});

describe("files", () => {
  const bytes = new Blob([new Uint8Array([1, 2, 3, 4])]);

  test.each([true, false])("go up and come down, private attachments: %s", async (privateAttachments) => {
    const { desk, account, emulator } = zendesk;
    emulator.configure({ privateAttachments });
    const { userId, conversationId } = await opened(zendesk);
    const file = { name: "my cat.png", mediaType: "image/png", bytes };
    const { mediaUrl } = await desk.upload(account, conversationId, file);
    await desk.post(account, conversationId, {
      key: "k1",
      author: { type: "visitor", userId },
      content: { type: "file", mediaUrl, name: "my cat.png", image: true, caption: "look" },
    });
    expect(await desk.messagesAfter(account, conversationId)).toMatchObject([
      {
        key: "k1",
        content: {
          type: "file",
          mediaUrl,
          name: "my cat.png",
          mediaType: "image/png",
          image: true,
          caption: "look",
        },
      },
    ]);
    const media = await desk.fetchMedia(account, mediaUrl, 1000);
    expect(media.mediaType).toBe("image/png");
    expect(new Uint8Array(await new Response(media.body).arrayBuffer())).toEqual(
      new Uint8Array([1, 2, 3, 4]),
    );
    await expect(
      desk.fetchMedia(account, mediaUrl, 3).then(({ body }) => new Response(body).arrayBuffer()),
    ).rejects.toMatchObject({ code: "file_too_large" });
  });

  test("what an operator sends comes down too", async () => {
    const { desk, account, operator } = zendesk;
    const { conversationId } = await handedOver(zendesk);
    const file = { name: "bill.pdf", mediaType: "application/pdf", base64: "JVBERi0=" };
    await operator("reply", { conversationId, file });
    const sent = (await desk.messagesAfter(account, conversationId)).at(-1);
    expect(sent).toMatchObject({
      author: { type: "business", kind: "human" },
      content: { type: "file", name: "bill.pdf", image: false },
    });
    const mediaUrl = sent?.content.type === "file" ? sent.content.mediaUrl : "";
    const media = await desk.fetchMedia(account, mediaUrl, 1000);
    expect(await new Response(media.body).text()).toBe("%PDF-");
  });
});

describe("credentials", () => {
  const refused = { code: "zendesk_credentials_refused", retry: "never" };

  test("a wrong key", async () => {
    const { desk, account } = zendesk;
    const wrong = { ...account, key: { ...account.key, secret: "wrong" } };
    await expect(desk.ensureUser(wrong, { externalId: "v", locale: "en" })).rejects.toMatchObject(refused);
  });

  test("a wrong token, a retired token, a wrong OAuth client", async () => {
    const { desk, account, emulator } = zendesk;
    const token = { ...account, api: { kind: "token", email: "admin@example.com", token: "wrong" } } as const;
    await expect(desk.tickets(token, ["1"])).rejects.toMatchObject(refused);
    const client = { ...account, api: { kind: "oauth", clientId: "x", clientSecret: "y" } } as const;
    await expect(desk.tickets(client, ["1"])).rejects.toMatchObject(refused);
    emulator.configure({ apiTokensRetired: true });
    await expect(desk.tickets(account, ["1"])).rejects.toMatchObject(refused);
    expect(await desk.tickets(withOAuth(zendesk), ["1"])).toEqual([]);
  });
});

test("the webhooks of a conversation tell the same story as its list", async () => {
  const { desk, account, emulator, operator } = zendesk;
  const { conversationId } = await handedOver(zendesk);
  await operator("reply", { conversationId, text: "Hello, how is the cat?" });
  await operator("end-session", { conversationId });
  const listed = await desk.messagesAfter(account, conversationId);
  const told = emulator
    .deliveries()
    .flatMap(({ body }) => parseEnvelope(body)?.events ?? [])
    .map(({ raw }) => parseEvent(raw, 5));
  const messages = told.flatMap((event) => (event.kind === "message" ? [event] : []));
  expect(messages.map(({ message }) => message)).toEqual(
    listed.filter(({ activity }) => activity === undefined),
  );
  expect(new Set(messages.map(({ handoffId }) => handoffId))).toEqual(new Set(["handoff1"]));
  expect(listed.map(({ author }) => (author.type === "business" ? author.kind : author.type))).toEqual([
    "self",
    "visitor",
    "human",
    "automatic",
  ]);
  expect(told.filter(({ kind }) => kind === "ended")).toMatchObject([{ conversationId }]);
});
