/** Every kind of message that an operator can send reaches the visitor: as it is, or in words. */
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { png } from "./files.ts";
import { sunco } from "./sunco.ts";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, type Ticket, ticketThat } from "./workspace.ts";
import { deliver, envelope, operatorMessage } from "./zendesk-webhook.ts";

let system: System;
let visitor: Visitor;
let ticket: Ticket;
beforeAll(async () => {
  system = await startSystem();
  visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  ticket = await newTicket(system.emulator, []);
});
afterAll(() => system.close());

/** What the visitor is shown of what the operator sends now. */
async function sent(contents: readonly object[]) {
  const before = visitor.messages().length;
  await system.operator("reply", { ticketId: ticket.id, contents });
  const said = () =>
    visitor
      .shown()
      .slice(before)
      .filter(({ author }) => author.type === "operator");
  await expect.poll(() => said().length).toBe(contents.length);
  return said();
}

const reply = { type: "reply", text: "Tomorrow", payload: "tomorrow", metadata: { slot: 2 } };
const postback = { type: "postback", text: "Start over", payload: "restart" };
const link = { type: "link", text: "Our shop", uri: "https://shop.example/" };
const webview = {
  type: "webview",
  text: "Fill in",
  uri: "https://a.example/w",
  fallback: "https://a.example/f",
};
const kinds: readonly (readonly [kind: string, content: object, says: readonly string[]])[] = [
  ["text", { type: "text", text: "plain words" }, ["plain words"]],
  ["HTML", { type: "text", htmlText: "<p>one <b>two</b></p>" }, ["one two"]],
  ["Markdown", { type: "text", markdownText: "**bold** words" }, ["bold", "words"]],
  [
    "a link button",
    { type: "text", text: "Have a look", actions: [link] },
    ["Our shop", "https://shop.example/"],
  ],
  ["a window of its own", { type: "text", text: "Form", actions: [webview] }, ["https://a.example/f"]],
  [
    "a payment",
    {
      type: "text",
      text: "Your order",
      actions: [{ type: "buy", text: "Pay", amount: 500, currency: "eur" }],
    },
    ["These buttons do not work", "Pay (5 EUR)"],
  ],
  [
    "a request for a place",
    { type: "text", text: "Where?", actions: [{ type: "locationRequest", text: "Share your place" }] },
    ["These buttons do not work", "Share your place"],
  ],
  [
    "a carousel",
    { type: "carousel", items: [{ title: "Red", description: "Warm", actions: [link] }] },
    ["Red", "Warm", "Our shop"],
  ],
  ["a list", { type: "list", items: [{ title: "Blue", actions: [link] }] }, ["Blue"]],
  [
    "a place",
    {
      type: "location",
      coordinates: { lat: 45.5, long: -73.6 },
      location: { name: "Our office", address: "1 High Street" },
    },
    ["Our office", "1 High Street", "mlat=45.5"],
  ],
  [
    "a form",
    { type: "form", fields: [{ type: "email", name: "mail", label: "Your e-mail" }] },
    ["Please write here", "Your e-mail"],
  ],
  ["a template", { type: "template", template: { name: "hello" } }, ["cannot be shown here"]],
  ["a kind of tomorrow", { type: "hologram", text: "a wave" }, ["a wave"]],
];

test.each(kinds)("%s", async (_kind, content, says) => {
  const [message] = await sent([content]);
  for (const words of says) expect(message && textOf(message)).toContain(words);
});

test("a file keeps its name and what is written under it, in both directions", async () => {
  const png = "iVBORw0KGgo=";
  await system.operator("reply", {
    ticketId: ticket.id,
    file: { name: "the plan (2).png", mediaType: "image/png", base64: png },
    text: "as promised",
  });
  await visitor.sees("as promised");
  await expect
    .poll(() => visitor.messages().flatMap(({ content }) => (content.type === "file" ? [content.name] : [])))
    .toEqual(["the plan (2).png"]);

  await visitor.sayFile("mon reçu.txt", new TextEncoder().encode("x"), "text/plain", "the receipt");
  const seen = await ticketThat(
    system.emulator,
    ticket.id,
    ({ messages }) => JSON.stringify(messages).includes("the receipt"),
    "the receipt",
  );
  expect(JSON.stringify(seen.messages)).toContain("mon reçu.txt");
});

const mediaUrls = z.object({
  messages: z.array(z.object({ content: z.object({ mediaUrl: z.string().optional() }) })),
});

