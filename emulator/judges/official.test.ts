import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { conversationsCoverage } from "../coverage/conversations.ts";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";
import { contents } from "./contents.ts";
import { bare, jwt, type OfficialClient, officialClient, operations, refusal } from "./official.ts";

let zendesk: Started;
let client: OfficialClient;
let appId: string;
let call: OfficialClient["call"];
/** App keys and apps are an account key's (zendesk.md §1). */
let byAccount: OfficialClient["call"];
const driven = new Set<string>();

beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => {
  zendesk.emulator.reset("demo");
  const keys = zendesk.emulator.credentials();
  ({ appId } = keys);
  client = officialClient(`${zendesk.emulator.url}/sc`, {
    keyId: keys.keyId ?? "",
    secret: keys.keySecret ?? "",
  });
  call = noted(client);
  const { accountKeyId, accountKeySecret } = keys;
  byAccount = noted(
    officialClient(`${zendesk.emulator.url}/sc`, {
      keyId: accountKeyId ?? "",
      secret: accountKeySecret ?? "",
    }),
  );
});

const noted =
  (by: OfficialClient): OfficialClient["call"] =>
  async (operation, ...given) => {
    const result = await by.call(operation, ...given);
    driven.add(operation);
    return result;
  };

const ids = (body: unknown, list: string) => listAt(body, list).map((row) => at(row, "id"));

async function visitor(externalId = "visitor-1") {
  const made = await call("UsersApi.createUser", appId, { externalId, profile: { givenName: "Ada" } });
  const userId = textAt(made, "user.id");
  const opened = await call("ConversationsApi.createConversation", appId, {
    type: "personal",
    participants: [{ userId }],
  });
  return { userId, conversationId: textAt(opened, "conversation.id") };
}
const text = (words: string) => ({ author: { type: "business" }, content: { type: "text", text: words } });

test("a user is created, found by both ids, changed and deleted", async () => {
  const { userId } = await visitor();
  expect(await refusal(call("UsersApi.createUser", appId, { externalId: "visitor-1" }))).toEqual([
    409,
    "conflict",
  ]);
  for (const id of [userId, "visitor-1"])
    expect(at(await call("UsersApi.getUser", appId, id), "user.profile.givenName")).toBe("Ada");
  const changed = await call("UsersApi.updateUser", appId, userId, { metadata: { plan: "gold" } });
  expect(at(changed, "user.metadata")).toEqual({ plan: "gold" });
  expect(at(changed, "user.profile.givenName")).toBe("Ada");
  await call("UsersApi.deleteUser", appId, userId);
  expect(await refusal(call("UsersApi.getUser", appId, userId))).toEqual([404, "user_not_found"]);
});

test("what is personal of a user is forgotten, the user stays", async () => {
  const { userId } = await visitor();
  await call("UsersApi.deleteUserPersonalInformation", appId, userId);
  const left = await call("UsersApi.getUser", appId, userId);
  expect(at(left, "user.id")).toBe(userId);
  expect(at(left, "user.profile.givenName")).toBeUndefined();
});

test("conversations are created, listed, changed, and deleted unless they are the first", async () => {
  const { userId, conversationId } = await visitor();
  const second = await call("ConversationsApi.createConversation", appId, {
    type: "personal",
    participants: [{ userId }],
    displayName: "Second",
    metadata: { topic: "billing" },
  });
  const other = textAt(second, "conversation.id");
  const listed = await call("ConversationsApi.listConversations", appId, { userId });
  expect(new Set(ids(listed, "conversations"))).toEqual(new Set([conversationId, other]));
  const changed = await call("ConversationsApi.updateConversation", appId, other, { displayName: "Third" });
  expect(at(changed, "conversation.displayName")).toBe("Third");
  const read = await call("ConversationsApi.getConversation", appId, other);
  expect(at(read, "conversation.displayName")).toBe("Third");
  expect(at(read, "conversation.isDefault")).toBe(false);
  await call("ConversationsApi.deleteConversation", appId, other);
  expect(ids(await call("ConversationsApi.listConversations", appId, { userId }), "conversations")).toEqual([
    conversationId,
  ]);
  expect(await refusal(call("ConversationsApi.deleteConversation", appId, conversationId))).toEqual([
    400,
    "bad_request",
  ]);
  expect(await refusal(call("ConversationsApi.getConversation", appId, other))).toEqual([
    404,
    "conversation_not_found",
  ]);
});

