/** What reaches a visitor from Zendesk besides an operator's words in their order: overtaken, automatic, redacted. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import type { FaultDraft } from "../../emulator/index.ts";
import { sunco } from "./sunco.ts";
import { type System, startSystem } from "./system.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, readTicket, type Ticket, tickets, words } from "./workspace.ts";
import { deliver, envelope, operatorMessage } from "./zendesk-webhook.ts";

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

const participantsSchema = z.object({ participants: z.tuple([z.object({ userId: z.string() })]) });

/** What operators have written, as Zendesk lists it. */
async function listed({ conversationId }: Ticket) {
  const { messages } = listSchema.parse(
    await sunco(system, "GET", `/conversations/${conversationId}/messages`),
  );
  return messages.filter(({ source }) => source.type === "zd:agentWorkspace");
}

const fromOperators = (visitor: Visitor) =>
  visitor.shown().filter(({ author }) => author.type === "operator");

/** As a webhook would. */
async function bring(event: object): Promise<void> {
  const secret = system.emulator.credentials().webhookSecret ?? "";
  expect(await deliver(system, envelope(event), { "x-api-key": secret })).toBe(200);
}

/** Where it is told that somebody joined. */
const joined = (visitor: Visitor) =>
  visitor
    .shown()
    .flatMap(({ content }, index) =>
      content.type === "notice" && content.notice === "operator_joined" ? [index] : [],
    );

const faults: readonly (readonly [name: string, drafts: readonly FaultDraft[]])[] = [
  ["reordered", [{ on: "webhook", source: "zd:agentWorkspace", action: "reorder", behind: 2, times: 4 }]],
  ["delayed", [{ on: "webhook", source: "zd:agentWorkspace", action: "delay", delayMs: 300, times: 3 }]],
  ["lost", [{ on: "webhook", source: "zd:agentWorkspace", action: "lose", after: 1, times: 3 }]],
  [
    "reordered, delayed and lost",
    [
      { on: "webhook", source: "zd:agentWorkspace", action: "lose", after: 4, times: 1 },
      { on: "webhook", source: "zd:agentWorkspace", action: "reorder", behind: 3, times: 2 },
      { on: "webhook", source: "zd:agentWorkspace", action: "delay", delayMs: 400, after: 2, times: 2 },
    ],
  ],
];

test.each(faults)("[CV16] the order is Zendesk's when events are %s", async (_name, drafts) => {
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
  const first = visitor.shown().findIndex(({ author }) => author.type === "operator");
  expect(joined(visitor)).toEqual([first - 1]);
});

test("[CV16] within a millisecond the order is that of Zendesk's list, which is asked", async () => {
  const { visitor, ticket } = await inLivechat();
  system.emulator.faults.add({ on: "webhook", source: "zd:agentWorkspace", action: "lose", times: 2 });
  const contents = ["first", "second"].map((text) => ({ type: "text", text }));
  await system.operator("reply", { ticketId: ticket.id, contents });
  const messages = await listed(ticket);
  const received = messages.at(-1)?.received;
  const conversation = { id: ticket.conversationId, type: "personal", metadata: {} };
  for (const message of messages.toReversed()) {
    const payload = { conversation, message: { ...message, received } };
    const event = { id: `tied-${message.id}`, type: "conversation:message", payload };
    await bring(event);
  }
  await expect.poll(() => fromOperators(visitor).length).toBe(2);
  expect(fromOperators(visitor).map(textOf)).toEqual(["first", "second"]);
});