test("a file that nobody has opened yet is there when Zendesk no longer has it", async () => {
  const file = { name: "kept.png", mediaType: "image/png", base64: png.toString("base64") };
  await system.operator("reply", { ticketId: ticket.id, file });
  const { fileId, url } = await until(
    () =>
      visitor
        .messages()
        .flatMap(({ content }) => (content.type === "file" && content.name === "kept.png" ? [content] : []))
        .at(0),
    "the file",
  );
  await expect.poll(() => system.app.store.files.load(fileId)).toMatchObject({ stored: true });

  const path = `/conversations/${ticket.conversationId}/messages`;
  const { messages } = mediaUrls.parse(await sunco(system, "GET", path));
  const mediaUrl = messages.findLast((message) => message.content.mediaUrl !== undefined)?.content.mediaUrl;
  await sunco(system, "POST", "/attachments/remove", { mediaUrl });
  const answer = await fetch(new URL(url, system.url));
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
});

test("an answer that is offered can be chosen, more than once, and goes back with what it carries", async () => {
  const [asked] = await sent([{ type: "text", text: "When?", actions: [reply, postback, link] }]);
  expect(asked?.content).toMatchObject({ choices: [{ label: "Tomorrow" }, { label: "Start over" }] });
  expect(asked && textOf(asked)).not.toContain("Tomorrow");
  const seq = asked?.seq ?? 0;
  await visitor.choose(seq, 0);
  await visitor.choose(seq, 1);
  await visitor.choose(seq, 0);
  const posts = () =>
    system.emulator
      .ledger()
      .flatMap(({ request: body }) =>
        /"text":"(?:Tomorrow|Start over)"/.test(JSON.stringify(body)) ? [body] : [],
      );
  await expect.poll(() => posts().length).toBe(3);
  expect(posts()).toMatchObject([
    {
      author: { type: "user" },
      content: { type: "text", text: "Tomorrow", payload: "tomorrow" },
      metadata: { slot: 2 },
    },
    { author: { type: "user" }, content: { text: "Start over", payload: "restart" } },
    { content: { text: "Tomorrow", payload: "tomorrow" } },
  ]);
  await expect(visitor.choose(seq, 2)).rejects.toThrow("choice_unknown");
  await expect(visitor.choose(seq - 1_000, 0)).rejects.toThrow("rejected");
  await expect(visitor.choose(9_999, 0)).rejects.toThrow("choice_unknown");
  await expect(visitor.choose(1, 0)).rejects.toThrow("choice_unknown");
});

const distorted: Readonly<Record<string, readonly [odd: object, says: string]>> = {
  "no time": [{ received: undefined }, "words with no time"],
  "a number for its time": [{ received: 1_773_454_948_101 }, "words with a number for its time"],
  "a time without a zone": [{ received: "2026-03-14T02:23:28.101" }, "words with a time without a zone"],
  "no content": [{ content: null }, "sent something that cannot be shown here"],
  "content without a type": [{ content: { items: [] } }, "sent something that cannot be shown here"],
};

test.each(Object.entries(distorted))(
  "[CV51] a message with %s is shown, in honest words at least",
  async (what, [odd, says]) => {
    const event = operatorMessage(ticket.conversationId, `words with ${what}`);
    const message = { ...event.payload.message, ...odd };
    const before = visitor.messages().length;
    const body = envelope({ ...event, payload: { ...event.payload, message } });
    const headers = { "x-api-key": system.emulator.credentials().webhookSecret ?? "" };
    expect(await deliver(system, body, headers)).toBe(200);
    const shown = () =>
      visitor
        .messages()
        .slice(before)
        .filter(({ author }) => author.type === "operator")
        .map(textOf);
    await expect.poll(shown).toEqual([expect.stringContaining(says)]);
  },
);

test("an answer to what was asked before the end is words for the bot", async () => {
  const [asked] = await sent([{ type: "text", text: "Shall we?", actions: [reply] }]);
  visitor.leave();
  await visitor.isIn("bot");
  const seq = await visitor.choose(asked?.seq ?? 0, 0);
  await expect
    .poll(() => visitor.messages().some((message) => message.seq > seq && message.author.type === "bot"))
    .toBe(true);
  expect(visitor.messages().find((message) => message.seq === seq)).toMatchObject({
    content: { body: [{ type: "text", text: "Tomorrow" }] },
  });
});
