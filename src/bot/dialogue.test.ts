import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { BotMemory } from "../conversation/state.ts";
import type { Language } from "../protocol/chat.ts";
import { plainFromRichText } from "../protocol/rich-text.ts";
import { createKnowledge, greeting, takeTurn } from "./dialogue.ts";
import { knowledgeItemSchema } from "./knowledge.ts";
import type { BotReply } from "./port.ts";

type ItemInput = z.input<typeof knowledgeItemSchema>;

const vet: ItemInput = {
  id: "vet",
  name: "Vet",
  kind: "question",
  questions: { en: ["my cat is ill"], fr: ["mon chat est malade"] },
  steps: [
    { variable: "mail", input: "email", prompt: { en: "Your e-mail?", fr: "Votre e-mail ?" } },
    { variable: "pet", prompt: { en: "Its name?", fr: "Son nom ?" }, retries: 0 },
  ],
  response: {
    kind: "skill",
    skillId: "animal",
    success: {
      text: { en: "Connecting ${pet}.\nI noted ${mail}.", fr: "Je transmets." },
      action: "connectToLivechat",
    },
    failure: { text: { en: "Nobody is here.", fr: "Personne n’est là." } },
  },
};
const person: ItemInput = {
  id: "person",
  name: "Person",
  kind: "question",
  questions: { en: ["talk to a person"] },
  response: { kind: "always", answer: { text: { en: "Of course." }, action: "connectToLivechat" } },
};
const hours: ItemInput = {
  id: "hours",
  name: "Hours",
  kind: "question",
  questions: { en: ["opening hours"], fr: ["horaires"] },
  response: { kind: "always", answer: { text: { en: "From nine to five.", fr: "De 9 h à 17 h." } } },
};

const knowledge = createKnowledge([vet, person, hours].map((item) => knowledgeItemSchema.parse(item)));

function say(
  text: string,
  { memory = { variables: {} }, ready = true, language = "en" }: Given = {},
): BotReply & { said: string[] } {
  const turn = takeTurn(knowledge, { text, language, memory });
  const reply = turn.kind === "reply" ? turn.reply : turn.conclude(ready);
  return { ...reply, said: reply.answers.map(plainFromRichText) };
}
interface Given {
  memory?: BotMemory;
  ready?: boolean;
  language?: Language;
}
const atMail: BotMemory = { variables: {}, waitingStep: { itemId: "vet", step: 0 } };
const atPet: BotMemory = { variables: { mail: "a@b.fr" }, waitingStep: { itemId: "vet", step: 1 } };

describe("a question", () => {
  it("gets the item's answer and no handoff without the action", () => {
    expect(say("opening hours?")).toMatchObject({ said: ["From nine to five."], memory: { variables: {} } });
    expect(say("opening hours?")).not.toHaveProperty("connect");
  });

  it("gets the fallback when nothing fits", () => {
    expect(say("tell me a joke").said).toEqual(["I am not sure I understand. Could you put it another way?"]);
  });

  it("connects without a skill when the item has no condition", () => {
    expect(say("talk to a person")).toMatchObject({ said: ["Of course."], connect: {} });
    expect(say("talk to a person").connect).not.toHaveProperty("skillId");
  });

  it("asked in the other language is answered in it, through all steps", () => {
    const asked = say("mon chat est malade");
    expect(asked.said).toEqual(["Votre e-mail\u202f?"]);
    const next = say("a@b.fr", { memory: asked.memory });
    expect(next.said).toEqual(["Son nom\u202f?"]);
    expect(say("Félix", { memory: next.memory }).said).toEqual(["Je transmets."]);
  });

  it("is answered in the language the item has", () => {
    expect(say("talk to a person", { language: "fr" }).said).toEqual(["Of course."]);
  });
});

