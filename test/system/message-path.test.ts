/** What once broke the way of a message: rude peers, odd input, and things that happen at the wrong moment. */
import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoConnectorId } from "../../demo/seed.ts";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import {
  conversationOf,
  newTicket,
  readTicket,
  type Ticket,
  tickets,
  ticketThat,
  words,
} from "./workspace.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

/** A webhook as Zendesk would send it for a message of an operator. */
async function deliver(conversationId: string, content: object): Promise<void> {
  const answer = await fetch(`${system.url}/webhooks/zendesk/${demoConnectorId}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-api-key": system.emulator.credentials().webhookSecret ?? "",
    },
    body: JSON.stringify({
      events: [
        {
          id: randomUUID(),
          type: "conversation:message",
          payload: {
            conversation: { id: conversationId, type: "personal" },
            message: {
              id: randomUUID(),
              received: new Date().toISOString(),
              author: { type: "business", displayName: "Ann", subtypes: ["agent"] },
              content,
              source: { type: "zd:agentWorkspace" },
              metadata: { "__zendesk_msg.agent.id": "7" },
            },
          },
        },
      ],
    }),
  });
  expect(answer.status).toBe(200);
}

test("peers that break off while they ask for a websocket leave the server standing", async () => {
  const port = Number(new URL(system.url).port);
  const upgrade = [
    "GET /api/chat HTTP/1.1",
    "Host: x",
    "Origin: https://elsewhere.example",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ].join("\r\n");
  for (let peer = 0; peer < 50; peer++) {
    const socket = connect(port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    await new Promise((resolve) => socket.write(`${upgrade}\r\n\r\n`, resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resetAndDestroy();
    await closed;
  }
  // An error that nobody listens for would have ended the process: Vitest fails the run for it.
  expect((await fetch(`${system.url}/health/ready`)).status).toBe(200);
});

test.each([12.5, 1e300, -1, "12"])(
  "a file whose size is given as %s reaches the visitor",
  async (mediaSize) => {
    const { visitor, ticket } = await inLivechat();
    const mediaUrl = `${system.emulator.url}/sc/attachments/odd-size.pdf`;
    await deliver(ticket.conversationId, { type: "file", mediaUrl, mediaSize });
    expect((await visitor.sees("odd-size.pdf")).content).toMatchObject({
      type: "file",
      name: "odd-size.pdf",
    });
    visitor.close();
  },
);

test("a file that can no longer be fetched does not keep the visitor from a second operator", async () => {
  const { visitor, ticket } = await inLivechat();
  const mediaUrl = "https://files.elsewhere.example/leaflet.pdf";
  await deliver(ticket.conversationId, { type: "file", mediaUrl, text: "Have a look at this" });
  await visitor.sees("Have a look at this");
  await system.operator("end-session", { ticketId: ticket.id });
  await visitor.isIn("bot");

  const known = (await tickets(system.emulator)).map(({ id }) => id);
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const second = await newTicket(system.emulator, known);
  await expect
    .poll(async () => conversationOf(await readTicket(system.emulator, second.id)))
    .toContain("bot: [File: leaflet.pdf] Have a look at this");
});

test("a group that cannot be repaired does not keep the ticket from being found", async () => {
  const { emulator } = system;
  emulator.configure({ groupMetadata: "ignored" });
  emulator.faults.add({
    method: "PUT",
    path: "/api/v2/tickets/",
    action: "status",
    status: 422,
    times: 1_000,
  });
  const visitor = await system.visitor({ language: "en" });
  const known = (await tickets(emulator)).map(({ id }) => id);
  await visitor.say("my cat is ill, can I talk to someone");
  await visitor.say("ann@example.org");
  await visitor.isIn("livechat");
  const ticket = await newTicket(emulator, known);
  await expect
    .poll(async () => (await system.app.store.handoffs.open()).map(({ ticketId }) => ticketId), {
      timeout: 5_000,
    })
    .toContain(ticket.id);
  emulator.faults.clear();
  emulator.configure({ groupMetadata: "honoured" });
});

test("an operator who got the ticket of a visitor leaving at that moment is told", async () => {
  const { emulator } = system;
  emulator.configure({ ticketBornAt: "passControl" });
  const known = (await tickets(emulator)).map(({ id }) => id);
  emulator.faults.add({ method: "POST", path: "/*/passControl$", action: "delay", delayMs: 300 });
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await until(() => emulator.faults.list().find(({ struck }) => struck === 1), "control on its way");
  visitor.leave();
  await visitor.isIn("bot");
  const ticket = await newTicket(emulator, known);
  await expect
    .poll(async () => conversationOf(await readTicket(emulator, ticket.id)).at(-1), { timeout: 5_000 })
    .toContain("left the chat before being connected");
  emulator.faults.clear();
  emulator.configure({ ticketBornAt: "firstUserMessage" });
});

test("a Zendesk that does not answer about one conversation holds up no other", async () => {
  const { emulator } = system;
  const [silent, other] = [await inLivechat(), await inLivechat()];
  emulator.faults.add({
    method: "GET",
    path: `/*/conversations/${silent.ticket.conversationId}$`,
    action: "hang",
    times: 1_000,
  });
  const attempts = () => emulator.faults.list().reduce((sum, { struck }) => sum + struck, 0);
  const before = attempts();
  await system.operator("end-session", { ticketId: silent.ticket.id });
  await until(() => (attempts() > before ? true : undefined), "a look at the silent conversation");
  await deliver(other.ticket.conversationId, { type: "text", text: "I am with you" });
  await expect
    .poll(() => other.visitor.messages().map(textOf), { timeout: 3_000 })
    .toContain("I am with you");
  emulator.faults.clear();
});

// Restarts come last: Zendesk goes on delivering to the old address, as it would not outside of a test.

test("what waits for Zendesk when the server stops is delivered after its start", async () => {
  const { visitor, ticket } = await inLivechat();
  const { faults } = system.emulator;
  faults.add({
    method: "POST",
    path: "/sc/v2/apps/{app}/conversations/{id}/messages",
    action: "status",
    status: 429,
    times: 1_000,
  });
  await visitor.say("written while Zendesk was busy");
  await system.restart({
    whileDown: faults.clear,
    beforeZendesk: () =>
      until(
        async () => ((await system.app.store.lanes.nextDue()) === 0 ? true : undefined),
        "a due delivery",
      ),
  });
  await ticketThat(
    system.emulator,
    ticket.id,
    ({ messages }) => messages.some((message) => words(message) === "written while Zendesk was busy"),
    "the message from before the restart",
  );
  const back = await system.visitor({ token: visitor.session.token });
  await back.isIn("livechat");
  await expect.poll(() => back.messages().at(-1)?.delivery).toBe("delivered");
});

test("an end that no message tells is found after a restart", async () => {
  system.emulator.configure({ endSessionActivityMessage: false });
  const { visitor, ticket } = await inLivechat();
  await system.operator("reply", { ticketId: ticket.id, text: "Good morning" });
  await visitor.sees("Good morning");
  await system.restart({ whileDown: () => system.operator("end-session", { ticketId: ticket.id }) });
  const back = await system.visitor({ token: visitor.session.token });
  expect((await back.sees("has ended the chat")).author.type).toBe("system");
  system.emulator.configure({ endSessionActivityMessage: true });
});

test("a server whose store no longer answers does not call itself ready", async () => {
  const ready = async () => (await fetch(`${system.url}/health/ready`)).status;
  expect(await ready()).toBe(200);
  await system.app.store.close();
  expect(await ready()).toBe(503);
  await system.restart();
  expect(await ready()).toBe(200);
});