test.each(["__trigger", "missing"] as const)(
  "automatic messages are shown once, marked, in the name of nobody who joined (agent id: %s)",
  async (automaticAgentId) => {
    const triggers = ["offlineMessage", "queueMessage", "firstReplyMessage", "contactDetailsForm"];
    const all = (on: boolean) => Object.fromEntries(triggers.map((trigger) => [trigger, on]));
    system.emulator.configure({ ...all(true), automaticAgentId });
    for (const agent of ["Alex Admin", "Camille Laurent", "Sam Okafor"])
      await control("agent/availability", { agent, availability: "offline" });
    const { visitor, ticket } = await inLivechat();
    await control("clock", { advanceMs: 6_000 });
    await expect.poll(() => fromOperators(visitor).length).toBe(5);
    system.emulator.configure(all(false));
    const said = fromOperators(visitor);
    expect((await listed(ticket)).length).toBe(5);
    expect(said.every(({ author }) => author.type === "operator" && author.automatic === true)).toBe(true);
    expect(said.map(textOf)).toEqual([
      expect.stringContaining("Nobody from the team is online"),
      expect.stringContaining("How can we reach you"),
      expect.stringContaining("Please write here:\n• Name\n• Email"),
      expect.stringMatching(/You are number \d+ in the queue/),
      expect.stringContaining("Somebody from the team will be with you shortly"),
    ]);
    expect(joined(visitor)).toEqual([]);
    expect(visitor.status()).toEqual({ mode: "livechat" });
    await system.operator("reply", { ticketId: ticket.id, text: "here I am" });
    await visitor.sees("here I am");
    expect(joined(visitor).length).toBe(1);
  },
);

test("a satisfaction survey is shown in words that say what can be done with it", async () => {
  system.emulator.configure({ satisfactionSurvey: true });
  const { visitor, ticket } = await inLivechat();
  await system.operator("end-session", { ticketId: ticket.id });
  const survey = await visitor.sees("How would you rate the help you received?");
  system.emulator.configure({ satisfactionSurvey: false });
  await visitor.isIn("bot");
  expect(survey.author).toMatchObject({ type: "operator", automatic: true });
  expect(survey.content).not.toHaveProperty("choices");
  expect(textOf(survey)).toContain("(A rating cannot be given in this chat.)");
  expect(fromOperators(visitor).length).toBe(1);
});

test("what Zendesk's bot says is shown, marked as automatic", async () => {
  const { visitor, ticket } = await inLivechat();
  const event = operatorMessage(ticket.conversationId, "I am Zendesk's bot");
  const message = { ...event.payload.message, source: { type: "zd:answerBot" }, metadata: {} };
  await bring({ ...event, payload: { ...event.payload, message } });
  expect(await visitor.sees("I am Zendesk's bot")).toMatchObject({ author: { automatic: true } });
});

test("a chat goes on when Zendesk merges the visitor's user into another", async () => {
  const { visitor, ticket } = await inLivechat();
  await sunco(system, "POST", "/users", { externalId: "older", profile: { givenName: "Ann" } });
  const { participants } = participantsSchema.parse(
    await sunco(system, "GET", `/conversations/${ticket.conversationId}/participants`),
  );
  await control("users/merge", { surviving: "older", discarded: participants[0].userId });
  for (const text of ["am I still here?", "it seems so"]) await visitor.say(text);
  await expect
    .poll(async () => (await readTicket(system.emulator, ticket.id)).messages.map(words))
    .toEqual(expect.arrayContaining(["am I still here?", "it seems so"]));
  await system.operator("reply", { ticketId: ticket.id, text: "you are" });
  await visitor.sees("you are");
  expect(visitor.status().mode).toBe("livechat");
});

test("[CV42] what is redacted at Zendesk is no longer shown, whoever said it", async () => {
  const { visitor, ticket } = await inLivechat();
  await system.operator("reply", { ticketId: ticket.id, text: "a secret of ours" });
  await visitor.sees("a secret of ours");
  const seq = await visitor.say("card 4111 1111");
  await expect
    .poll(() => visitor.messages().find((message) => message.seq === seq)?.delivery)
    .toBe("delivered");
  const { messages } = listSchema.parse(
    await sunco(system, "GET", `/conversations/${ticket.conversationId}/messages`),
  );
  for (const { id, content } of messages)
    if (/secret|card/.test(content.text ?? "")) await control("redact", { messageId: id });
  const removed = () =>
    visitor
      .shown()
      .filter(({ content }) => content.type === "notice" && content.notice === "message_removed");
  await expect.poll(() => removed().map(({ author }) => author.type)).toEqual(["operator", "visitor"]);
  expect(removed().map(textOf)).toEqual(["A message was removed.", "A message was removed."]);
  expect(JSON.stringify(visitor.messages())).not.toMatch(/secret|card/);
});
