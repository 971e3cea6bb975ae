import fc from "fast-check";
import { expect, test } from "vitest";
import { richWords } from "../bot/texts.ts";
import { plainFromRichText, richTextSchema } from "../protocol/rich-text.ts";
import { readMessage } from "./incoming-message.ts";
import { choicesOf, operatorBody } from "./operator-rich.ts";

const words = richWords.en;
const shown = (content: Parameters<typeof operatorBody>[0]) =>
  plainFromRichText(operatorBody(content, words));

/** As Zendesk sends it. */
function readContent(content: object): Parameters<typeof operatorBody>[0] {
  const read = readMessage(
    {
      id: "1",
      received: "2026-03-14T02:23:28.101Z",
      author: { type: "business" },
      content,
    },
    5,
  )?.content;
  if (read === undefined || read.type === "file") throw new Error("not a content in words");
  return read;
}

test("cards become a list with their links, answers can be chosen and say to which card they belong", () => {
  const cards = {
    type: "cards",
    text: "Our colours",
    cards: [
      { title: "Red", description: "Warm", picture: "https://acme.example/red.png", actions: [] },
      {
        title: "Blue",
        actions: [
          { kind: "link", label: "Read more", href: "https://acme.example/blue" },
          { kind: "answer", label: "Order", payload: "blue" },
        ],
      },
    ],
    actions: [{ kind: "answer", label: "None of these" }],
  } as const;
  expect(shown(cards)).toBe(
    `Our colours
• Red
Warm
Picture (https://acme.example/red.png)

• Blue
• Read more (https://acme.example/blue)`,
  );
  expect(choicesOf(cards)).toEqual([{ label: "Blue: Order", payload: "blue" }, { label: "None of these" }]);
});

test.each([
  ["a reply", { type: "reply", text: "Yes", payload: "y", metadata: { step: 2 } }, "y"],
  ["a postback", { type: "postback", text: "Start", payload: "s" }, "s"],
])("%s can be chosen, and what it carries goes back", (_kind, action, payload) => {
  const content = readContent({ type: "text", text: "Well?", actions: [action] });
  expect(shown(content)).toBe("Well?");
  expect(choicesOf(content)).toEqual([
    { label: action.text, payload, ...("metadata" in action && { metadata: action.metadata }) },
  ]);
});

test.each([
  ["a place", { type: "locationRequest", text: "Share your place" }, "Share your place"],
  ["a payment", { type: "buy", text: "Pay", amount: 1999, currency: "eur" }, "Pay (19.99 EUR)"],
  ["a link that leads nowhere", { type: "link", text: "Open", uri: "javascript:alert(1)" }, "Open"],
  ["a kind nobody knows", { type: "dance", text: "Dance" }, "Dance"],
])("a button that asks for %s is named, and said to do nothing here", (_what, action, label) => {
  const content = readContent({ type: "text", text: "Please", actions: [action] });
  expect(shown(content)).toBe(`Please\n${words.elsewhere}\n• ${label}`);
  expect(choicesOf(content)).toEqual([]);
});

test("a picture that only the account can open is at least mentioned", () => {
  const mediaUrl = "https://acme.zendesk.com/sc/attachments/v2/1/blue.png";
  const content = readContent({ type: "carousel", items: [{ title: "Blue", mediaUrl, actions: [] }] });
  expect(shown(content)).toBe(`• Blue\n${words.hiddenPicture}`);
});

test("a page for a window inside the chat opens as its replacement for others", () => {
  const webview = {
    type: "webview",
    text: "Fill in",
    uri: "https://a.example/w",
    fallback: "https://a.example/f",
  };
  expect(shown(readContent({ type: "text", text: "", actions: [webview] }))).toBe(
    "• Fill in (https://a.example/f)",
  );
});

test("answers without a text are introduced", () => {
  const reply = { type: "reply", text: "Yes", payload: "y" };
  expect(shown(readContent({ type: "text", actions: [reply] }))).toBe(words.choices);
});