test("messages are posted, listed in pages backwards, and deleted", async () => {
  const { userId, conversationId } = await visitor();
  const own = { author: { type: "user", userId }, content: { type: "text", text: "Hello" } };
  const first = await call("MessagesApi.postMessage", appId, conversationId, own);
  expect(at(first, "messages.0.author.userId")).toBe(userId);
  expect(at(first, "messages.0.content.text")).toBe("Hello");
  for (let index = 0; index < 100; index += 1)
    await call("MessagesApi.postMessage", appId, conversationId, text(`m${index}`));
  const page = await call("MessagesApi.listMessages", appId, conversationId, {});
  expect(listAt(page, "messages")).toHaveLength(100);
  expect(at(page, "meta.hasMore")).toBe(true);
  const older = await call("MessagesApi.listMessages", appId, conversationId, {
    page: { before: textAt(page, "meta.beforeCursor") },
  });
  expect(ids(older, "messages")).toEqual([at(first, "messages.0.id")]);

  await call("MessagesApi.deleteMessage", appId, conversationId, textAt(first, "messages.0.id"));
  const kept = await call("MessagesApi.listMessages", appId, conversationId, {});
  expect(ids(kept, "messages")).not.toContain(at(first, "messages.0.id"));
  await call("MessagesApi.deleteAllMessages", appId, conversationId);
  expect(listAt(await call("MessagesApi.listMessages", appId, conversationId, {}), "messages")).toEqual([]);
});

test.each(contents)("a message with %s comes back as it was sent", async (_name, content) => {
  const { conversationId } = await visitor();
  const posted = await call("MessagesApi.postMessage", appId, conversationId, {
    author: { type: "business" },
    content,
  });
  expect(at(posted, "messages.0.content")).toMatchObject(content);
  const listed = await call("MessagesApi.listMessages", appId, conversationId, {});
  expect(at(listed, "messages.0.content")).toMatchObject(content);
});

test("the visitor has read, the bot is typing", async () => {
  const { userId, conversationId } = await visitor();
  await call("MessagesApi.postMessage", appId, conversationId, text("Hello"));
  await call("ActivitiesApi.postActivity", appId, conversationId, {
    author: { type: "business" },
    type: "typing:start",
  });
  await call("ActivitiesApi.postActivity", appId, conversationId, {
    author: { type: "user", userId },
    type: "conversation:read",
  });
  const people = await call("ParticipantsApi.listParticipants", appId, conversationId, {});
  expect(listAt(people, "participants").map((person) => at(person, "userId"))).toEqual([userId]);
  expect(at(people, "participants.0.unreadCount")).toBe(0);
});

test("a group conversation is joined and left", async () => {
  const { userId } = await visitor();
  const friend = textAt(await call("UsersApi.createUser", appId, { externalId: "friend" }), "user.id");
  const made = await call("ConversationsApi.createConversation", appId, {
    type: "sdkGroup",
    participants: [{ userId }],
  });
  const conversationId = textAt(made, "conversation.id");
  const joined = await call("ParticipantsApi.joinConversation", appId, conversationId, { userId: friend });
  expect(at(joined, "participant.userId")).toBe(friend);
  const people = async () =>
    listAt(await call("ParticipantsApi.listParticipants", appId, conversationId, {}), "participants").map(
      (person) => at(person, "userId"),
    );
  expect(await people()).toEqual([userId, friend]);
  await call("ParticipantsApi.leaveConversation", appId, conversationId, { userId: friend });
  expect(await people()).toEqual([userId]);
});

describe("files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "judge-"));
    await writeFile(join(folder, "été.txt"), "words");
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("one is uploaded with its name, sent, and removed", async () => {
    const { conversationId } = await visitor();
    const uploaded = await call(
      "AttachmentsApi.uploadAttachment",
      appId,
      "public",
      // A Buffer would lose its name on the way.
      createReadStream(join(folder, "été.txt")),
      { _for: "message", conversationId },
    );
    const mediaUrl = textAt(uploaded, "attachment.mediaUrl");
    expect(decodeURIComponent(mediaUrl)).toMatch(/été\.txt$/u);
    const sent = await call("MessagesApi.postMessage", appId, conversationId, {
      author: { type: "business" },
      content: { type: "file", mediaUrl },
    });
    expect(at(sent, "messages.0.content.mediaType")).toBe("text/plain");
    expect(at(sent, "messages.0.content.mediaSize")).toBe(5);
    await call("AttachmentsApi.deleteAttachment", appId, { mediaUrl });
    expect(await refusal(call("AttachmentsApi.deleteAttachment", appId, { mediaUrl }))).toEqual([
      404,
      "not_found",
    ]);
  });
});

