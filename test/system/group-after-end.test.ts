/** A group that Zendesk ignored, of a visitor who has left before anybody saw his ticket. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { newTicket, readTicket, tickets } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  const watchTiming = { shortestMs: 3_600_000, longestMs: 3_600_000, callsPerMinute: 1_000_000 };
  system = await startSystem({}, { app: { watchTiming } });
});
afterAll(() => system.close());

/** Looks that are due by then are taken. */
async function later(ms: number): Promise<void> {
  system.advance(ms);
  await system.restart();
}

/** A look has failed like this, and it is known when the next one is due. */
async function failedWith(words: string): Promise<void> {
  await until(() => (system.log().includes(words) ? true : undefined), words);
  await system.app.store.secondLooks.nextDue();
}

test("[CV50] the ticket comes into its group after the end, once: what an operator does with it then stays", async () => {
  const { emulator } = system;
  emulator.configure({ groupMetadata: "ignored" });
  const known = (await tickets(emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("my cat is ill, can I talk to someone");
  await visitor.sees("e-mail");
  await visitor.say("ann@example.org");
  await visitor.isIn("livechat");
  const { id } = await newTicket(emulator, known);
  const handoffId = (await system.app.store.handoffs.open())[0]?.id ?? "";
  const group = async () => (await readTicket(emulator, id)).group?.name;
  visitor.leave();
  await visitor.isIn("bot");
  await until(async () => ((await system.app.store.lanes.depth()) === 0 ? true : undefined), "empty lanes");
  expect(await group()).not.toBe("Animal");
  // Support does not answer, and the call by which the ticket is moved is in doubt.
  emulator.faults.add({ path: "/api/v2/*", action: "status", status: 503, times: 1_000 });
  await later(61_000);
  await failedWith("answered 503");
  emulator.faults.clear();
  emulator.faults.add({ method: "PUT", path: "/api/v2/tickets/*", action: "acceptAndDrop" });
  await later(61_000);
  await failedWith("PUT /api/v2/tickets/{}: UND_ERR_SOCKET");
  expect(await group()).toBe("Animal");
  const other = emulator.credentials().groups.find(({ name }) => name !== "Animal");
  await system.operator("assign", { ticketId: id, groupId: other?.id });
  await later(181_000);
  await until(async () => {
    const { ticketId, groupBefore } = (await system.app.store.handoffs.load(handoffId)) ?? {};
    return ticketId === id && groupBefore === undefined ? true : undefined;
  }, "the look after that");
  expect(await group()).toBe(other?.name);
});