test("what an answer carries beyond any measure is left out, not the answer", () => {
  const content = readContent({
    type: "text",
    text: "Well?",
    actions: [
      { type: "reply", text: "Yes", payload: "x".repeat(20_000), metadata: { a: "x".repeat(3_000) } },
    ],
  });
  expect(choicesOf(content)).toEqual([{ label: "Yes" }]);
});

test("a form says what to write", () => {
  expect(shown({ type: "form", text: "", labels: ["Your e-mail"] })).toBe(
    "Please write here:\n• Your e-mail",
  );
});

test("a place has its name, its address and a map", () => {
  const place = {
    type: "place",
    text: "",
    name: "Shop",
    address: "1 High Street",
    latitude: 1,
    longitude: 2,
  } as const;
  expect(shown(place)).toBe(
    "Shop\n1 High Street\nShow on a map (https://www.openstreetmap.org/?mlat=1&mlon=2)",
  );
});

test("what has nothing to show says so", () => {
  expect(shown({ type: "other", kind: "template" })).toBe(words.unknown);
  expect(shown({ type: "text" })).toBe(words.unknown);
});

test("whatever a message holds, something is shown, and never more than the wire takes", () => {
  const kind = fc.constantFrom("text", "carousel", "list", "location", "form", "template", "odd");
  const hostile = fc.oneof(fc.jsonValue(), fc.constantFrom("javascript:alert(1)", "https://a.example/x"));
  const body = fc.record(
    {
      text: hostile,
      items: fc.oneof(hostile, fc.array(fc.record({ title: hostile, mediaUrl: hostile, actions: hostile }))),
      actions: fc.oneof(hostile, fc.array(fc.record({ text: hostile, uri: hostile }))),
      fields: fc.oneof(hostile, fc.array(fc.record({ label: hostile, name: hostile }))),
      coordinates: fc.oneof(hostile, fc.record({ lat: fc.double(), long: fc.double() })),
      location: hostile,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(kind, body, (type, rest) => {
      const message = readMessage(
        {
          id: "1",
          received: "2026-03-14T02:23:28.101Z",
          author: { type: "business" },
          content: { ...rest, type },
        },
        5,
      );
      const content = message?.content;
      const tree = operatorBody(
        content === undefined || content.type === "file" ? { type: "text" } : content,
        words,
      );
      expect(content?.type).not.toBe("file");
      expect(tree.length).toBeGreaterThan(0);
      expect(() => richTextSchema.parse(tree)).not.toThrow();
      expect(JSON.stringify(tree)).not.toMatch(/"href":"javascript/i);
    }),
  );
});

test("a file that lies at no address is told of in words, below what was said with it", () => {
  const mediaUrl = `https://acme.example/${"a".repeat(2_048)}`;
  expect(shown(readContent({ type: "file", mediaUrl, text: "Your contract" }))).toBe(
    `Your contract\n${words.unknown}`,
  );
  expect(shown(readContent({ type: "file", mediaUrl }))).toBe(words.unknown);
});

test("however much a carousel brings, what is shown of it is bounded, and a title that is cut says so", () => {
  const uri = `https://acme.example/${"a".repeat(1_900)}`;
  const actions = Array.from({ length: 50 }, () => ({ type: "link", text: "t".repeat(5_000), uri }));
  const items = Array.from({ length: 50 }, () => ({
    title: "t".repeat(5_000),
    description: "d\n".repeat(1_000),
    actions,
  }));
  const body = operatorBody(readContent({ type: "carousel", items }), words);
  expect(JSON.stringify(body).length).toBeLessThan(300_000);
  expect(plainFromRichText(body)).toContain("t…");
});

test("an address that is too long is no link, its label stays", () => {
  const uri = `https://acme.example/${"é".repeat(1_000)}`;
  const content = { type: "text", text: "Look", actions: [{ type: "link", text: "Here", uri }] };
  expect(shown(readContent(content))).not.toContain("https:");
  expect(shown(readContent(content))).toContain("Here");
});
