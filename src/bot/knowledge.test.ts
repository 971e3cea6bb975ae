import { describe, expect, it } from "vitest";
import type { KnowledgeRow } from "../store/port.ts";
import { connects, itemsUsingSkill, parseKnowledge, variablesOf, wordsIn } from "./knowledge.ts";

const item = {
  id: "a",
  name: "A",
  kind: "question",
  questions: { en: ["hello"] },
  steps: [{ variable: "mail", input: "email", prompt: { en: "Mail?" } }],
  response: {
    kind: "skill",
    skillId: "animal",
    success: { text: { en: "Yes" }, action: "connectToLivechat" },
    failure: { text: { en: "No" }, action: "connectToLivechat" },
  },
};

function row(itemId: string, published: unknown, order = 0): KnowledgeRow {
  const json = typeof published === "string" ? published : JSON.stringify(published);
  return { botId: "bot", itemId, order, draft: "{}", published: json };
}

describe("parseKnowledge", () => {
  it("reads published items in their order and leaves out drafts", () => {
    const draft: KnowledgeRow = { botId: "bot", itemId: "d", order: 0, draft: JSON.stringify(item) };
    const rows = [row("b", { ...item, id: "b" }, 2), row("a", item, 1), draft];
    expect(parseKnowledge(rows, "published").items.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(parseKnowledge([draft], "draft").items).toHaveLength(1);
  });

  it("reports what it cannot read, without the texts in it", () => {
    const rows = [row("json", "{secret"), row("shape", { ...item, questions: { en: [] } }), row("a", item)];
    const { items, unreadable } = parseKnowledge(rows, "published");
    expect(items.map(({ id }) => id)).toEqual(["a"]);
    expect(unreadable.map(({ itemId }) => itemId).toSorted()).toEqual(["json", "shape"]);
    expect(JSON.stringify(unreadable)).not.toContain("secret");
  });

  it.each([
    ["no language", { ...item, questions: {} }],
    ["an empty question", { ...item, questions: { en: [" "] } }],
    ["a variable name with a space", { ...item, steps: [{ variable: "a b", prompt: { en: "x" } }] }],
    [
      "an unknown action",
      { ...item, response: { kind: "always", answer: { text: { en: "x" }, action: "x" } } },
    ],
  ])("refuses %s", (_, value) => {
    expect(parseKnowledge([row("x", value)], "published").items).toEqual([]);
  });

  it("never lets a failure answer connect", () => {
    const [read] = parseKnowledge([row("a", item)], "published").items;
    expect(read).toMatchObject({ response: { failure: { text: { en: "No" } } } });
    expect(JSON.stringify(read)).toContain("connectToLivechat");
    expect(read).not.toHaveProperty("response.failure.action");
  });
});

describe("what the console asks", () => {
  const { items } = parseKnowledge([row("a", item), row("b", { ...item, id: "b", name: "B" })], "published");

  it("variables once each, and the items that use a skill", () => {
    expect(variablesOf(items)).toEqual(["mail"]);
    expect(itemsUsingSkill(items, "animal")).toEqual(["A", "B"]);
    expect(itemsUsingSkill(items, "other")).toEqual([]);
  });

  it("whether an item connects", () => {
    expect(items.filter((one) => one.kind === "question").map(connects)).toEqual([true, true]);
  });
});

it("wordsIn prefers the language asked for", () => {
  expect(wordsIn({ en: "a", fr: "b" }, "fr")).toEqual({ value: "b", language: "fr" });
  expect(wordsIn({ en: "a" }, "fr")).toEqual({ value: "a", language: "en" });
  expect(wordsIn({}, "fr")).toBeUndefined();
});
