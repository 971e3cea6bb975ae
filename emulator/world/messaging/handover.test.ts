import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, startReceiver, textAt } from "../../harness.ts";
import { triggers } from "./events.ts";

const bot = { type: "business", displayName: "Bot" };
let zendesk: Started;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  receiver = await startReceiver();
  zendesk = await startEmulator({ demoWebhookTarget: receiver.url });
  const { integrationId, webhookId } = zendesk.emulator.credentials();
  await zendesk.sc("PATCH", `/integrations/${integrationId}/webhooks/${webhookId}`, {
    triggers: [...triggers],
  });
});
afterEach(async () => {
  await zendesk.emulator.close();
  receiver.close();
});

const events = (type: string) =>
  zendesk.emulator
    .deliveries()
    .flatMap(({ body }) => listAt(body, "events"))
    .filter((event) => at(event, "type") === type);
const payload = (type: string) => at(events(type).at(-1), "payload");
const call = (conversationId: string, name: string, body?: unknown, headers?: Record<string, string>) =>
  zendesk.sc("POST", `/conversations/${conversationId}/${name}`, body, headers);
const active = async (conversationId: string) =>
  at(
    (await zendesk.sc("GET", `/conversations/${conversationId}`)).body,
    "conversation.activeSwitchboardIntegration.name",
  );

/** Two custom integrations in the switchboard: `first`, whose next is Agent Workspace, and `second`. */
async function twoSeats() {
  const { board, seats } = await switchboard();
  const workspace = seats.find((seat) => at(seat, "name") === "zd-agentWorkspace");
  const keys: Record<string, Record<string, string>> = {};
  for (const name of ["first", "second"]) {
    const made = await zendesk.sc("POST", "/integrations", {
      type: "custom",
      displayName: name,
      webhooks: [{ target: receiver.url, triggers: ["conversation:message"] }],
    });
    const integrationId = textAt(made.body, "integration.id");
    await zendesk.sc("POST", `/switchboards/${board}/switchboardIntegrations`, {
      name,
      integrationId,
      ...(name === "first" ? { nextSwitchboardIntegrationId: at(workspace, "id") } : {}),
    });
    const key = await zendesk.sc("POST", `/integrations/${integrationId}/keys`, { displayName: "key" });
    keys[name] = zendesk.basic(textAt(key.body, "key.id"), textAt(key.body, "key.secret"));
  }
  return keys;
}
async function switchboard() {
  const board = textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id");
  const all = await zendesk.sc("GET", `/switchboards/${board}/switchboardIntegrations`);
  return { board, seats: listAt(all.body, "switchboardIntegrations") };
}

describe("passing", () => {
  test("by name or id, with metadata in the event; a type that two have is ambiguous", async () => {
    await twoSeats();
    const { conversationId } = await zendesk.open();
    await call(conversationId, "passControl", {
      switchboardIntegration: "first",
      metadata: { why: "because" },
    });
    expect(payload("switchboard:passControl")).toMatchObject({
      conversation: { activeSwitchboardIntegration: { name: "first" } },
      metadata: { why: "because" },
    });
    const { seats } = await switchboard();
    const second = seats.find((seat) => at(seat, "name") === "second");
    await call(conversationId, "passControl", { switchboardIntegration: at(second, "id") });
    expect(await active(conversationId)).toBe("second");
    const ambiguous = await call(conversationId, "passControl", { switchboardIntegration: "custom" });
    expect(ambiguous.status).toBe(400);
    expect(await active(conversationId)).toBe("second");
    expect(payload("switchboard:passControl:failure")).toMatchObject({
      conversation: { id: conversationId },
      error: { code: "switchboard_invalid_target", message: "Switchboard invalid target" },
    });
  });

  test("to next, once: an integration that has passed control on is not heard again", async () => {
    const keys = await twoSeats();
    const { conversationId } = await zendesk.open();
    await call(conversationId, "passControl", { switchboardIntegration: "first" });
    const next = { switchboardIntegration: "next" };
    expect((await call(conversationId, "passControl", next, keys["first"])).status).toBe(200);
    expect(await active(conversationId)).toBe("zd-agentWorkspace");
    const told = events("switchboard:passControl").length;
    const again = await call(conversationId, "passControl", { ...next, metadata: { a: 1 } }, keys["first"]);
    expect(again.status).toBe(200);
    expect(events("switchboard:passControl")).toHaveLength(told);
    // Agent Workspace itself has no next.
    expect((await call(conversationId, "passControl", next)).status).toBe(400);
  });

  test("a failure is told by its event alone where the account does so", async () => {
    zendesk.emulator.configure({ controlFailures: "eventOnly" });
    const { conversationId } = await zendesk.open();
    const passed = await call(conversationId, "passControl", { switchboardIntegration: "nobody" });
    const accepted = await call(conversationId, "acceptControl", {});
    expect([passed.status, accepted.status]).toEqual([200, 200]);
    expect(events("switchboard:passControl:failure")).toHaveLength(1);
    expect(payload("switchboard:acceptControl:failure")).toMatchObject({
      error: { code: "switchboard_invalid_action", message: "There is no pendingSwitchboardIntegration" },
    });
  });
});

