import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { at, listAt, type Received, type Started, startEmulator, startReceiver, textAt } from "../harness.ts";

const bot = { type: "business", displayName: "Bot" };
const MINUTE = 60_000;
let zendesk: Started;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  receiver = await startReceiver();
  zendesk = await startEmulator({ demoWebhookTarget: receiver.url });
});
afterEach(async () => {
  await zendesk.emulator.close();
  receiver.close();
});

const posts = (all: readonly Received[] = receiver.received) => all.filter(({ method }) => method === "POST");
const attempts = () => zendesk.emulator.deliveries()[0]?.attempts.length ?? 0;
const state = () => zendesk.emulator.deliveries()[0]?.state;

async function receiverAnswering(answers: (number | "hold")[]) {
  receiver.close();
  receiver = await startReceiver(answers);
  await zendesk.control("PATCH", "/webhooks/demo", { target: receiver.url });
}

test("every posted message comes back, with the secret and the conversation as it stands", async () => {
  const { conversationId, userId } = await zendesk.open({ "handoff.id": "h1" });
  await zendesk.post(conversationId, bot, "Hello");
  const id = await zendesk.post(conversationId, { type: "user", userId }, "Hi");
  await receiver.until((all) => posts(all).length === 2);
  const [, second] = posts();
  const credentials = zendesk.emulator.credentials();
  expect(second?.key).toBe(credentials.webhookSecret);
  expect(second?.body).toMatchObject({
    app: { id: credentials.appId },
    webhook: { id: credentials.webhookId, version: "v2" },
    events: [
      {
        type: "conversation:message",
        payload: {
          conversation: {
            id: conversationId,
            type: "personal",
            metadata: { "handoff.id": "h1" },
            activeSwitchboardIntegration: { name: "zd-agentWorkspace", integrationType: "zd:agentWorkspace" },
          },
          message: {
            id,
            author: { type: "user", userId, user: { id: userId, externalId: "visitor-1", profile: {} } },
            content: { type: "text", text: "Hi" },
            source: { type: "api:conversations" },
          },
        },
      },
    ],
  });
  expect(textAt(second?.body, "events.0.payload.conversation.brandId")).not.toBe("");
});

test("only what is subscribed is sent, and the full user only when asked for", async () => {
  const { integrationId, webhookId } = zendesk.emulator.credentials();
  const path = `/integrations/${integrationId}/webhooks/${webhookId}`;
  await zendesk.sc("PATCH", path, {
    triggers: ["switchboard:passControl", "switchboard:releaseControl", "conversation:typing"],
    includeFullUser: false,
  });
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId, { note: "x" });
  await zendesk.post(conversationId, { type: "user", userId }, "Hi");
  await zendesk.control("POST", "/agent/typing", { conversationId });
  await zendesk.control("POST", "/agent/end-session", { conversationId });
  await receiver.until((all) => posts(all).length === 3);
  const types = posts().map(({ body }) => textAt(body, "events.0.type"));
  expect(types.toSorted()).toEqual([
    "conversation:typing",
    "switchboard:passControl",
    "switchboard:releaseControl",
  ]);
  const release = posts().find(({ body }) => at(body, "events.0.type") === "switchboard:releaseControl");
  expect(at(release?.body, "events.0.payload.reason")).toBe("transferToEmail");

  await zendesk.sc("PATCH", path, { triggers: ["conversation:message"] });
  await zendesk.post(conversationId, { type: "user", userId }, "Again");
  await receiver.until((all) => posts(all).length === 4);
  expect(at(posts().at(-1)?.body, "events.0.payload.message.author.user.profile")).toBeUndefined();
});

test("an integration in the switchboard that is on standby hears nothing unless control is offered to it", async () => {
  const { integrationId } = zendesk.emulator.credentials();
  const board = textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id");
  await zendesk.sc("POST", `/switchboards/${board}/switchboardIntegrations`, {
    name: "connector",
    integrationId,
    deliverStandbyEvents: false,
  });
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "unheard");
  await zendesk.sc("POST", `/conversations/${conversationId}/offerControl`, {
    switchboardIntegration: "connector",
  });
  await zendesk.post(conversationId, bot, "heard");
  await receiver.until((all) => posts(all).length === 1);
  expect(at(posts()[0]?.body, "events.0.payload.message.content.text")).toBe("heard");
  expect(at(posts()[0]?.body, "events.0.payload.conversation.pendingSwitchboardIntegration.name")).toBe(
    "connector",
  );
});