describe("free-input steps", () => {
  it("ask one after the other, fill variables and end at the condition", () => {
    const first = say("my cat is ill");
    expect(first).toMatchObject({ said: ["Your e-mail?"], memory: atMail });
    const second = say("it is anna@example.com, thanks", { memory: first.memory });
    expect(second.said).toEqual(["Its name?"]);
    expect(second.memory.variables).toEqual({ mail: "anna@example.com" });
    const last = say("Tom", { memory: second.memory });
    expect(last).toMatchObject({
      said: ["Connecting Tom.\nI noted anna@example.com."],
      connect: { skillId: "animal" },
      memory: { variables: { mail: "anna@example.com", pet: "Tom" } },
    });
    expect(last.memory).not.toHaveProperty("waitingStep");
  });

  it("give the failure answer and no handoff while the skill is not ready", () => {
    const reply = say("Tom", { memory: atPet, ready: false });
    expect(reply.said).toEqual(["Nobody is here."]);
    expect(reply).not.toHaveProperty("connect");
  });

  it("are not asked again once their variable is known", () => {
    const reply = say("my cat is ill", { memory: { variables: { mail: "a@b.fr", pet: "Tom" } } });
    expect(reply.connect).toEqual({ skillId: "animal" });
  });

  it("ask again for an e-mail a bounded number of times, then go on without", () => {
    let reply = say("my e-mail", { memory: atMail });
    for (const expected of [1, 2]) {
      expect(reply.said[0]).toContain("does not look like an e-mail address");
      expect(reply.memory.waitingStep?.tries).toBe(expected);
      reply = say("still none", { memory: reply.memory });
    }
    expect(reply.said).toEqual(["No problem, we will go on without it.", "Its name?"]);
    expect(reply.memory).toEqual({ variables: {}, waitingStep: { itemId: "vet", step: 1 } });
  });

  it.each(["skip", "Passer.", "no thanks", "je n’en ai pas", "talk to a person", "my cat is ill"])(
    "can be skipped: %s",
    (text) => {
      const reply = say(text, { memory: atMail });
      expect(reply.said).toEqual(["No problem, we will go on without it.", "Its name?"]);
      expect(reply.memory.variables).toEqual({});
    },
  );

  it("leave an unknown variable's line out of the answer", () => {
    const memory = { variables: {}, waitingStep: { itemId: "vet", step: 1 } };
    expect(say("Tom", { memory }).said).toEqual(["Connecting Tom."]);
  });

  it("can be left", () => {
    const reply = say("never mind", { memory: atMail });
    expect(reply.memory).toEqual({ variables: {} });
    expect(reply).not.toHaveProperty("connect");
  });

  it("answer another question and ask once more", () => {
    const reply = say("what are the opening hours", { memory: atMail });
    expect(reply.said).toEqual(["From nine to five.", "Your e-mail?"]);
    expect(reply.memory).toEqual(atMail);
  });

  it("take any text where any is wanted, in one bounded line", () => {
    const reply = say(`no\nname \u202e${"x".repeat(900)}`, { memory: atPet });
    expect(reply.memory.variables["pet"]).toMatch(/^no name x+$/);
    expect(reply.memory.variables["pet"]).toHaveLength(500);
  });

  it("that are gone since are forgotten: the text is a new question", () => {
    const memory = { variables: {}, waitingStep: { itemId: "removed", step: 0 } };
    expect(say("opening hours", { memory })).toMatchObject({
      said: ["From nine to five."],
      memory: { variables: {} },
    });
    expect(say("hi", { memory: { ...memory, waitingStep: { itemId: "vet", step: 7 } } }).memory).toEqual({
      variables: {},
    });
  });

  it.each([
    "anna@example.com",
    "<anna.o'neil+pets@mail.example.co.uk>",
    "mon adresse : anna@exemple.fr.",
    "mailto:anna@example.com",
  ])("find the e-mail in %s", (text) => {
    expect(say(text, { memory: atMail }).memory.variables["mail"]).toMatch(/^anna[^\s<>:]*[a-z]$/);
  });

  it.each(["anna@", "@example.com", "anna@example", "anna at example.com", "a@b..com", "@".repeat(4000)])(
    "find no e-mail in %s",
    (text) => {
      expect(say(text, { memory: atMail }).memory.variables).not.toHaveProperty("mail");
    },
  );
});

describe("greeting and fallback", () => {
  it("are the bot's own where it has them", () => {
    const own = createKnowledge(
      [
        { id: "g", name: "g", kind: "greeting" as const, text: { en: "Welcome.", fr: "Bienvenue." } },
        { id: "f", name: "f", kind: "fallback" as const, text: { en: "Pardon?" } },
      ].map((item) => knowledgeItemSchema.parse(item)),
    );
    expect(plainFromRichText(greeting(own, "fr"))).toBe("Bienvenue.");
    const turn = takeTurn(own, { text: "x", language: "fr", memory: { variables: {} } });
    expect(turn.kind === "reply" && turn.reply.answers.map(plainFromRichText)).toEqual(["Pardon?"]);
  });

  it("are the system's otherwise", () => {
    expect(plainFromRichText(greeting(knowledge, "fr"))).toBe("Bonjour, comment puis-je vous aider\u202f?");
  });
});