describe("offering and accepting", () => {
  test("the one it was offered to takes it, and nobody else", async () => {
    const keys = await twoSeats();
    const { conversationId } = await zendesk.open();
    await call(conversationId, "offerControl", { switchboardIntegration: "second", metadata: { x: "y" } });
    expect(payload("switchboard:offerControl")).toMatchObject({
      conversation: {
        activeSwitchboardIntegration: { name: "zd-agentWorkspace" },
        pendingSwitchboardIntegration: { name: "second" },
      },
      metadata: { x: "y" },
    });
    expect((await call(conversationId, "acceptControl", {}, keys["first"])).status).toBe(403);
    expect((await call(conversationId, "acceptControl", {}, keys["second"])).status).toBe(200);
    expect(payload("switchboard:acceptControl")).toMatchObject({
      conversation: { activeSwitchboardIntegration: { name: "second" } },
    });
    expect(at(payload("switchboard:acceptControl"), "conversation.pendingSwitchboardIntegration")).toBe(
      undefined,
    );
    const toActive = await call(conversationId, "offerControl", { switchboardIntegration: "second" });
    expect(toActive.status).toBe(400);
    expect(at(payload("switchboard:offerControl:failure"), "error.message")).toBe(
      "Cannot offer control to the active switchboard integration.",
    );
  });
});

describe("releasing", () => {
  test("one's own control only; the next message goes to the default responder", async () => {
    const keys = await twoSeats();
    const { conversationId, userId } = await zendesk.open();
    await call(conversationId, "passControl", { switchboardIntegration: "second" });
    expect((await call(conversationId, "releaseControl", {}, keys["first"])).status).toBe(403);
    expect((await call(conversationId, "releaseControl", {}, keys["second"])).status).toBe(200);
    expect(await active(conversationId)).toBeUndefined();
    await zendesk.post(conversationId, { type: "user", userId }, "Hello?");
    expect(await active(conversationId)).toBe("zd-agentWorkspace");
  });

  test("a custom default responder, chosen for the switchboard", async () => {
    await twoSeats();
    const { board, seats } = await switchboard();
    const second = seats.find((seat) => at(seat, "name") === "second");
    await zendesk.sc("PATCH", `/switchboards/${board}`, {
      defaultSwitchboardIntegrationId: at(second, "id"),
    });
    const { conversationId, userId } = await zendesk.open();
    await zendesk.post(conversationId, { type: "user", userId }, "Hello");
    expect(await active(conversationId)).toBe("second");
    expect(await zendesk.ticketsOf("visitor-1")).toEqual([]);
  });
});

describe("a session through other hands", () => {
  test("what is said while Agent Workspace is on standby comes onto the same ticket when it is back", async () => {
    await twoSeats();
    const { conversationId, userId } = await zendesk.open();
    const user = { type: "user", userId };
    await zendesk.pass(conversationId);
    await zendesk.post(conversationId, user, "one");
    const [ticket] = await zendesk.ticketsOf("visitor-1");
    const ticketId = String(at(ticket, "id"));
    await zendesk.control("POST", "/agent/reply", {
      ticketId,
      text: "%((switchboard:passControl:second))%",
    });
    expect(await active(conversationId)).toBe("second");
    const list = await zendesk.sc("GET", `/conversations/${conversationId}/messages`);
    expect(listAt(list.body, "messages")).toHaveLength(1);
    await zendesk.post(conversationId, user, "two");
    await zendesk.post(conversationId, bot, "three");
    const shown = async () => {
      const detail = await zendesk.call("GET", `/agent/api/tickets/${ticketId}`);
      return listAt(detail.body, "ticket.messages")
        .filter((message) => at(message, "content.type") === "text")
        .map((message) => at(message, "content.text"));
    };
    expect(await shown()).toEqual(["one"]);
    await zendesk.pass(conversationId);
    expect(await shown()).toEqual(["one", "two", "three"]);
    await zendesk.post(conversationId, user, "four");
    expect(await shown()).toEqual(["one", "two", "three", "four"]);
    expect(await zendesk.ticketsOf("visitor-1")).toHaveLength(1);
  });
});
