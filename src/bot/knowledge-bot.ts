/** The bot that answers from its knowledge in the store. */
import type { Language } from "../protocol/chat.ts";
import type { BotStore, KnowledgeRow } from "../store/port.ts";
import type { Knowledge } from "./dialogue.ts";
import { createKnowledge, greeting, takeTurn } from "./dialogue.ts";
import { parseKnowledge } from "./knowledge.ts";
import type { Bot } from "./port.ts";

/** Bots whose knowledge is kept ready; the one asked longest ago makes room. */
const maxBotsReady = 50;

interface Needs {
  readonly store: { readonly bots: Pick<BotStore, "knowledge" | "knowledgeVersion"> };
  readonly log: { readonly warn: (facts: object, message: string) => void };
}

/**
 * Each question is answered by what is published now, so that publishing takes effect at once; the knowledge is read
 * and its search index made anew only after a change. An item that cannot be read is reported and left out.
 */
export function createKnowledgeBot({ store, log }: Needs): Bot {
  const ready = new Map<string, { readonly version: number; readonly knowledge: Knowledge }>();

  const knowledgeOf = async (botId: string): Promise<Knowledge> => {
    // Asked before the knowledge is read: what changes in between is read again.
    const version = await store.bots.knowledgeVersion(botId);
    const known = ready.get(botId);
    const entry =
      known?.version === version
        ? known
        : { version, knowledge: read(botId, await store.bots.knowledge(botId)) };
    ready.delete(botId);
    ready.set(botId, entry);
    for (const oldest of [...ready.keys()].slice(0, -maxBotsReady)) {
      ready.delete(oldest);
    }
    return entry.knowledge;
  };

  const read = (botId: string, rows: readonly KnowledgeRow[]): Knowledge => {
    const { items, unreadable } = parseKnowledge(rows, "published");
    for (const { itemId, reason } of unreadable) {
      log.warn({ botId, itemId, reason }, "knowledge item left out: it cannot be read");
    }
    return createKnowledge(items);
  };

  return {
    reply: async ({ botId, text, language, memory, skillReady }) => {
      const turn = takeTurn(await knowledgeOf(botId), { text, language, memory });
      return turn.kind === "reply" ? turn.reply : turn.conclude(await skillReady(turn.skillId));
    },
    greet: async (botId: string, language: Language) => [greeting(await knowledgeOf(botId), language)],
  };
}
