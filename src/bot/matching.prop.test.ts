import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuestionItem } from "./knowledge.ts";
import { createMatcher } from "./matching.ts";

const letters = "abcdefghijklmnopqrstuvwxyzéèç".split("");
const word = fc.string({
  unit: fc.constantFrom(...letters),
  minLength: 2,
  maxLength: 9,
});
const question = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
const knowledge = fc
  .array(fc.array(question, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  .map((items) => items.map((questions, index) => itemOf(`item-${index}`, questions)));

function itemOf(id: string, questions: string[]): QuestionItem {
  return {
    id,
    name: id,
    kind: "question",
    questions: { en: questions, fr: undefined },
    steps: [],
    response: { kind: "always", answer: { text: { en: "x", fr: undefined } } },
  };
}

const wordSet = (text: string): string =>
  [...new Set(text.normalize("NFKD").replaceAll(/\p{M}/gu, "").split(" "))].sort().join(" ");

describe("matching, whatever the knowledge", () => {
  it("finds every question as it was written, in capitals, without accents and with punctuation", () => {
    fc.assert(
      fc.property(knowledge, (items) => {
        const find = createMatcher(items, "en");
        for (const item of items) {
          for (const question of item.questions.en ?? []) {
            const same = items.filter((other) =>
              other.questions.en?.some((one) => wordSet(one) === wordSet(question)),
            );
            const forms = [
              question,
              question.toUpperCase(),
              question.normalize("NFD").replaceAll(/\p{M}/gu, ""),
              `… ${question.replaceAll(" ", ", ")} ?!`,
            ];
            for (const form of forms) {
              expect(find(form)).toEqual({ itemId: same[0]?.id, likeness: 1 });
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("gives the same answer whichever way the words are ordered, and at any time", () => {
    fc.assert(
      fc.property(knowledge, fc.array(word, { maxLength: 8 }), (items, words) => {
        const find = createMatcher(items, "en");
        const found = find(words.join(" "));
        expect(find(words.toReversed().join(" "))).toEqual(found);
        expect(createMatcher(items, "en")(words.join(" "))).toEqual(found);
      }),
    );
  });

  it("takes any text, and never claims more than certainty", () => {
    fc.assert(
      fc.property(knowledge, fc.string({ unit: "binary", maxLength: 200 }), (items, text) => {
        const likeness = createMatcher(items, "en")(text)?.likeness ?? 0.55;
        expect(likeness).toBeGreaterThanOrEqual(0.55);
        expect(likeness).toBeLessThanOrEqual(1);
      }),
    );
  });
});
