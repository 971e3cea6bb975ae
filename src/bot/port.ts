/** What the relay asks of a bot. Our own knowledge base answers it; another bot can stand behind the same port. */
import type { BotMemory } from "../conversation/state.ts";
import type { Language } from "../protocol/chat.ts";
import type { RichText } from "../protocol/rich-text.ts";

export interface BotQuestion {
  readonly botId: string;
  readonly text: string;
  readonly language: Language;
  readonly memory: BotMemory;
  /** Asked only when a knowledge item carries a context condition. Resolves to false while the connector does not work. */
  readonly skillReady: (skillId: string) => Promise<boolean>;
}

export interface BotReply {
  readonly answers: readonly RichText[];
  /** The memory after the reply: variables filled, and the step that waits for the visitor's input. */
  readonly memory: BotMemory;
  /** The GUI action "connect to livechat" was on the answer; the skill when the item's condition set one. */
  readonly connect?: { readonly skillId?: string };
}

export interface Bot {
  reply: (question: BotQuestion) => Promise<BotReply>;
  /** What the bot says first in a new conversation. */
  greet: (botId: string, language: Language) => Promise<readonly RichText[]>;
}
