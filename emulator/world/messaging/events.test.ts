import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, startReceiver, textAt } from "../../harness.ts";
import { triggers } from "./events.ts";

const bot = { type: "business", displayName: "Bot" };
let zendesk: Started;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  receiver = await startReceiver();
  zendesk = await startEmulator({ demoWebhookTarget: receiver.url });
  await subscribe([...triggers]);
});
afterEach(async () => {
  await zendesk.emulator.close();
  receiver.close();
});

const path = () => {
  const { integrationId, webhookId } = zendesk.emulator.credentials();
  return `/integrations/${integrationId}/webhooks/${webhookId}`;
};
const subscribe = (wanted: string[], more: Record<string, boolean> = {}) =>
  zendesk.sc("PATCH", path(), { triggers: wanted, ...more });

/** What was to be sent so far, in order of happening. */
const events = (type?: string) =>
  zendesk.emulator
    .deliveries()
    .flatMap(({ body }) => listAt(body, "events"))
    .filter((event) => type === undefined || at(event, "type") === type);
const types = () => events().map((event) => textAt(event, "type"));
const payload = (type: string) => at(events(type).at(-1), "payload");

async function handOff() {
  const made = await zendesk.open();
  await zendesk.pass(made.conversationId);
  await zendesk.post(made.conversationId, { type: "user", userId: made.userId }, "Hello");
  return made;
}
const pathTo = (conversationId: string, call: string) => `/conversations/${conversationId}/${call}`;

/** Puts the demo integration into the switchboard. */
async function seat(name: string, more: Record<string, unknown> = {}) {
  const { integrationId } = zendesk.emulator.credentials();
  const board = textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id");
  const made = await zendesk.sc("POST", `/switchboards/${board}/switchboardIntegrations`, {
    name,
    integrationId,
    ...more,
  });
  return { board, id: textAt(made.body, "switchboardIntegration.id") };
}

describe("conversations and users", () => {
  test("creation by API has no reason and names the user", async () => {
    const { userId } = await zendesk.open();
    expect(payload("conversation:create")).toMatchObject({
      conversation: { type: "personal" },
      user: { id: userId, externalId: "visitor-1", profile: {} },
      creationReason: "none",
      source: { type: "api:conversations", client: null, device: null },
    });
    await subscribe([...triggers], { includeFullUser: false, includeFullSource: false });
    await zendesk.open({}, "visitor-2");
    const bare = payload("conversation:create");
    expect(at(bare, "user.profile")).toBeUndefined();
    expect(at(bare, "source")).toEqual({ type: "api:conversations" });
  });

  test("reading and typing name who does it", async () => {
    const { conversationId, userId } = await handOff();
    const activity = pathTo(conversationId, "activity");
    await zendesk.sc("POST", activity, { author: { type: "user", userId }, type: "conversation:read" });
    expect(at(payload("conversation:read"), "activity")).toMatchObject({
      type: "conversation:read",
      author: { type: "user", userId, user: { id: userId } },
    });
    await zendesk.sc("POST", activity, { author: { type: "business" }, type: "typing:start" });
    expect(at(payload("conversation:typing"), "activity.author.type")).toBe("business");
    await zendesk.control("POST", "/visitor/activity", { conversationId, type: "typing:stop" });
    expect(at(payload("conversation:typing"), "activity")).toMatchObject({
      type: "typing:stop",
      author: { type: "user", userId },
      source: { type: "web" },
    });
  });

  test("an operator's typing is told only where the account does so", async () => {
    const { conversationId } = await handOff();
    await zendesk.control("POST", "/agent/typing", { conversationId });
    expect(at(payload("conversation:typing"), "activity")).toMatchObject({
      author: { type: "business" },
      source: { type: "zd:agentWorkspace" },
    });
    zendesk.emulator.configure({ agentTypingEvents: false });
    await zendesk.control("POST", "/agent/typing", { conversationId });
    expect(events("conversation:typing")).toHaveLength(1);
  });

  test("a user whose external id changed, and one removed", async () => {
    const { userId } = await handOff();
    const known = await zendesk.sc("GET", `/users/${userId}`);
    const zendeskId = textAt(known.body, "user.zendeskId");
    await zendesk.api("PUT", `/users/${zendeskId}`, { user: { external_id: "renamed" } });
    await zendesk.sc("POST", `/users/${zendeskId}/sync`);
    expect(payload("user:update")).toMatchObject({
      user: { id: userId, externalId: "renamed" },
      reason: "authentication",
    });
    await zendesk.sc("DELETE", `/users/${userId}`);
    expect(payload("user:remove")).toEqual({
      user: { id: userId, externalId: "renamed", authenticated: false, zendeskId },
    });
    expect(at(payload("conversation:remove"), "conversation.id")).toEqual(expect.any(String));
  });

  test("two users who are one: the survivor has the conversations, the other's id is unknown", async () => {
    const one = await zendesk.open({}, "one");
    const other = await zendesk.open({}, "other");
    await zendesk.post(other.conversationId, { type: "user", userId: other.userId }, "Hello");
    await zendesk.control("POST", "/users/merge", { surviving: "one", discarded: "other" });
    expect(payload("user:merge")).toMatchObject({
      mergedUsers: { surviving: { id: one.userId }, discarded: { id: other.userId } },
      reason: "api",
    });
    expect((await zendesk.sc("GET", `/users/${other.userId}`)).status).toBe(404);
    const all = await zendesk.sc("GET", `/conversations?filter[userId]=${one.userId}`);
    expect(listAt(all.body, "conversations").map((found) => at(found, "isDefault"))).toEqual([true, false]);
    const refused = await zendesk.sc("POST", pathTo(other.conversationId, "messages"), {
      author: { type: "user", userId: other.userId },
      content: { type: "text", text: "Still me" },
    });
    expect(refused.status).toBe(404);
    await zendesk.post(other.conversationId, { type: "user", userId: one.userId }, "Still me");
    expect(at(payload("conversation:message"), "message.author.userId")).toBe(one.userId);
  });

  test("those who join and leave a group; a personal conversation has no such events", async () => {
    const { userId } = await zendesk.open();
    const made = await zendesk.sc("POST", "/conversations", {
      type: "sdkGroup",
      participants: [{ userId }],
    });
    const group = textAt(made.body, "conversation.id");
    await zendesk.sc("POST", "/users", { externalId: "friend" });
    await zendesk.sc("POST", pathTo(group, "join"), { userExternalId: "friend" });
    expect(payload("conversation:join")).toMatchObject({
      conversation: { id: group, type: "sdkGroup" },
      user: { externalId: "friend" },
    });
    await zendesk.sc("POST", pathTo(group, "leave"), { userExternalId: "friend" });
    expect(at(payload("conversation:leave"), "user.externalId")).toBe("friend");
    expect(types().filter((type) => type === "conversation:join")).toHaveLength(1);
  });
});

