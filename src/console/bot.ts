/** What every operation below `/api/console/bots/{botId}/` begins with. */
import { itemsUsingSkill, type KnowledgeItem, parseKnowledge, variablesOf } from "../bot/knowledge.ts";
import { CodedError } from "../errors.ts";
import type { Bot, Connector, Store } from "../store/port.ts";

export const botPath = "/api/console/bots/{botId}";

/** @throws `not_found` */
export async function loadBot(
  store: Pick<Store, "bots">,
  params: Readonly<Record<string, string>>,
): Promise<Bot> {
  const bot = await store.bots.load(params.botId ?? "");
  if (bot === undefined) throw new CodedError("not_found", "There is no such bot.");
  return bot;
}

/** The bot's connector, there from the moment ZENDESK was first saved. @throws `not_found` */
export async function loadConnector(store: Pick<Store, "connectors">, bot: Bot): Promise<Connector> {
  const connector = await store.connectors.findByBot(bot.id);
  if (connector === undefined) {
    throw new CodedError(
      "not_found",
      "The bot has no connector until ZENDESK is saved as its escalation type.",
    );
  }
  return connector;
}

/** What is being edited and what visitors get: a variable or a skill named in either is in use. */
async function knownItems(store: Pick<Store, "bots">, botId: string): Promise<readonly KnowledgeItem[]> {
  const rows = await store.bots.knowledge(botId);
  return [...parseKnowledge(rows, "published").items, ...parseKnowledge(rows, "draft").items];
}

export async function knownVariables(store: Pick<Store, "bots">, botId: string): Promise<readonly string[]> {
  return variablesOf(await knownItems(store, botId));
}

/** Names of the knowledge items that use each skill, without repetition. */
export async function skillUses(
  store: Pick<Store, "bots">,
  botId: string,
): Promise<(skillId: string) => readonly string[]> {
  const items = await knownItems(store, botId);
  return (skillId) => [...new Set(itemsUsingSkill(items, skillId))];
}
