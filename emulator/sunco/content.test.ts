import { afterAll, beforeAll, expect, test } from "vitest";
import { at, type Started, startEmulator } from "../harness.ts";

let zendesk: Started;
let path: string;
beforeAll(async () => {
  zendesk = await startEmulator();
  path = `/conversations/${(await zendesk.open()).conversationId}/messages`;
});
afterAll(() => zendesk.emulator.close());

const say = (content: unknown) => zendesk.sc("POST", path, { author: { type: "business" }, content });
const link = { type: "link", text: "More", uri: "https://example.org" };
const postback = { type: "postback", text: "Take it", payload: "TACO" };
const item = {
  title: "Tacos",
  description: "Today",
  mediaUrl: "https://example.org/a%20b.png",
  size: "compact",
  actions: [postback, link],
};
const field = { type: "text", name: "n", label: "Name" };

test.each([
  ["text", { text: "Hello", blockChatInput: true, payload: "P" }, {}],
  [
    "text",
    { actions: [{ type: "reply", text: "Yes", payload: "Y", iconUrl: "https://example.org/i.png" }] },
    {},
  ],
  [
    "text",
    {
      text: "Choose",
      actions: [
        { type: "buy", text: "Buy", amount: 999, currency: "eur" },
        link,
        { type: "locationRequest", text: "Where?" },
        { ...postback, metadata: { a: 1 } },
        { type: "reply", text: "", payload: "N" },
        {
          type: "webview",
          text: "Open",
          uri: "https://example.org/w",
          fallback: "https://example.org/f",
          size: "tall",
          openOnReceive: true,
        },
      ],
    },
    {},
  ],
  ["text", { htmlText: "<p>Fish &amp; <b>chips</b></p><p>Now</p>" }, { text: "Fish & chips\nNow" }],
  ["image", { mediaUrl: "https://example.org/cat.png", actions: [link] }, { altText: "cat.png" }],
  ["file", { mediaUrl: "https://example.org/x.pdf", altText: "Manual", text: "Here" }, {}],
  [
    "carousel",
    { items: [item], displaySettings: { imageAspectRatio: "square" } },
    {
      items: [{ ...item, altText: "a b.png" }],
      text: "1. Tacos\nToday\nMore: https://example.org",
    },
  ],
  ["list", { items: [item], actions: [link] }, { items: [{ ...item, altText: "a b.png" }] }],
  [
    "location",
    { coordinates: { lat: 45.5, long: -73.5 }, location: { name: "Here", address: "5, rue X" } },
    { text: "Location shared:\nhttps://maps.google.com/maps?q=45.5,-73.5" },
  ],
  [
    "form",
    {
      fields: [
        field,
        { type: "email", name: "e", label: "E-mail", placeholder: "you@example.org" },
        { type: "select", name: "s", label: "Which", options: [{ name: "a", label: "A" }] },
      ],
    },
    {
      submitted: false,
      blockChatInput: true,
      fields: expect.arrayContaining([{ ...field, minSize: 1, maxSize: 128 }]),
    },
  ],
  ["template", { template: { namespace: "n", name: "t" } }, {}],
])("%s: %j", async (type, content, filledIn) => {
  const answer = await say({ type, ...content });
  expect(answer.status).toBe(201);
  expect(at(answer.body, "messages.0.content")).toMatchObject({ type, ...content, ...filledIn });
});

test("markdown comes back as HTML and plain text", async () => {
  const answer = await say({ type: "text", markdownText: "Hi **you**\n\n- a\n- b" });
  expect(at(answer.body, "messages.0.content")).toEqual({
    type: "text",
    htmlText: "<p>Hi <strong>you</strong></p><ul><li>a</li><li>b</li></ul>",
    text: "Hi you\na\nb",
  });
  const grown = await say({ type: "text", markdownText: "&".repeat(4000) });
  expect(grown.status).toBe(400);
});

test.each([
  ["of an unknown type", { type: "video" }],
  ["an answer to a form", { type: "formResponse", fields: [{ ...field, text: "x" }] }],
  ["nothing", { type: "text" }],
  ["no buttons", { type: "text", actions: [] }],
  ["HTML and markdown", { type: "text", htmlText: "a", markdownText: "b" }],
  ["long HTML", { type: "text", htmlText: "x".repeat(4097) }],
  ["an unknown button", { type: "text", text: "x", actions: [{ type: "call", text: "x" }] }],
  ["a button without address", { type: "text", text: "x", actions: [{ type: "link", text: "x" }] }],
  ["a webview without fallback", { type: "text", text: "x", actions: [{ ...link, type: "webview" }] }],
  ["an amount in euros", { type: "text", text: "x", actions: [{ type: "buy", text: "x", amount: 9.99 }] }],
  [
    "two that open by themselves",
    {
      type: "text",
      text: "x",
      actions: [1, 2].map(() => ({
        ...link,
        type: "webview",
        fallback: "https://x.org",
        openOnReceive: true,
      })),
    },
  ],
  ["a long alternative text", { type: "file", mediaUrl: "https://example.org/x", altText: "x".repeat(129) }],
  ["an image without address", { type: "image" }],
  ["no items", { type: "carousel", items: [] }],
  ["eleven items", { type: "list", items: Array.from({ length: 11 }, () => item) }],
  ["an item without buttons", { type: "carousel", items: [{ title: "x", actions: [] }] }],
  [
    "an item with four buttons",
    { type: "carousel", items: [{ title: "x", actions: [link, link, link, link] }] },
  ],
  [
    "an item that asks where",
    { type: "list", items: [{ title: "x", actions: [{ type: "locationRequest", text: "?" }] }] },
  ],
  ["half a place", { type: "location", coordinates: { lat: 1 } }],
  ["a form without fields", { type: "form", fields: [] }],
  [
    "21 fields",
    { type: "form", fields: Array.from({ length: 21 }, (_, n) => ({ ...field, name: `n${n}` })) },
  ],
  ["two fields of one name", { type: "form", fields: [field, field] }],
  ["a choice of nothing", { type: "form", fields: [{ ...field, type: "select" }] }],
  ["sizes the wrong way round", { type: "form", fields: [{ ...field, minSize: 9, maxSize: 3 }] }],
  ["a template without one", { type: "template" }],
])("%s is refused", async (_name, content) => {
  const refused = await say(content);
  expect([refused.status, at(refused.body, "errors.0.code")]).toEqual([400, "bad_request"]);
});
