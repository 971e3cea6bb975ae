/** What operators say right before the end, when their webhooks are late or lost. The watch looks once a minute. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, readTicket, type Ticket, tickets, words } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  const watchTiming = { shortestMs: 60_000, longestMs: 60_000, callsPerMinute: 1_000_000 };
  system = await startSystem({}, { app: { watchTiming } });
});
afterAll(() => system.close());

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

test.each([
  ["lost", { action: "lose" }],
  ["late", { action: "delay", delayMs: 500 }],
] as const)("[CV43] words whose webhook is %s are shown above the end that was told", async (_how, fate) => {
  const { visitor, ticket } = await inLivechat();
  system.emulator.faults.add({ on: "webhook", source: "zd:agentWorkspace", ...fate });
  await system.operator("reply", { ticketId: ticket.id, text: "Goodbye then" });
  await system.operator("end-session", { ticketId: ticket.id });
  await visitor.isIn("bot");
  const end = await visitor.sees("Our team has ended the chat");
  expect(visitor.messages().find(({ seq }) => seq === end.seq - 1)).toMatchObject({
    author: { type: "operator" },
  });
  const shown = visitor.shown().filter((message) => textOf(message) === "Goodbye then");
  expect(shown).toHaveLength(1);
  expect(shown[0]).not.toHaveProperty("late");
  const { messages } = await readTicket(system.emulator, ticket.id);
  expect(messages.map(words).join()).not.toContain("already over");
});

test("[CV45] words that no webhook told, written as the visitor left, are found after the end and marked late", async () => {
  const { visitor, ticket } = await inLivechat();
  system.emulator.faults.add({ on: "webhook", source: "zd:agentWorkspace", action: "lose" });
  await system.operator("reply", { ticketId: ticket.id, text: "Before you go" });
  visitor.leave();
  await visitor.isIn("bot");
  const { token } = visitor.session;
  system.advance(61_000);
  await system.restart();
  const back = await system.visitor({ token });
  expect(await back.sees("Before you go")).toMatchObject({ late: true });
  expect(back.messages().filter((message) => textOf(message) === "Before you go")).toHaveLength(1);
});
