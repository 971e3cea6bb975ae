/** Puts the sample bot into a store that does not have it yet. */
import type { Connector, Store } from "../src/store/port.ts";
import { animalSkill, demoKnowledge } from "./knowledge.ts";

export const demoBotId = "demo";
export const demoChannelId = "demo";
export const demoConnectorId = "demo";
/** The bot variable that tells the operator who the visitor is. */
export const demoSenderId = "mail";

type DemoStore = Pick<Store, "bots" | "connectors" | "facts">;

const seededFact = "demo_seeded";

/**
 * Fills in the sample bot once: skill, knowledge (published), channel, and with `connector` the still empty
 * connector. What is there already is left as it is, and once it has finished a later start does nothing, so
 * that whatever a manager changed or removed stays so. The connector alone is still added when a later start
 * asks for it. Without it the bot escalates to nobody: a manager begins by choosing ZENDESK, which creates it.
 */
export async function seedDemo(store: DemoStore, options: { readonly connector: boolean }): Promise<void> {
  if ((await store.facts.get(seededFact)) === undefined) {
    await seedBot(store);
    await store.facts.set(seededFact, "1");
  }
  if (options.connector && (await store.connectors.findByBot(demoBotId)) === undefined) {
    const bot = await store.bots.load(demoBotId);
    if (bot !== undefined) await store.bots.save({ ...bot, escalationType: "ZENDESK" });
    await store.connectors.save(emptyConnector);
  }
}

async function seedBot({ bots }: DemoStore): Promise<void> {
  if ((await bots.load(demoBotId)) === undefined) {
    await bots.save({ id: demoBotId, name: "Pip", escalationType: "NONE" });
  }
  await bots.addSkill({ ...animalSkill, botId: demoBotId });
  if ((await bots.channel(demoChannelId)) === undefined) {
    await bots.saveChannel({
      id: demoChannelId,
      botId: demoBotId,
      title: "Fern & Paw",
      accent: "#1f6f54",
      origins: [],
    });
  }
  const present = new Set((await bots.knowledge(demoBotId)).map((row) => row.itemId));
  for (const [order, item] of demoKnowledge.entries()) {
    if (!present.has(item.id)) {
      const json = JSON.stringify(item);
      await bots.saveKnowledge({ botId: demoBotId, itemId: item.id, order, draft: json, published: json });
    }
  }
}

const emptyConnector: Connector = {
  id: demoConnectorId,
  botId: demoBotId,
  origin: "",
  appId: "",
  integrationId: "",
  keyId: "",
  api: { kind: "token", email: "" },
  senderId: demoSenderId,
  secrets: {},
  state: "empty",
  warnings: "[]",
  groups: [],
};
