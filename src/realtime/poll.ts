/** `POST /api/chat/poll`: the chat for networks that let no websocket through. */
import type { FastifyInstance } from "fastify";
import type { ConversationHead } from "../conversation/model.ts";
import { parseBody } from "../http/body.ts";
import { perMinute } from "../http/server.ts";
import { pollRequestSchema, type ServerFrame } from "../protocol/chat.ts";
import { changesSince } from "./changes.ts";
import type { ChatPorts, ChatShared } from "./chat.ts";
import { answerFrame } from "./visitor-frame.ts";

export function registerPoll(server: FastifyInstance, ports: ChatPorts, shared: ChatShared): void {
  const { store, limits } = ports;
  /** Ends the wait of every poll under way. */
  const waiting = new Set<() => void>();
  let closing = false;
  server.addHook("preClose", () => {
    closing = true;
    for (const end of waiting) end();
    return Promise.resolve();
  });

  server.post(
    "/api/chat/poll",
    { config: perMinute(limits.pollsPerMinute) },
    async (request, reply): Promise<{ frames: ServerFrame[] }> => {
      const { token, revision, frames = [] } = parseBody(pollRequestSchema, request.body);
      const head = await shared.visitors.byToken(token);
      await shared.origins.checkChannel(request.headers, head.channelId);
      reply.header("cache-control", "no-store");

      const answers: ServerFrame[] = [];
      for (const frame of frames) {
        const answer = await answerFrame(frame, head, ports);
        if (answer !== undefined) answers.push(answer);
      }
      const changes = await nextChanges(head, revision, answers.length > 0, (end) => {
        reply.raw.once("close", end);
      });
      return { frames: [...answers, ...changes] };
    },
  );

  /** What changed, waiting for it unless `atOnce`. `onGone` is told how to end the wait when the visitor leaves. */
  async function nextChanges(
    head: ConversationHead,
    revision: number,
    atOnce: boolean,
    onGone: (end: () => void) => void,
  ): Promise<ServerFrame[]> {
    const view = await shared.viewOf(head);
    const collect = async () => {
      const found: ServerFrame[] = [];
      const query = { revision, always: false };
      for await (const frame of changesSince(store.conversations, head.id, view, query)) found.push(frame);
      return found;
    };
    if (atOnce) return collect();

    const news = Promise.withResolvers<void>();
    const typings: ServerFrame[] = [];
    const stopWatching = shared.hub.watch(head.id, {
      changed: news.resolve,
      typing: (typing) => {
        typings.push({ type: "typing", ...typing });
        news.resolve();
      },
    });
    const timer = setTimeout(news.resolve, limits.pollWaitMs);
    waiting.add(news.resolve);
    onGone(news.resolve);
    try {
      // Looked at after the watch began: what is committed in between is either here or announced.
      const already = await collect();
      if (already.length > 0 || closing) return already;
      await news.promise;
      return [...(await collect()), ...typings];
    } finally {
      clearTimeout(timer);
      waiting.delete(news.resolve);
      stopWatching();
    }
  }
}
