/** Zendesk is down for everybody at once: nothing is lost, doubled or turned round, and it is not stormed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, shortTiming, startSystem } from "./system.ts";
import type { Visitor } from "./visitor.ts";
import { conversationOf, newTicket, readTicket, tickets, ticketThat, words } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

async function escalated(): Promise<{ visitor: Visitor; ticketId: string }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticketId: (await newTicket(system.emulator, known)).id };
}

test("a message that Zendesk chokes on is given up and shown as failed; what comes after it, and everybody else, gets through", async () => {
  const { emulator } = system;
  const [choking, fine] = [await escalated(), await escalated()];
  const { conversationId } = await readTicket(emulator, choking.ticketId);
  const path = `/sc/v2/apps/*/conversations/${conversationId}/messages$`;
  emulator.faults.add({ method: "POST", path, action: "status", status: 503, times: 100_000 });
  await choking.visitor.say("indigestible");
  const failed = () => choking.visitor.messages().find(({ delivery }) => delivery === "failed");
  // The others' messages show that the account answers.
  for (let count = 0; failed() === undefined && count < 200; count++) {
    await fine.visitor.say(`message ${count}`);
    await expect
      .poll(() => fine.visitor.messages().filter(({ delivery }) => delivery === "delivered").length)
      .toBe(count + 1);
  }
  expect(failed()).toMatchObject({ author: { type: "visitor" } });
  emulator.faults.clear();
  await choking.visitor.say("digestible");
  await ticketThat(
    emulator,
    choking.ticketId,
    ({ messages }) => messages.some((message) => words(message) === "digestible"),
    "what was said after it",
  );
  for (const { visitor } of [choking, fine]) visitor.close();
});

/** Calls that are no probes: five failures in a row open the circuit, and the other seven lanes may have one under way. */
const tries = 5 + 7;

/** How long so many probes take at least: the waits between them double up to the longest, less a quarter of jitter. */
function shortestMs(probes: number): number {
  const { firstRetryMs, longestRetryMs } = shortTiming;
  const waits = Array.from({ length: probes }, (_, probe) =>
    Math.min(firstRetryMs * 2 ** probe, longestRetryMs),
  );
  return waits.reduce((sum, ms) => sum + 0.75 * ms, 0);
}

test("messages of several visitors outlive an outage, each once and in order", async () => {
  const { emulator } = system;
  const all: { visitor: Visitor; ticketId: string }[] = [];
  for (let count = 0; count < 8; count++) all.push(await escalated());

  const path = "/sc/v2/apps/*/messages$";
  const outage = emulator.faults.add({ method: "POST", path, action: "status", status: 503, times: 100_000 });
  const struck = () => emulator.faults.list().find(({ id }) => id === outage.id)?.struck ?? 0;
  const began = performance.now();
  await Promise.all(
    all.map(async ({ visitor }) => {
      for (const text of ["one", "two", "three"]) await visitor.say(text);
    }),
  );
  await expect.poll(struck).toBeGreaterThan(tries + 6);
  const probes = struck() - tries;
  expect(performance.now() - began).toBeGreaterThan(shortestMs(probes));
  emulator.faults.clear();

  for (const { visitor, ticketId } of all) {
    const ticket = await ticketThat(
      emulator,
      ticketId,
      ({ messages }) => messages.some((message) => words(message) === "three"),
      "the last words",
    );
    expect(conversationOf(ticket).slice(-3)).toEqual([
      "requester: one",
      "requester: two",
      "requester: three",
    ]);
    await expect
      .poll(() => visitor.messages().filter(({ delivery }) => delivery === "delivered").length)
      .toBe(3);
    visitor.close();
  }
});
