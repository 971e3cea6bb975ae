/** What reaches a visitor from Zendesk besides an operator's words in their order: overtaken, automatic, redacted. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import type { FaultDraft } from "../../emulator/index.ts";
import { sunco } from "./sunco.ts";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, type Ticket, tickets } from "./workspace.ts";
import { deliver, envelope } from "./zendesk-webhook.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
beforeEach(() => system.emulator.faults.clear());
afterAll(() => system.close());

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(`${system.emulator.url}/_emulator/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

const listSchema = z.object({
  messages: z.array(
    z.looseObject({
      id: z.string(),
      received: z.string(),
      content: z.looseObject({ text: z.string().optional() }),
      source: z.object({ type: z.string() }),
    }),
  ),
});

/** What operators have written, as Zendesk lists it. */
async function listed({ conversationId }: Ticket) {
  const { messages } = listSchema.parse(
    await sunco(system, "GET", `/conversations/${conversationId}/messages`),
  );
  return messages.filter(({ source }) => source.type === "zd:agentWorkspace");
}

const fromOperators = (visitor: Visitor) =>
  visitor.shown().filter(({ author }) => author.type === "operator");

const faults: readonly (readonly [name: string, ...FaultDraft[]])[] = [
  ["reordered", { on: "webhook", source: "zd:agentWorkspace", action: "reorder", behind: 2, times: 4 }],
  ["delayed", { on: "webhook", source: "zd:agentWorkspace", action: "delay", delayMs: 300, times: 3 }],
  ["lost", { on: "webhook", source: "zd:agentWorkspace", action: "lose", after: 1, times: 3 }],
  [
    "reordered, delayed and lost",
    { on: "webhook", source: "zd:agentWorkspace", action: "lose", after: 4, times: 1 },
    { on: "webhook", source: "zd:agentWorkspace", action: "reorder", behind: 3, times: 2 },
    { on: "webhook", source: "zd:agentWorkspace", action: "delay", delayMs: 400, after: 2, times: 2 },
  ],
];

test.each(faults)("[CV16] the order is Zendesk's when events are %s", async (_name, ...drafts) => {
  const { visitor, ticket } = await inLivechat();
  for (const draft of drafts) system.emulator.faults.add(draft);
  const said = Array.from({ length: 10 }, (_, index) => `line ${index}`);
  // Some within one millisecond, as when an operator sends a text with files.
  const sends = [said.slice(0, 4), ...said.slice(4).map((line) => [line])];
  for (const [index, lines] of sends.entries()) {
    await system.operator("reply", {
      ticketId: ticket.id,
      contents: lines.map((text) => ({ type: "text", text })),
    });
    if (index % 2 === 0) await visitor.say(`answer ${index}`);
  }
  await expect.poll(() => fromOperators(visitor).length).toBe(said.length);
  expect((await listed(ticket)).map(({ content }) => content.text)).toEqual(said);
  expect(fromOperators(visitor).map(textOf)).toEqual(said);
  const joined = visitor
    .shown()
    .flatMap(({ content }, index) =>
      content.type === "notice" && content.notice === "operator_joined" ? [index] : [],
    );
  const first = visitor.shown().findIndex(({ author }) => author.type === "operator");
  expect(joined).toEqual([first - 1]);
});

test("[CV16] within a millisecond the order is that of Zendesk's list, which is asked", async () => {
  const { visitor, ticket } = await inLivechat();
  system.emulator.faults.add({ on: "webhook", source: "zd:agentWorkspace", action: "lose", times: 3 });
  const contents = ["first", "second", "third"].map((text) => ({ type: "text", text }));
  await system.operator("reply", { ticketId: ticket.id, contents });
  const messages = await listed(ticket);
  const received = messages.at(-1)?.received;
  const conversation = { id: ticket.conversationId, type: "personal", metadata: {} };
  for (const message of messages.toReversed()) {
    const payload = { conversation, message: { ...message, received } };
    const event = { id: `tied-${message.id}`, type: "conversation:message", payload };
    const secret = system.emulator.credentials().webhookSecret ?? "";
    expect(await deliver(system, envelope(event), { "x-api-key": secret })).toBe(200);
  }
  await expect.poll(() => fromOperators(visitor).length).toBe(3);
  expect(fromOperators(visitor).map(textOf)).toEqual(["first", "second", "third"]);
});
