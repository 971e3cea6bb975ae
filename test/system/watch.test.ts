/** No webhook arrives any more, and the watch may make few calls: it still finds what every operator wrote, and every end. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, readTicket, tickets } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  // Ten a second: less than the open handoffs below would like to make.
  system = await startSystem({}, { callsPerMinute: 600 });
});
afterAll(() => system.close());

test("a group that Zendesk ignored is repaired once: a transfer by an operator stays, whatever became of our call", async () => {
  const { emulator, operator } = system;
  emulator.configure({ groupMetadata: "ignored" });
  const known = (await tickets(emulator)).map(({ id }) => id);
  const { id } = emulator.faults.add({ method: "PUT", path: "/api/v2/tickets/*", action: "acceptAndDrop" });
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("my cat is ill, can I talk to someone");
  await visitor.sees("e-mail");
  await visitor.say("ann@example.org");
  await visitor.isIn("livechat");
  await until(
    () => (emulator.faults.list().some((fault) => fault.id === id && fault.struck > 0) ? true : undefined),
    "our transfer",
  );
  const { id: ticketId } = await newTicket(emulator, known);
  const other = emulator.credentials().groups.find(({ name }) => name !== "Animal");
  await operator("assign", { ticketId, groupId: other?.id });
  await system.restart();
  await until(
    async () =>
      (await system.app.store.handoffs.open()).every(
        (handoff) => handoff.ticketId !== undefined && handoff.groupBefore === undefined,
      )
        ? true
        : undefined,
    "the watch's next look",
  );
  expect((await readTicket(emulator, ticketId)).group?.name).toBe(other?.name);
  emulator.configure({ groupMetadata: "honoured" });
  await operator("close", { ticketId });
});

test("each of a dozen open handoffs gets its turn", async () => {
  const open: { visitor: Visitor; ticketId: string }[] = [];
  for (let count = 0; count < 12; count++) {
    const known = (await tickets(system.emulator)).map(({ id }) => id);
    const visitor = await system.visitor({ language: "en" });
    await visitor.say("I want to talk to a person");
    await visitor.isIn("livechat");
    open.push({ visitor, ticketId: (await newTicket(system.emulator, known)).id });
  }
  const elsewhere = await fetch(`${system.emulator.url}/_emulator/webhooks/demo`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ target: "http://127.0.0.1:9/" }),
  });
  expect(elsewhere.status).toBe(200);
  for (const { ticketId } of open)
    await system.operator("reply", { ticketId, text: `for ticket ${ticketId}` });
  for (const { visitor, ticketId } of open) await visitor.sees(`for ticket ${ticketId}`);
  for (const { ticketId } of open) await system.operator("close", { ticketId });
  for (const { visitor } of open) {
    await visitor.isIn("bot");
    visitor.close();
  }
});