describe("buttons", () => {
  const contents = [
    {
      type: "text",
      text: "Which one?",
      actions: [
        { type: "postback", text: "Blue", payload: "blue", metadata: { colour: "blue" } },
        { type: "reply", text: "Red", payload: "red" },
      ],
    },
  ];
  const asked = async () => {
    const made = await handOff();
    await zendesk.control("POST", "/agent/reply", { conversationId: made.conversationId, contents });
    return { ...made, messageId: textAt(payload("conversation:message"), "message.id") };
  };

  test("one that sends its payload is an event of its own", async () => {
    const { conversationId, messageId, userId } = await asked();
    await zendesk.control("POST", "/visitor/press", { conversationId, messageId });
    expect(payload("conversation:postback")).toMatchObject({
      conversation: { id: conversationId },
      postback: { payload: "blue", metadata: { colour: "blue" } },
      user: { id: userId },
      source: { type: "web" },
    });
    await zendesk.control("POST", "/visitor/postback", { conversationId, payload: "anything" });
    expect(at(payload("conversation:postback"), "postback")).toEqual({ payload: "anything" });
  });

  test("one that replies is a message of the visitor", async () => {
    const { conversationId, messageId, userId } = await asked();
    await zendesk.control("POST", "/visitor/press", { conversationId, messageId, text: "Red" });
    expect(at(payload("conversation:message"), "message")).toMatchObject({
      author: { type: "user", userId },
      content: { type: "text", text: "Red", payload: "red" },
    });
    const unknown = await zendesk.control("POST", "/visitor/press", {
      conversationId,
      messageId,
      text: "Green",
    });
    expect(unknown.status).toBe(404);
  });
});

