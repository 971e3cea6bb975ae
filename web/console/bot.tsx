import { createContext, useContext } from "react";
import type { ChannelView, GeneralPreferences } from "../../src/protocol/console.ts";

interface BotContext {
  readonly botId: string;
  readonly preferences: GeneralPreferences;
  /** After a save: the navigation follows without a reload. */
  readonly setPreferences: (preferences: GeneralPreferences) => void;
  readonly channels: readonly ChannelView[];
}

const Context = createContext<BotContext | undefined>(undefined);
export const BotProvider = Context.Provider;

/** The bot whose pages are open. */
export function useBot(): BotContext {
  const bot = useContext(Context);
  if (bot === undefined) throw new Error("useBot outside of Shell");
  return bot;
}
