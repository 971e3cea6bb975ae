/** What once broke the way of a message: rude peers, odd input, and things that happen at the wrong moment. */
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, type Ticket, tickets, ticketThat, words } from "./workspace.ts";

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
  await back.sees("has ended the chat");
  system.emulator.configure({ endSessionActivityMessage: true });
});
