import { describe, expect, it } from "vitest";
import type { QuestionItem } from "./knowledge.ts";
import { createMatcher } from "./matching.ts";
import { likeness, wordsOf } from "./words.ts";

function item(id: string, ...en: string[]): QuestionItem {
  return {
    id,
    name: id,
    kind: "question",
    questions: { en, fr: undefined },
    steps: [],
    response: { kind: "always", answer: { text: { en: "x", fr: undefined } } },
  };
}

const find = createMatcher(
  [
    item("hours", "what are your opening hours", "when are you open"),
    item("person", "can I talk to someone", "I want to speak with a person"),
    item("cat", "my cat is ill, can I talk to someone"),
    item("who", "who are you"),
    item("cafe", "where is the café"),
  ],
  "en",
);

describe("createMatcher", () => {
  it.each([
    ["WHAT ARE YOUR OPENING HOURS?!", "hours"],
    ["openning huors", "hours"],
    ["Hello, could you please tell me your opening hours", "hours"],
    ["my cat is ill. Can I talk to someone?", "cat"],
    ["can i talk to someone", "person"],
    ["where is the cafe", "cafe"],
    ["who are you", "who"],
    ["My sister told me about this place. When are you open?", "hours"],
  ])("%s → %s", (text, itemId) => {
    expect(find(text)?.itemId).toBe(itemId);
  });

  it.each([
    "",
    "?",
    "🐈",
    "qwertz uiop",
    "what is the meaning of life",
    "I waited three hours for my pizza",
    "my car is broken",
    "who won the match yesterday",
    "I am a person of few words and so is my brother",
  ])("%j asks for nothing it knows", (text) => {
    expect(find(text)).toBeUndefined();
  });

  it("keeps short words apart that differ by a letter", () => {
    expect(createMatcher([item("cat", "my cat")], "en")("my hat")).toBeUndefined();
  });

  it("gives a tie to the earlier item", () => {
    const both = [item("first", "delivery price"), item("second", "price delivery")];
    expect(createMatcher(both, "en")("price of delivery")?.itemId).toBe("first");
    expect(createMatcher(both.toReversed(), "en")("price of delivery")?.itemId).toBe("second");
  });

  it("knows nothing without questions", () => {
    expect(createMatcher([], "en")("anything")).toBeUndefined();
  });

  it("bounds its work on a long message against a large knowledge", () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      item(`i${index}`, `question number${index} about thing${index * 7}`, `another thing${index}`),
    );
    const large = createMatcher(many, "en");
    const long = Array.from(
      { length: 400 },
      (_, index) => `thinks${index}${index % 20 === 0 ? "." : ""}`,
    ).join(" ");
    const startedAt = performance.now();
    large(long.slice(0, 4000));
    large("x".repeat(4000));
    large("a.".repeat(2000));
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});

describe("words", () => {
  it("drops accents, case, punctuation and compatibility forms", () => {
    expect(wordsOf("L’Été, c’est ﬁni ! Œuf")).toEqual(["l", "ete", "c", "est", "fini", "oeuf"]);
  });

  it.each([
    ["delivery", "delivery", 1],
    ["delivery", "delivry", 0.85],
    ["delivery", "dleivery", 0.85],
    ["appointment", "apointmant", 0.85],
    ["deliver", "delivery", 0.85],
    ["adopt", "adopting", 0.7],
    ["delivery", "recovery", 0],
    ["cat", "cot", 0],
  ])("%s and %s: %d", (one, other, expected) => {
    expect(likeness(one, other)).toBe(expected);
    expect(likeness(other, one)).toBe(expected);
  });
});