describe("delivery to a channel", () => {
  async function linked(status: "immediate" | "prompt") {
    const made = await handOff();
    const channel = await zendesk.sc("POST", "/integrations", {
      type: "twilio",
      accountSid: "AC0",
      authToken: "secret",
      phoneNumberSid: "PN0",
    });
    const integrationId = textAt(channel.body, "integration.id");
    const client = await zendesk.sc("POST", `/users/${made.userId}/clients`, {
      matchCriteria: { type: "twilio", integrationId, phoneNumber: "+15145550100" },
      confirmation: { type: status },
      target: { conversationId: made.conversationId },
    });
    return { ...made, integrationId, clientId: textAt(client.body, "client.id") };
  }

  test("a client is added, confirmed and removed", async () => {
    const { conversationId, clientId, userId } = await linked("immediate");
    expect(payload("client:add")).toMatchObject({
      conversation: { id: conversationId },
      client: { id: clientId, type: "twilio", status: "pending" },
      user: { id: userId },
      reason: "channelLinking",
      source: { type: "api:conversations" },
    });
    expect(payload("client:update")).toMatchObject({ client: { status: "active" }, reason: "confirmed" });
    await zendesk.sc("DELETE", `/users/${userId}/clients/${clientId}`);
    expect(payload("client:remove")).toMatchObject({ client: { id: clientId }, reason: "api" });
    expect(at(payload("client:remove"), "conversation")).toBeUndefined();
  });

  test("what the business says is told of twice, by channel and by user", async () => {
    const { conversationId, integrationId, userId } = await linked("immediate");
    const id = await zendesk.post(conversationId, bot, "Good morning");
    for (const [kind, isFinalEvent] of [
      ["channel", false],
      ["user", true],
    ] as const)
      expect(payload(`conversation:message:delivery:${kind}`)).toMatchObject({
        user: { id: userId },
        conversation: { id: conversationId },
        message: { id },
        destination: { type: "twilio", integrationId },
        externalMessages: [{ id: expect.any(String) }],
        isFinalEvent,
      });
  });

  test("a form cannot be sent there; nothing is told of a user without a client", async () => {
    const form = { type: "form", fields: [{ type: "text", name: "name", label: "Name" }] };
    const { conversationId } = await handOff();
    await zendesk.control("POST", "/agent/reply", { conversationId, contents: [form] });
    expect(types().filter((type) => type.startsWith("conversation:message:"))).toEqual([]);

    zendesk.emulator.reset("demo");
    await subscribe([...triggers]);
    const other = await linked("immediate");
    await zendesk.control("POST", "/agent/reply", {
      conversationId: other.conversationId,
      contents: [form],
    });
    expect(payload("conversation:message:delivery:failure")).toMatchObject({
      isFinalEvent: true,
      error: { code: "uncategorized_error", message: "Unsupported message type `form`" },
    });
  });
});

describe("who hears", () => {
  const heard = async (conversationId: string) => {
    const before = events("conversation:message").length;
    await zendesk.post(conversationId, bot, "Hello");
    return events("conversation:message").length > before;
  };

  test("outside the switchboard everything is heard, inside only what one is in charge of", async () => {
    const { conversationId } = await handOff();
    expect(await heard(conversationId)).toBe(true);
    const { board } = await seat("connector", { deliverStandbyEvents: false });
    expect(await heard(conversationId)).toBe(false);
    await zendesk.sc("POST", pathTo(conversationId, "passControl"), { switchboardIntegration: "connector" });
    expect(await heard(conversationId)).toBe(true);
    await zendesk.pass(conversationId);
    expect(await heard(conversationId)).toBe(false);
    await zendesk.sc("PATCH", `/switchboards/${board}`, { enabled: false });
    expect(await heard(conversationId)).toBe(true);
  });

  test("on standby by wish, or when control was offered", async () => {
    await seat("connector", { deliverStandbyEvents: true });
    const { conversationId } = await handOff();
    expect(await heard(conversationId)).toBe(true);
  });

  test("who loses control hears that it is gone", async () => {
    await seat("connector", { deliverStandbyEvents: false });
    const { conversationId } = await handOff();
    await zendesk.sc("POST", pathTo(conversationId, "offerControl"), { switchboardIntegration: "connector" });
    await zendesk.control("POST", "/agent/close", { conversationId });
    expect(payload("switchboard:releaseControl")).toMatchObject({ reason: "ticketClosed" });
    expect(await heard(conversationId)).toBe(false);
  });

  test("an event nobody asked for is not made", async () => {
    await subscribe(["conversation:message"]);
    await handOff();
    expect(new Set(types())).toEqual(new Set(["conversation:message"]));
  });
});
