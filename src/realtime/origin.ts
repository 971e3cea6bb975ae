/**
 * Whose pages may talk to the chat. Origins stop other sites' pages, not programs: those send none, or lie, and
 * are held by limits and tokens.
 */
import type { IncomingHttpHeaders } from "node:http";
import { CodedError } from "../errors.ts";
import type { BotStore } from "../store/port.ts";

export interface OriginRules {
  /** Refuses (`origin_refused`) a page that is neither ours nor one of the channel's. */
  readonly checkChannel: (headers: IncomingHttpHeaders, channelId: string) => Promise<void>;
  /** True when some channel may be reached from there: asked before the visitor is known. */
  readonly knownAnywhere: (headers: IncomingHttpHeaders) => Promise<boolean>;
}

export function createOriginRules(
  bots: Pick<BotStore, "channel" | "channels" | "list">,
  publicUrl: () => string,
): OriginRules {
  /** The framed chatbox is our own page, so this is the usual case. */
  function isOwn({ origin, host }: IncomingHttpHeaders): boolean {
    if (origin === undefined) return true; // no browser's page
    if (!URL.canParse(origin)) return false;
    const url = new URL(origin);
    return url.host === host || url.origin === new URL(publicUrl()).origin;
  }

  return {
    checkChannel: async (headers, channelId) => {
      if (isOwn(headers)) return;
      const channel = await bots.channel(channelId);
      if (headers.origin === undefined || channel?.origins.includes(headers.origin) !== true) {
        throw new CodedError("origin_refused", "This site may not use the channel.");
      }
    },
    knownAnywhere: async (headers) => {
      if (isOwn(headers)) return true;
      const { origin } = headers;
      for (const bot of await bots.list()) {
        const channels = await bots.channels(bot.id);
        if (channels.some((channel) => origin !== undefined && channel.origins.includes(origin))) return true;
      }
      return false;
    },
  };
}
