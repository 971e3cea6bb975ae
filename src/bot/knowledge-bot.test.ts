import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainFromRichText } from "../protocol/rich-text.ts";
import type { Store } from "../store/port.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { createKnowledgeBot } from "./knowledge-bot.ts";
import type { Bot, BotQuestion } from "./port.ts";

let folder: string;
let store: Store;
let bot: Bot;
let warnings: object[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "knowledge-bot-"));
  store = await openSqliteStore({ folder });
  await store.bots.save({ id: "b", name: "Bot", escalationType: "ZENDESK" });
  warnings = [];
  bot = createKnowledgeBot({ store, log: { warn: (facts) => warnings.push(facts) } });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function answering(itemId: string, answer: string): string {
  return JSON.stringify({
    id: itemId,
    name: itemId,
    kind: "question",
    questions: { en: ["opening hours"] },
    response: { kind: "always", answer: { text: { en: answer } } },
  });
}

const conditional = JSON.stringify({
  id: "vet",
  name: "Vet",
  kind: "question",
  questions: { en: ["my cat is ill"] },
  response: {
    kind: "skill",
    skillId: "animal",
    success: { text: { en: "Connecting." }, action: "connectToLivechat" },
    failure: { text: { en: "Nobody is here." } },
  },
});

async function publish(itemId: string, json: string): Promise<void> {
  await store.bots.saveKnowledge({ botId: "b", itemId, order: 0, draft: json, published: json });
}

async function ask(text: string, skillReady: BotQuestion["skillReady"] = async () => true) {
  const reply = await bot.reply({ botId: "b", text, language: "en", memory: { variables: {} }, skillReady });
  return { ...reply, said: reply.answers.map(plainFromRichText) };
}

describe("the knowledge bot", () => {
  it("answers with what is published, at once, and never with a draft", async () => {
    await publish("hours", answering("hours", "Nine to five."));
    expect((await ask("opening hours")).said).toEqual(["Nine to five."]);

    const draft = answering("hours", "Ten to four.");
    const published = answering("hours", "Nine to five.");
    await store.bots.saveKnowledge({ botId: "b", itemId: "hours", order: 0, draft, published });
    expect((await ask("opening hours")).said).toEqual(["Nine to five."]);

    await publish("hours", draft);
    expect((await ask("opening hours")).said).toEqual(["Ten to four."]);

    await store.bots.removeKnowledge("b", "hours");
    expect((await ask("opening hours")).said[0]).toContain("not sure I understand");
  });

  it("asks for the skill only at a condition, and connects when it is ready", async () => {
    await publish("vet", conditional);
    const asked: string[] = [];
    const ready = (answer: boolean) => async (skillId: string) => {
      asked.push(skillId);
      return answer;
    };
    expect((await ask("hello", ready(true))).said).toHaveLength(1);
    expect(asked).toEqual([]);
    expect(await ask("my cat is ill", ready(true))).toMatchObject({
      said: ["Connecting."],
      connect: { skillId: "animal" },
    });
    const failed = await ask("my cat is ill", ready(false));
    expect(failed.said).toEqual(["Nobody is here."]);
    expect(failed).not.toHaveProperty("connect");
    expect(asked).toEqual(["animal", "animal"]);
  });

  it("reports an item that cannot be read, once, and answers with the rest", async () => {
    await publish("hours", answering("hours", "Nine to five."));
    await publish("broken", '{"secret":');
    await ask("opening hours");
    expect((await ask("opening hours")).said).toEqual(["Nine to five."]);
    expect(warnings).toEqual([{ botId: "b", itemId: "broken", reason: "not JSON" }]);
  });

  it("greets, also without any knowledge", async () => {
    expect((await bot.greet("b", "fr")).map(plainFromRichText)).toEqual([
      "Bonjour, comment puis-je vous aider\u202f?",
    ]);
  });
});