test("control is passed, offered, accepted and released", async () => {
  const { conversationId } = await visitor();
  const active = async (which: string) =>
    at(await call("ConversationsApi.getConversation", appId, conversationId), `conversation.${which}.name`);
  await call("SwitchboardActionsApi.passControl", appId, conversationId, {
    switchboardIntegration: "zd-answerBot",
  });
  expect(await active("activeSwitchboardIntegration")).toBe("zd-answerBot");
  await call("SwitchboardActionsApi.offerControl", appId, conversationId, {
    switchboardIntegration: "zd-agentWorkspace",
    metadata: { topic: "billing" },
  });
  expect(await active("pendingSwitchboardIntegration")).toBe("zd-agentWorkspace");
  await call("SwitchboardActionsApi.acceptControl", appId, conversationId, { metadata: {} });
  expect(await active("activeSwitchboardIntegration")).toBe("zd-agentWorkspace");
  expect(await active("pendingSwitchboardIntegration")).toBeUndefined();
  await call("SwitchboardActionsApi.releaseControl", appId, conversationId);
  expect(await active("activeSwitchboardIntegration")).toBeUndefined();
});

test("an integration has a webhook and keys, and takes a place in the switchboard", async () => {
  const made = await call("IntegrationsApi.createIntegration", appId, {
    type: "custom",
    displayName: "Judge",
    webhooks: [{ target: "http://127.0.0.1:9/hook", triggers: ["conversation:message"] }],
  });
  const id = textAt(made, "integration.id");
  expect(ids(await call("IntegrationsApi.listIntegrations", appId, {}), "integrations")).toContain(id);
  const name = { type: "custom", displayName: "Judge 2" };
  const renamed = await call("IntegrationsApi.updateIntegration", appId, id, name);
  expect(at(renamed, "integration.displayName")).toBe("Judge 2");
  expect(at(await call("IntegrationsApi.getIntegration", appId, id), "integration.displayName")).toBe(
    "Judge 2",
  );

  const key = await call("CustomIntegrationApiKeysApi.createCustomIntegrationKey", appId, id, {
    displayName: "First",
  });
  const keyId = textAt(key, "key.id");
  expect(keyId).toMatch(/^int_/u);
  const listed = await call("CustomIntegrationApiKeysApi.listCustomIntegrationKeys", appId, id);
  expect(ids(listed, "keys")).toEqual([keyId]);
  const read = await call("CustomIntegrationApiKeysApi.getCustomIntegrationKey", appId, id, keyId);
  expect(at(read, "key.displayName")).toBe("First");
  await call("CustomIntegrationApiKeysApi.deleteCustomIntegrationKey", appId, id, keyId);
  expect(ids(await call("CustomIntegrationApiKeysApi.listCustomIntegrationKeys", appId, id), "keys")).toEqual(
    [],
  );

  const switchboards = await call("SwitchboardsApi.listSwitchboards", appId);
  const switchboardId = textAt(switchboards, "switchboards.0.id");
  const seat = await call("SwitchboardIntegrationsApi.createSwitchboardIntegration", appId, switchboardId, {
    name: "judge",
    integrationId: id,
    deliverStandbyEvents: false,
  });
  const seatId = textAt(seat, "switchboardIntegration.id");
  const changed = await call(
    "SwitchboardIntegrationsApi.updateSwitchboardIntegration",
    appId,
    switchboardId,
    seatId,
    { deliverStandbyEvents: true },
  );
  expect(at(changed, "switchboardIntegration.deliverStandbyEvents")).toBe(true);
  const seats = () => call("SwitchboardIntegrationsApi.listSwitchboardIntegrations", appId, switchboardId);
  expect(ids(await seats(), "switchboardIntegrations")).toContain(seatId);
  await call("SwitchboardIntegrationsApi.deleteSwitchboardIntegration", appId, switchboardId, seatId);
  expect(ids(await seats(), "switchboardIntegrations")).not.toContain(seatId);

  await call("IntegrationsApi.deleteIntegration", appId, id);
  expect(await refusal(call("IntegrationsApi.getIntegration", appId, id))).toEqual([
    404,
    "integration_not_found",
  ]);
});

test("webhooks of an integration are created, read, changed and deleted", async () => {
  const integration = zendesk.emulator.credentials().integrationId ?? "";
  const made = await call("WebhooksApi.createWebhook", appId, integration, {
    target: "http://127.0.0.1:9/second",
    triggers: ["conversation:read"],
  });
  const id = textAt(made, "webhook.id");
  expect(textAt(made, "webhook.secret").length).toBeGreaterThan(10);
  const read = await call("WebhooksApi.getWebhook", appId, integration, id);
  expect(at(read, "webhook.triggers")).toEqual(["conversation:read"]);
  const changed = await call("WebhooksApi.updateWebhook", appId, integration, id, { includeFullUser: true });
  expect(at(changed, "webhook.includeFullUser")).toBe(true);
  expect(at(changed, "webhook.target")).toBe("http://127.0.0.1:9/second");
  expect(ids(await call("WebhooksApi.listWebhooks", appId, integration), "webhooks")).toContain(id);
  await call("WebhooksApi.deleteWebhook", appId, integration, id);
  expect((await refusal(call("WebhooksApi.getWebhook", appId, integration, id)))[0]).toBe(404);
});

