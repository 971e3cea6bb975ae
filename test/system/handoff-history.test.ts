/** What Zendesk gets of the past: whole, in order, each of it once, and never an address of ours. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { demoBotId } from "../../demo/seed.ts";
import { png } from "./files.ts";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { conversationOf, newTicket, tickets, ticketThat } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
  const item = {
    id: "long",
    name: "Long",
    kind: "question",
    questions: { en: ["tell me everything"] },
    response: { kind: "always", answer: { text: { en: longAnswer } } },
  };
  const json = JSON.stringify(item);
  const row = { botId: demoBotId, itemId: item.id, order: 1_000, draft: json, published: json };
  await system.app.store.bots.saveKnowledge(row);
});
afterAll(() => system.close());
afterEach(() => system.emulator.faults.clear());

/** Twice as long as a message of Zendesk's may be. */
const longAnswer = Array.from({ length: 330 }, (_, line) => `Line ${line} of a story 👩‍👩‍👧‍👦`)
  .join("\n")
  .slice(0, 7_990);

const posted = z.object({
  content: z.object({ text: z.string().optional() }),
  metadata: z.object({ zlcKey: z.string() }),
});

/** What the ledger says was posted into this conversation: our keys and texts, in order. */
function postedTo(conversationId: string) {
  return system.emulator
    .ledger()
    .filter(({ method, path }) => method === "POST" && path.endsWith(`/${conversationId}/messages`))
    .map(({ request }) => posted.parse(request));
}

const knownTickets = async () => (await tickets(system.emulator)).map(({ id }) => id);

/** What the operator should have read of a conversation, line by line. */
const saidBy = (visitor: Visitor): readonly string[] =>
  visitor
    .messages()
    .filter(({ author }) => author.type === "visitor" || author.type === "bot")
    .map((message) => `${message.author.type === "visitor" ? "requester" : "bot"}: ${textOf(message)}`);

const messages = { method: "POST", path: "/sc/v2/apps/*/conversations/*/messages$" } as const;
/** Opening, greeting, question and the first part of the answer. */
const afterFirstPart = 4;

test.each([
  ["goes through", undefined],
  ["is too much for the moment", { action: "status", status: 429 }],
  ["is accepted and never answered", { action: "acceptAndDrop" }],
  ["fails", { action: "status", status: 503 }],
] as const)(
  "a long answer arrives in parts, in order and each once, when the second %s",
  async (_how, fault) => {
    const known = await knownTickets();
    const visitor = await system.visitor({ language: "en" });
    await visitor.sees("Hello");
    await visitor.say("tell me everything");
    await visitor.sees("Line 0");
    if (fault) system.emulator.faults.add({ ...messages, after: afterFirstPart, ...fault });
    await visitor.say("I want to talk to a person");
    await visitor.isIn("livechat");
    const { conversationId } = await newTicket(system.emulator, known);
    const all = postedTo(conversationId);
    const keys = all.map(({ metadata }) => metadata.zlcKey);
    expect(new Set(keys).size).toBe(keys.length);
    const parts = all.filter(({ content }) => content.text?.includes("of a story") === true);
    expect(parts.map(({ metadata }) => metadata.zlcKey.split(".").slice(1).join("."))).toEqual(["6", "6.1"]);
    expect(parts.map(({ content }) => content.text).join("\n")).toBe(longAnswer);
    visitor.close();
  },
);

test("on a slow account the oldest goes with the opening, the newest one by one", async () => {
  const known = await knownTickets();
  const visitor = await system.visitor({ language: "en" });
  await visitor.sees("Hello");
  for (let turn = 0; turn < 14; turn += 1) {
    await visitor.say(`do you sell number ${turn}`);
    await until(() => (visitor.messages().length >= 3 + 2 * turn ? true : undefined), "the bot's answer");
  }
  for (const path of ["/sc/v2/apps/*/users$", "/sc/v2/apps/*/conversations$"])
    system.emulator.faults.add({ method: "POST", path, action: "delay", delayMs: 1_000 });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const said = saidBy(visitor);
  const [opening = "", ...read] = conversationOf(await newTicket(system.emulator, known));
  expect(read.length).toBeGreaterThan(5);
  expect(read.length).toBeLessThan(said.length);
  expect(read).toEqual(said.slice(-read.length));
  for (const line of said.slice(0, -read.length))
    expect(opening).toContain(
      line
        .replace(/^\w+: /, "")
        .slice(0, 40)
        .split("\n")[0],
    );
  expect(opening).not.toContain(read[0]?.replace("requester: ", ""));
  visitor.close();
});

test("Zendesk is given files, and never an address of ours", async () => {
  const known = await knownTickets();
  const visitor = await system.visitor({ language: "en" });
  await visitor.sayFile("before.png", new Uint8Array(png), "image/png");
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  await visitor.sayFile("during.png", new Uint8Array(png), "image/png");
  const { id } = await newTicket(system.emulator, known);
  const ticket = await ticketThat(
    system.emulator,
    id,
    (read) => conversationOf(read).includes("requester: during.png"),
    "both files",
  );
  expect(conversationOf(ticket)).toContain("requester: before.png");
  const written = system.emulator.ledger().map(({ method, path, request }) => ({ method, path, request }));
  const uploads = written.filter(({ path }) => path.includes("/attachments"));
  expect(uploads.length).toBe(2);
  const everything = JSON.stringify(written);
  expect(everything).toContain("during.png");
  expect(everything).not.toContain(new URL(system.url).host);
  expect(everything).not.toContain("/files/");
  visitor.close();
});
