/** A message that Zendesk took, though all that we heard was a failure: nobody is told that it did not arrive. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, readTicket, tickets, words } from "./workspace.ts";

let system: System;
/** Whatever he says wakes the server's timers after its clock was moved. */
let other: Visitor;
beforeAll(async () => {
  const timing = { settleMs: 50, lookAgainMs: 10, firstRetryMs: 20, longestRetryMs: 100 };
  system = await startSystem({}, { app: { answerMs: 300, timing } });
  other = await system.visitor({ language: "en" });
});
afterEach(() => system.emulator.faults.clear());
afterAll(() => system.close());

async function livechat() {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const { id, conversationId } = await newTicket(system.emulator, known);
  const path = `/sc/v2/apps/*/conversations/${conversationId}/messages$`;
  const read = async (text: string) =>
    (await readTicket(system.emulator, id)).messages.filter((message) => words(message) === text).length;
  return { visitor, path, read };
}

async function pass(ms: number): Promise<void> {
  system.advance(ms);
  await other.say("tick");
}

const struck = (fault: { id: number }) =>
  until(
    () =>
      system.emulator.faults.list().some(({ id, struck: times }) => id === fault.id && times > 0)
        ? true
        : undefined,
    "the fault",
  );

const isMarked = (visitor: Visitor, seq: number, delivery: string) =>
  until(
    () => visitor.messages().find((message) => message.seq === seq && message.delivery === delivery),
    `message ${seq} to be ${delivery}`,
  );

/** The marks that a message had, in order. */
const marksOf = (visitor: Visitor, seq: number) =>
  visitor.frames
    .flatMap((frame) => (frame.type === "changes" ? frame.messages : []))
    .filter((message) => message.seq === seq)
    .map(({ delivery }) => delivery);

test("[CV47] in doubt and refused at the second try: the visitor reads that it may have arrived, and its echo settles it", async () => {
  const { emulator } = system;
  const { visitor, path, read } = await livechat();
  const held = emulator.faults.add({
    on: "webhook",
    action: "delay",
    delayMs: 60_000,
    source: "api:conversations",
  });
  emulator.faults.add({ method: "POST", path, action: "acceptAndDrop" });
  emulator.faults.add({ method: "POST", path, action: "status", status: 400 });
  emulator.faults.add({ method: "GET", path, action: "lag", lagMs: 10_000, times: 1_000 });
  const seq = await visitor.say("in doubt, then refused");
  expect((await isMarked(visitor, seq, "failed")).failure).toContain("could not make sure");
  await struck(held);
  emulator.faults.clear();
  emulator.clock.advance(61_000);
  await isMarked(visitor, seq, "delivered");
  expect(marksOf(visitor, seq)).toEqual(["sent", "failed", "delivered"]);
  expect(await read("in doubt, then refused")).toBe(1);
  visitor.leave();
});

test("[CV47] in doubt as the livechat ends: the visitor reads so, and once it is found that it has arrived", async () => {
  const { emulator } = system;
  const { visitor, path, read } = await livechat();
  emulator.faults.add({ on: "webhook", action: "lose", source: "api:conversations", times: 1_000 });
  const taken = emulator.faults.add({ method: "POST", path, action: "acceptAndDrop" });
  const seq = await visitor.say("my number is 42");
  await struck(taken);
  const busy = emulator.faults.add({ path: "/", action: "status", status: 429, times: 1_000_000 });
  await struck(busy);
  const later = await visitor.say("and another thing");
  await pass(60_000);
  await until(() => (visitor.status().question === "unreachable" ? true : undefined), "the question");
  await pass(30 * 60_000);
  await visitor.isIn("bot");
  expect((await isMarked(visitor, seq, "failed")).failure).toContain("could not make sure");
  expect((await isMarked(visitor, later, "failed")).failure).toContain("did not arrive");
  emulator.faults.clear();
  const { token } = visitor.session;
  system.advance(61_000);
  await system.restart();
  const back = await system.visitor({ token });
  expect(await isMarked(back, seq, "delivered")).not.toHaveProperty("failure");
  expect([await read("my number is 42"), await read("and another thing")]).toEqual([1, 0]);
  expect((await isMarked(back, later, "failed")).failure).toContain("did not arrive");
});
