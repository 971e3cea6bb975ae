/** No webhook arrives any more, and the watch may make few calls: it still finds what every operator wrote, and every end. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, tickets } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  // Ten a second: less than the open handoffs below would like to make.
  system = await startSystem({}, { callsPerMinute: 600 });
});
afterAll(() => system.close());

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