test("a failure is tried again, five times within a quarter of an hour, each pause twice the last", async () => {
  await receiverAnswering([500, 503, 429, 302, 500]);
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "Hello");
  const pauses: number[] = [];
  for (let made = 1; made < 5; made += 1) {
    await vi.waitUntil(() => attempts() === made);
    const next = zendesk.emulator.deliveries()[0]?.nextAt ?? 0;
    pauses.push(next - zendesk.emulator.clock.now());
    zendesk.emulator.clock.advance(next - zendesk.emulator.clock.now());
  }
  expect(pauses).toEqual([MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]);
  await vi.waitUntil(() => state() === "failed");
  zendesk.emulator.clock.advance(60 * MINUTE);
  expect(attempts()).toBe(5);
  expect(new Set(posts().map(({ body }) => textAt(body, "events.0.id"))).size).toBe(1);
});

test.each([400, 401, 403, 404, 406])("%i is never tried again", async (status) => {
  await receiverAnswering([status]);
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "Hello");
  await vi.waitUntil(() => state() === "failed");
  expect(attempts()).toBe(1);
});

test("no answer within 20 s is a failure", async () => {
  await receiverAnswering(["hold"]);
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "Hello");
  await receiver.until((all) => posts(all).length === 1);
  zendesk.emulator.clock.advance(19_999);
  expect(attempts()).toBe(0);
  zendesk.emulator.clock.advance(1);
  await vi.waitUntil(() => attempts() === 1);
  zendesk.emulator.clock.advance(MINUTE);
  await vi.waitUntil(() => state() === "delivered");
});

test("saving a webhook asks the root of its target with HEAD", async () => {
  const { integrationId } = zendesk.emulator.credentials();
  const created = await zendesk.sc("POST", `/integrations/${integrationId}/webhooks`, {
    target: receiver.url,
    triggers: ["conversation:message"],
  });
  expect(created.status).toBe(201);
  expect(textAt(created.body, "webhook.secret")).not.toBe("");
  await receiver.until((all) => all.some(({ method, path }) => method === "HEAD" && path === "/"));
  const refused = await zendesk.sc("POST", `/integrations/${integrationId}/webhooks`, {
    target: "http://example.com/hook",
    triggers: ["conversation:message"],
  });
  expect(refused.status).toBe(400);
});

test("what was pending when the emulator stopped is delivered by the next one", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "emulator-"));
  const failing = await startReceiver([500]);
  const first = await startEmulator({ dataDir, demoWebhookTarget: failing.url });
  const { conversationId } = await first.open();
  await first.post(conversationId, bot, "Hello");
  await vi.waitUntil(() => first.emulator.deliveries()[0]?.attempts.length === 1);
  await first.emulator.close();

  const second = await startEmulator({ dataDir });
  expect(
    listAt((await second.sc("GET", `/conversations/${conversationId}/messages`)).body, "messages"),
  ).toHaveLength(1);
  second.emulator.clock.advance(MINUTE);
  await vi.waitUntil(() => second.emulator.deliveries()[0]?.state === "delivered");
  await second.emulator.close();
  failing.close();
  rmSync(dataDir, { recursive: true });
});

test("what a deleted webhook still had to send has failed", async () => {
  await receiverAnswering([500]);
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "Hello");
  await vi.waitFor(() => expect(attempts()).toBe(1));
  const { integrationId, webhookId } = zendesk.emulator.credentials();
  await zendesk.sc("DELETE", `/integrations/${integrationId}/webhooks/${webhookId}`);
  zendesk.emulator.clock.advance(MINUTE);
  expect(state()).toBe("failed");
  expect(attempts()).toBe(1);
});

test("of an answer without end only the beginning is read", async () => {
  const endless = createServer((request, response) => {
    request.resume();
    if (request.method === "HEAD") return void response.end();
    const write = (): void => {
      while (response.write("endless ".repeat(8192)));
    };
    response.on("drain", write);
    write();
  });
  await once(endless.listen(0, "127.0.0.1"), "listening");
  const port = z.object({ port: z.number() }).parse(endless.address()).port;
  await zendesk.control("PATCH", "/webhooks/demo", { target: `http://127.0.0.1:${port}/hook` });
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "Hello");
  await vi.waitFor(() => expect(state()).toBe("delivered"));
  expect(zendesk.emulator.deliveries()[0]?.attempts[0]?.answer).toHaveLength(2000);
  endless.closeAllConnections();
  endless.close();
});
