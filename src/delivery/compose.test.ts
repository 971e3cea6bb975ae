import { expect, test } from "vitest";
import type { Content, Message } from "../conversation/model.ts";
import { richTextFromPlain } from "../protocol/rich-text.ts";
import { handoffOf } from "../store/contract/fixture.ts";
import { openingText, outgoingParts, withUpload } from "./compose.ts";

function said(content: Content): Message {
  return { id: "m", seq: 1, revision: 1, at: 0, author: { type: "visitor" }, content };
}
const file = {
  type: "file",
  fileId: "f",
  name: "cat.png",
  mediaType: "image/png",
  image: true,
} as const;

test("a text that fits is one part, a longer one several that read on", () => {
  expect(outgoingParts(said({ type: "text", body: richTextFromPlain("hello") }), "en")).toEqual([
    { type: "text", text: "hello" },
  ]);
  const long = Array.from({ length: 2_000 }, (_, word) => `word${word}`).join(" ");
  const parts = outgoingParts(said({ type: "text", body: richTextFromPlain(long) }), "en");
  expect(parts.length).toBe(5);
  expect(parts.map((part) => (part.type === "text" ? part.text : "")).join(" ")).toBe(long);
});

test("a file goes with as much of its caption as fits, the rest follows as text", () => {
  const words = "word ".repeat(1_200).trim();
  const [first, ...rest] = outgoingParts(said({ ...file, caption: words }), "en");
  expect(first?.type).toBe("file");
  const caption = first?.type === "file" ? first.caption : undefined;
  const following = rest.map((part) => (part.type === "text" ? part.text : ""));
  expect(rest.length).toBe(1);
  expect([caption, ...following].join(" ")).toBe(words);
  expect(outgoingParts(said(file), "en")).toEqual([{ type: "file", file }]);
});

test("a file that cannot be had is named in words, with its caption, in a message that fits", () => {
  const caption = "x".repeat(3_840);
  const content = withUpload(
    { type: "file", file: { ...file, name: "n".repeat(120), caption }, caption },
    undefined,
    "fr",
  );
  expect(content.type).toBe("text");
  const text = content.type === "text" ? content.text : "";
  expect(text).toContain(caption);
  expect(text.length).toBeLessThanOrEqual(4_096);
});

test("of the past that goes with the opening the newest stays, be it cut itself", () => {
  const head = {
    id: "c",
    botId: "b",
    channelId: "ch",
    language: "en",
    test: false,
    createdAt: 0,
  } as const;
  const openingOf = (isCut: boolean, texts: readonly string[]) => {
    const messages = texts.map((text, index) => ({
      ...said({ type: "text", body: richTextFromPlain(text) }),
      seq: index + 1,
    }));
    return openingText(handoffOf(), head, "Iris", { messages, isCut });
  };
  const opening = (...texts: readonly string[]) => openingOf(false, texts);
  expect(opening("fits")).not.toContain("left out");
  expect(openingOf(true, ["fits"])).toMatch(/\(The beginning is left out\.\)\nVisitor: fits\n/);
  const long = `begins ${"word ".repeat(810)}`;
  expect(opening(long, "the newest")).toMatch(/\(The beginning is left out\.\)\nVisitor: the newest\n/);
  for (const text of [opening("the oldest", long), opening(long)]) {
    expect(text).toMatch(/Earlier messages\n[^]*Visitor: begins word [^]* word…\n/);
    expect(text.length).toBeLessThanOrEqual(4_096);
  }
});
