/** `POST /api/chat/sessions`: a new conversation, or the one a known token stands for. */
import type { FastifyInstance } from "fastify";
import type { ConversationHead } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import { parseBody } from "../http/body.ts";
import { perMinute } from "../http/server.ts";
import { type Language, maxTextLength, type Session, sessionRequestSchema } from "../protocol/chat.ts";
import { newToken, tokenHash } from "../secrets/hash.ts";
import type { ChatPorts } from "./chat.ts";
import type { OriginRules } from "./origin.ts";

export function registerSessions(server: FastifyInstance, ports: ChatPorts, origins: OriginRules): void {
  const { store, relay } = ports;
  const opened = ports.metrics.counter("chat_conversations_opened_total", "Conversations begun.");

  server.post(
    "/api/chat/sessions",
    { config: perMinute(ports.limits.sessionsPerMinute) },
    async (request, reply): Promise<Session> => {
      const wanted = parseBody(sessionRequestSchema, request.body);
      const channel = await store.bots.channel(wanted.channelId);
      if (channel === undefined) {
        throw new CodedError("channel_unknown", "There is no channel of this name.");
      }
      await origins.checkChannel(request.headers, channel.id);
      reply.header("cache-control", "no-store");

      const known = await knownConversation(wanted.token, channel.id);
      const token = known?.token ?? newToken();
      const head: ConversationHead = known?.head ?? {
        id: ports.newId(),
        botId: channel.botId,
        channelId: channel.id,
        language: languageOf(wanted.language),
        test: wanted.preview === true,
        createdAt: ports.now(),
      };
      if (known === undefined) {
        await relay.openConversation(head, tokenHash(token));
        opened.add();
      }
      return {
        token,
        conversationId: head.id,
        language: head.language,
        channel: { title: channel.title, accent: channel.accent },
        limits: { textLength: maxTextLength, fileBytes: ports.maxFileBytes },
      };
    },
  );

  async function knownConversation(token: string | undefined, channelId: string) {
    if (token === undefined) return undefined;
    const head = await store.conversations.findByToken(tokenHash(token));
    return head?.channelId === channelId ? { token, head } : undefined;
  }
}

/** From a BCP 47 tag, or a list of them as browsers send it. */
function languageOf(tag: string | undefined): Language {
  return /^fr\b/i.test(tag ?? "") ? "fr" : "en";
}
