/** Zendesk answers nobody, or lets us in nowhere, while nothing of the visitor's waits for it. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, type Ticket, tickets, ticketThat, words } from "./workspace.ts";

let system: System;
/** Whatever he says wakes the server's timers after its clock was moved. */
let other: Visitor;
beforeAll(async () => {
  system = await startSystem();
  other = await system.visitor({ language: "en" });
});
afterEach(() => system.emulator.faults.clear());
afterAll(() => system.close());

const minutes = (count: number) => count * 60_000;

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

async function pass(ms: number): Promise<void> {
  system.advance(ms);
  await other.say("tick");
}

/** Whatever is asked of Zendesk fails like this from now on. Waits for a look in vain, and for a minute to pass. */
async function failForAMinute(
  { session }: Visitor,
  how: { action: "drop" } | { action: "status"; status: number },
): Promise<void> {
  for (const path of ["/sc/v2/*", "/api/v2/*"])
    system.emulator.faults.add({ path, ...how, times: 1_000_000 });
  await until(async () => {
    const { state } = (await system.app.store.conversations.load(session.conversationId)) ?? {};
    return state?.mode === "livechat" ? state.handoff.unansweredSince : undefined;
  }, "a look that is not answered");
  system.advance(minutes(1));
}

async function isAsked(visitor: Visitor, question: string | undefined): Promise<void> {
  await until(
    () => (visitor.status().question === question ? true : undefined),
    `the question ${String(question)}`,
  );
}

const reads = ({ id }: Ticket, text: string) =>
  ticketThat(
    system.emulator,
    id,
    ({ messages }) => messages.some((message) => words(message).includes(text)),
    `"${text}" on the ticket`,
  );

const endsOf = (visitor: Visitor) =>
  visitor
    .messages()
    .flatMap(({ content }) =>
      content.type === "notice" && content.notice.startsWith("ended") ? [content.notice] : [],
    );

test("[CV46] whoever waits in silence is told, and after half an hour the bot is back and the operators know", async () => {
  const { visitor, ticket } = await inLivechat();
  await system.operator("reply", { ticketId: ticket.id, text: "One moment" });
  await visitor.sees("One moment");
  await failForAMinute(visitor, { action: "drop" });
  await isAsked(visitor, "unreachable");
  await pass(minutes(30));
  await visitor.isIn("bot");
  expect(endsOf(visitor)).toEqual(["ended_unreachable"]);
  system.emulator.faults.clear();
  await reads(ticket, "is back with the assistant");
});

test("[CV46] credentials that are refused: each message fails in honest words, and after half an hour the bot is back", async () => {
  const { visitor } = await inLivechat();
  await failForAMinute(visitor, { action: "status", status: 401 });
  await isAsked(visitor, "unreachable");
  const seq = await visitor.say("Does this arrive?");
  const failed = await until(
    () => visitor.messages().find((message) => message.seq === seq && message.delivery === "failed"),
    "the message to fail",
  );
  expect(failed.failure).toContain("does not let us in");
  expect(visitor.status()).toEqual({ mode: "livechat" });
  await pass(minutes(30));
  await visitor.isIn("bot");
  expect(endsOf(visitor)).toEqual(["ended_unreachable"]);
});

test("[CV46] it answers again: nothing is asked any more, and the livechat goes on", async () => {
  const { visitor, ticket } = await inLivechat();
  await failForAMinute(visitor, { action: "status", status: 502 });
  await isAsked(visitor, "unreachable");
  system.emulator.faults.clear();
  await isAsked(visitor, undefined);
  await visitor.say("Still here");
  await reads(ticket, "Still here");
  expect(visitor.status().mode).toBe("livechat");
  visitor.leave();
});
