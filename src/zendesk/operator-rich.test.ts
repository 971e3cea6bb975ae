import fc from "fast-check";
import { expect, test } from "vitest";
import { richWords } from "../bot/texts.ts";
import { plainFromRichText, richTextSchema } from "../protocol/rich-text.ts";
import { readMessage } from "./incoming-message.ts";
import { operatorBody } from "./operator-rich.ts";

const words = richWords.en;
const shown = (content: Parameters<typeof operatorBody>[0]) =>
  plainFromRichText(operatorBody(content, words));

test("cards become a list with their links, choices follow", () => {
  expect(
    shown({
      type: "cards",
      text: "Our colours",
      cards: [
        { title: "Red", description: "Warm", picture: "https://acme.example/red.png", actions: [] },
        { title: "Blue", actions: [{ label: "Order", href: "https://acme.example/blue" }] },
      ],
      actions: [{ label: "None of these" }],
    }),
  ).toBe(
    `Our colours
• Red
Warm
Picture (https://acme.example/red.png)

• Blue
Order (https://acme.example/blue)


You can answer, for example:
• None of these`,
  );
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
      const message = readMessage({
        id: "1",
        received: "2026-03-14T02:23:28.101Z",
        author: { type: "business" },
        content: { ...rest, type },
      });
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
