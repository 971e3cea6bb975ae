/** The chat as a chatbox sees it: sessions, the websocket, and the long-poll for where there is no websocket. */
import type { FastifyInstance } from "fastify";
import type { ConversationHead } from "../conversation/model.ts";
import type { Metrics } from "../http/metrics.ts";
import type { Upgrades } from "../http/upgrades.ts";
import type { Relay } from "../relay/port.ts";
import type { Store } from "../store/port.ts";
import { createHub } from "./hub.ts";
import { createOriginRules } from "./origin.ts";
import { registerPoll } from "./poll.ts";
import { registerSessions } from "./sessions.ts";
import { registerSockets } from "./sockets.ts";
import { createVisitors } from "./visitors.ts";
import type { View, VisitorTexts } from "./wire.ts";

export interface ChatLimits {
  /** Per address and minute. */
  readonly sessionsPerMinute: number;
  readonly pollsPerMinute: number;
  /** Per socket: this many frames at once, refilled at so many a second. */
  readonly frames: { readonly burst: number; readonly perSecond: number };
  /** How long a new socket may stay silent before its `hello`. */
  readonly helloMs: number;
  /** How often a socket is asked whether it is still there; unanswered by the next time, it is closed. */
  readonly heartbeatMs: number;
  /** How long a long-poll waits for news. */
  readonly pollWaitMs: number;
}

export const defaultChatLimits: ChatLimits = {
  sessionsPerMinute: 240,
  pollsPerMinute: 1200,
  frames: { burst: 60, perSecond: 20 },
  helloMs: 10_000,
  heartbeatMs: 30_000,
  pollWaitMs: 25_000,
};

export interface ChatPorts {
  readonly store: Pick<Store, "conversations" | "bots">;
  readonly relay: Relay;
  readonly texts: VisitorTexts;
  /** A fresh signed address of a file (`attachments/links.ts`). */
  readonly linkTo: (fileId: string) => string;
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
  readonly upgrades: Upgrades;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly limits: ChatLimits;
  /** Largest file that a visitor can send, in bytes. */
  readonly maxFileBytes: number;
}

/** Registers the routes and the websocket. Closing the server closes the sockets and answers the polls. */
export function registerChat(server: FastifyInstance, ports: ChatPorts): void {
  const { store, texts, linkTo } = ports;
  const shared = {
    hub: createHub(ports.relay),
    visitors: createVisitors(store.conversations),
    origins: createOriginRules(store.bots, ports.publicUrl),
    viewOf: async (head: ConversationHead): Promise<View> => ({
      botName: (await store.bots.load(head.botId))?.name ?? "",
      language: head.language,
      texts,
      linkTo,
    }),
  };
  ports.metrics.gauge("chat_watchers", "Sockets and polls that follow a conversation.", shared.hub.size);
  registerSessions(server, ports, shared.origins);
  registerSockets(server, ports, shared);
  registerPoll(server, ports, shared);
  server.addHook("onClose", () => {
    shared.hub.close();
    return Promise.resolve();
  });
}

/** What sockets and polls have in common. */
export interface ChatShared {
  readonly hub: ReturnType<typeof createHub>;
  readonly visitors: ReturnType<typeof createVisitors>;
  readonly origins: ReturnType<typeof createOriginRules>;
  readonly viewOf: (head: ConversationHead) => Promise<View>;
}
