import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKnowledge, takeTurn } from "../src/bot/dialogue.ts";
import { knowledgeItemSchema, variablesOf } from "../src/bot/knowledge.ts";
import type { BotReply } from "../src/bot/port.ts";
import type { BotMemory } from "../src/conversation/state.ts";
import type { Language } from "../src/protocol/chat.ts";
import { plainFromRichText } from "../src/protocol/rich-text.ts";
import { demoKnowledge } from "./knowledge.ts";
import { demoSenderId } from "./seed.ts";

const items = demoKnowledge.map((item) => knowledgeItemSchema.parse(item));
const questionItems = items.filter((item) => item.kind === "question");
const knowledge = createKnowledge(items);
const languages: readonly Language[] = ["en", "fr"];
const all = languages.flatMap((language) =>
  questionItems.flatMap((item) =>
    (item.questions[language] ?? []).map((question) => ({ language, itemId: item.id, question })),
  ),
);

function ask(text: string, language: Language, memory: BotMemory = { variables: {} }, ready = true) {
  const turn = takeTurn(knowledge, { text, language, memory });
  const reply: BotReply = turn.kind === "reply" ? turn.reply : turn.conclude(ready);
  return { ...reply, said: reply.answers.map(plainFromRichText).join("\n") };
}

describe("every item", () => {
  it("is complete in both languages", () => {
    for (const item of demoKnowledge) {
      const words = JSON.stringify(item);
      expect({ id: item.id, count: words.split('"fr":').length }).toEqual({
        id: item.id,
        count: words.split('"en":').length,
      });
    }
    expect(questionItems.length).toBeGreaterThanOrEqual(8);
  });

  it("fills the variable that the connector's sender id names", () => {
    expect(variablesOf(items)).toContain(demoSenderId);
  });

  it.each(all)("$itemId ($language) is found by “$question”", ({ language, itemId, question }) => {
    const hasty = bareAccents(question).replaceAll(/[’',]/g, "").toUpperCase();
    for (const text of [question, `${question} ?`, question.toUpperCase(), bareAccents(question), hasty]) {
      expect({ text, found: knowledge.find[language](text)?.itemId }).toEqual({ text, found: itemId });
    }
  });

  it("is found with a typo in every word of five letters or more", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.infiniteStream(fc.nat()),
        ({ language, itemId, question }, dice) => {
          const typed = question
            .split(/(?<=[ ’-])/u)
            .map((part) => (/^\p{L}{5,}/u.test(part) ? typo(part, dice) : part))
            .join("");
          expect({ typed, found: knowledge.find[language](typed)?.itemId }).toEqual({ typed, found: itemId });
        },
      ),
      { numRuns: 1000 },
    );
  });
});

const unrelated: Record<Language, string[]> = {
  en: [
    "tell me a joke",
    "the weather is nice today",
    "what is the meaning of life",
    "who won the football match",
    "my car is broken",
    "my computer does not start any more",
    "someone stole my bike",
    "can you talk to my boss about a raise",
    "I lost my human resources file",
    "my team lost again",
    "the cat sat on the mat",
    "asdf qwer zxcv",
    "1234567890",
  ],
  fr: [
    "raconte-moi une blague",
    "il fait beau aujourd’hui",
    "quel est le sens de la vie",
    "qui a gagné le match",
    "ma voiture est en panne",
    "mon ordinateur ne démarre plus",
    "quelqu’un a volé mon vélo",
    "mon patron veut parler de mon salaire",
    "je cherche un conseiller municipal de ma commune",
    "mon équipe a encore perdu",
    "le chat dort sur le canapé",
    "azer qsdf wxcv",
    "1234567890",
  ],
};

describe("what the bot does not know", () => {
  it.each(languages.flatMap((language) => unrelated[language].map((text) => ({ language, text }))))(
    "“$text” ($language) gets the fallback and no handoff",
    ({ language, text }) => {
      const reply = ask(text, language);
      expect(reply.said).toContain(language === "en" ? "I am not sure" : "Je ne suis pas sûr");
      expect(reply).not.toHaveProperty("connect");
    },
  );
});

describe("the documentation's example", () => {
  it.each([
    [
      "en",
      "my cat is ill, can I talk to someone",
      "e-mail address",
      "animal care team",
      "call 02 61 91 00 12",
    ],
    [
      "en",
      "My cat is sick!! I want to talk to somebody",
      "e-mail address",
      "animal care team",
      "call 02 61 91 00 12",
    ],
    [
      "fr",
      "mon chat est malade, je voudrais parler à quelqu'un",
      "adresse e-mail",
      "équipe soignante",
      "appelez le 02 61 91 00 12",
    ],
    ["fr", "Mon chien est tres malade !", "adresse e-mail", "équipe soignante", "appelez le 02 61 91 00 12"],
  ] as const)("%s: %s", (language, question, asked, success, failure) => {
    const first = ask(question, language);
    expect(first.said).toContain(asked);
    expect(first).not.toHaveProperty("connect");

    const again = ask("why?", language, first.memory);
    expect(again.memory.waitingStep).toMatchObject({ itemId: "animal", step: 0 });

    const done = ask("camille@example.com", language, again.memory);
    expect(done.memory).toEqual({ variables: { mail: "camille@example.com" } });
    expect(done.connect).toEqual({ skillId: "animal" });
    expect(done.said).toContain(success);
    expect(done.said).toContain("camille@example.com");

    const nobody = ask("camille@example.com", language, again.memory, false);
    expect(nobody.said).toContain(failure);
    expect(nobody).not.toHaveProperty("connect");

    const second = ask(question, language, done.memory);
    expect(second.connect).toEqual({ skillId: "animal" });
  });

  it.each(["skip", "passer", "je voudrais parler à quelqu’un"])("“%s” instead of an e-mail", (text) => {
    const asked = ask("mon chat est malade", "fr");
    const done = ask(text, "fr", asked.memory);
    expect(done.connect).toEqual({ skillId: "animal" });
    expect(done.memory.variables).toEqual({});
    expect(done.said).not.toContain("${");
  });

  it("a person can be had without a skill", () => {
    expect(ask("can I talk to someone?", "en").connect).toEqual({});
    expect(ask("je voudrais parler à quelqu'un", "fr").connect).toEqual({});
  });
});

function bareAccents(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "");
}

/** One letter left out, doubled, changed, or swapped with its neighbour. */
function typo(word: string, dice: fc.Stream<number>): string {
  const letters = word.trimEnd().replace(/[’-]$/u, "").length;
  const [kind = 0, place = 0] = dice.take(2);
  const at = place % (letters - 1);
  const before = word.slice(0, at);
  const letter = word.charAt(at);
  const after = word.slice(at + 1);
  const forms = [
    before + after,
    before + letter + letter + after,
    `${before}k${after}`,
    before + after.charAt(0) + letter + after.slice(1),
  ];
  return forms[kind % forms.length] ?? word;
}