test("the app's switchboard is changed, deleted and created", async () => {
  const first = textAt(await call("SwitchboardsApi.listSwitchboards", appId), "switchboards.0.id");
  const off = await call("SwitchboardsApi.updateSwitchboard", appId, first, { enabled: false });
  expect(at(off, "switchboard.enabled")).toBe(false);
  await call("SwitchboardsApi.deleteSwitchboard", appId, first);
  expect(await call("SwitchboardsApi.listSwitchboards", appId)).toMatchObject({ switchboards: [] });
  const second = textAt(await call("SwitchboardsApi.createSwitchboard", appId), "switchboard.id");
  expect(ids(await call("SwitchboardsApi.listSwitchboards", appId), "switchboards")).toEqual([second]);
});

test("the app and its keys", async () => {
  const named = await call("AppsApi.updateApp", appId, { displayName: "Judged" });
  expect(at(named, "app.displayName")).toBe("Judged");
  expect(at(await call("AppsApi.getApp", appId), "app.displayName")).toBe("Judged");
  expect(ids(await byAccount("AppsApi.listApps", {}), "apps")).toEqual([appId]);
  expect(await refusal(byAccount("AppsApi.createApp", { displayName: "Second" }))).toEqual([
    402,
    "payment_required",
  ]);
  const key = await byAccount("AppKeysApi.createAppKey", appId, { displayName: "Judge" });
  const keyId = textAt(key, "key.id");
  const other = officialClient(`${zendesk.emulator.url}/sc`, { keyId, secret: textAt(key, "key.secret") });
  expect(at(await other.call("AppsApi.getApp", appId), "app.id")).toBe(appId);
  expect(at(await byAccount("AppKeysApi.getAppKey", appId, keyId), "key.displayName")).toBe("Judge");
  expect(ids(await byAccount("AppKeysApi.listAppKeys", appId), "keys")).toContain(keyId);
  await byAccount("AppKeysApi.deleteAppKey", appId, keyId);
  expect((await refusal(other.call("AppsApi.getApp", appId)))[0]).toBe(401);
});

test("a client of another channel is linked to a user, listed and removed; devices there are none", async () => {
  const { userId, conversationId } = await visitor();
  const channel = await call("IntegrationsApi.createIntegration", appId, {
    type: "twilio",
    accountSid: "AC1",
    authToken: "secret",
    phoneNumberSid: "PN1",
  });
  const made = await call("ClientsApi.createClient", appId, userId, {
    matchCriteria: {
      type: "twilio",
      integrationId: textAt(channel, "integration.id"),
      phoneNumber: "+15145555555",
      primary: true,
    },
    confirmation: { type: "immediate" },
    target: { conversationId },
  });
  const id = textAt(made, "client.id");
  const listed = await call("ClientsApi.listClients", appId, userId, {});
  expect(ids(listed, "clients")).toEqual([id]);
  expect(at(listed, "clients.0.externalId")).toBe("+15145555555");
  await call("ClientsApi.removeClient", appId, userId, id);
  expect(ids(await call("ClientsApi.listClients", appId, userId, {}), "clients")).toEqual([]);
  expect(listAt(await call("DevicesApi.listDevices", appId, userId), "devices")).toEqual([]);
  expect(await refusal(call("DevicesApi.getDevice", appId, userId, "none"))).toEqual([
    404,
    "device_not_found",
  ]);
});

test("a JWT signed with a key is as good as the key, a forged one is not", async () => {
  const { keyId, keySecret } = zendesk.emulator.credentials();
  const by = (secret: string) =>
    officialClient(`${zendesk.emulator.url}/sc`, { token: jwt(keyId ?? "", secret, "app") });
  const made = await by(keySecret ?? "").call("UsersApi.createUser", appId, { externalId: "by-jwt" });
  expect(at(made, "user.externalId")).toBe("by-jwt");
  expect(await refusal(by("forged").call("UsersApi.getUser", appId, "by-jwt"))).toEqual([
    401,
    "unauthorized",
  ]);
});

/** Always refused, as the tests above see. */
const refused = ["AppsApi.createApp", "DevicesApi.getDevice"];

test("every operation of the client that the emulator has was driven, every other is named as not started", () => {
  const all = operations();
  expect(all.length).toBeGreaterThan(60);
  const registered = new Set(zendesk.emulator.routes.map(bare));
  const notStarted = new Set(
    conversationsCoverage.filter(({ status }) => status === "not started").map(({ what }) => bare(what)),
  );
  expect(
    all.filter(({ name, route }) => registered.has(route) && !driven.has(name)).map(({ name }) => name),
  ).toEqual(refused);
  expect(all.filter(({ route }) => !registered.has(route) && !notStarted.has(route))).toEqual([]);
});
