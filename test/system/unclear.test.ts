/**
 * Zendesk fails in the middle of a handoff, at each of its calls and in each way that leaves us wondering: the
 * handoff gets through, and what reached Zendesk reached it once.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type System, startSystem } from "./system.ts";
import { textOf } from "./visitor.ts";
import { conversationOf, newTicket, tickets, ticketThat, words } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const calls = {
  "creating the user": "/sc/v2/apps/*/users$",
  "creating the conversation": "/sc/v2/apps/*/conversations$",
  "passing control": "/sc/v2/apps/*/conversations/*/passControl$",
  "posting a message": "/sc/v2/apps/*/conversations/*/messages$",
} as const;

const failures = {
  "the connection is dropped before": { action: "drop" },
  "accepted, then the connection is dropped": { action: "acceptAndDrop" },
  "accepted, then 502": { action: "acceptThenStatus", status: 502 },
  "500": { action: "status", status: 500 },
  "429 with Retry-After": { action: "status", status: 429, retryAfter: 0 },
  "429 without Retry-After": { action: "status", status: 429 },
} as const;

/** From the ledger of accepted writes: each handoff has one conversation, whatever the answers looked like. */
function handoffsWithSeveralConversations(): readonly string[] {
  const opened = system.emulator
    .ledger()
    .filter(
      ({ method, path, status }) => method === "POST" && path.endsWith("/conversations") && status === 201,
    )
    .map(({ request }) => handoffOf.parse(request).metadata.zlcHandoff);
  expect(opened.length).toBeGreaterThan(0);
  return opened.filter((id, index) => opened.indexOf(id) !== index);
}

/** From the ledger: each message of ours was accepted once, also one that no ticket shows. */
function postedTwice(): readonly string[] {
  const keys = system.emulator
    .ledger()
    .filter(({ method, path, status }) => method === "POST" && path.endsWith("/messages") && status === 201)
    .map(({ request }) => keyOf.parse(request).metadata.zlcKey);
  expect(keys.length).toBeGreaterThan(0);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

const keyOf = z.object({ metadata: z.object({ zlcKey: z.string() }) });

const handoffOf = z.object({ metadata: z.object({ zlcHandoff: z.string() }) });

describe.each(Object.entries(calls))("%s", (_call, path) => {
  test.each(Object.entries(failures))("%s", async (_failure, failure) => {
    const { emulator } = system;
    const known = (await tickets(emulator)).map(({ id }) => id);
    const fault = emulator.faults.add({ method: "POST", path, times: 2, ...failure });
    const visitor = await system.visitor({ language: "en" });
    await visitor.say("I want to talk to a person");
    await visitor.isIn("livechat");
    await visitor.say("first");
    await visitor.say("second");

    const born = await newTicket(emulator, known);
    const ticket = await ticketThat(
      emulator,
      born.id,
      ({ messages }) => messages.some((message) => words(message) === "second"),
      "the last words",
    );
    expect(emulator.faults.list().find(({ id }) => id === fault.id)?.struck).toBeGreaterThan(0);
    const said = visitor
      .messages()
      .filter(({ author }) => author.type === "visitor" || author.type === "bot");
    const [, ...read] = conversationOf(ticket);
    expect(read).toEqual(
      said.map((message) => `${message.author.type === "visitor" ? "requester" : "bot"}: ${textOf(message)}`),
    );
    expect((await tickets(emulator)).length).toBe(known.length + 1);
    await expect
      .poll(() => visitor.messages().filter(({ delivery }) => delivery === "delivered").length)
      .toBe(2);
    expect(handoffsWithSeveralConversations()).toEqual([]);
    expect(postedTwice()).toEqual([]);
    emulator.faults.clear();
    // Nobody watches over it any longer.
    visitor.leave();
    await visitor.isIn("bot");
    visitor.close();
  });
});
