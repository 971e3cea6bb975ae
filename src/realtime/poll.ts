/** `POST /api/chat/poll`: the chat for networks that let no websocket through. */
import type { FastifyInstance } from "fastify";
import type { ConversationHead } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import { parseBody } from "../http/body.ts";
import { perMinute } from "../http/server.ts";
import { pollRequestSchema, type ServerFrame } from "../protocol/chat.ts";
import { changesSince } from "./changes.ts";
import type { ChatPorts, ChatShared } from "./chat.ts";
import { answerFrame } from "./visitor-frame.ts";

/**
 * Polls of one conversation that may be at work at once, those that only wait for news not counted (`hub.ts` counts
 * them): as many as the tabs that a browser brings back together.
 */
const mostAtWork = 6;

export function registerPoll(server: FastifyInstance, ports: ChatPorts, shared: ChatShared): void {
  const { store, limits } = ports;
  /** Ends the wait of every poll under way. */
  const waiting = new Set<() => void>();
  /** Polls that are at work, by conversation. */
  const atWork = new Map<string, Set<symbol>>();
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

      const done = begin(head.id);
      try {
        const answers: ServerFrame[] = [];
        for (const frame of frames) {
          const answer = await answerFrame(frame, head, ports);
          if (answer !== undefined) answers.push(answer);
        }
        const onGone = (end: () => void) => void reply.raw.once("close", end);
        const changes = await nextChanges(head, revision, { atOnce: answers.length > 0, onGone, done });
        return { frames: [...answers, ...changes] };
      } finally {
        done();
      }
    },
  );

  /** A poll of the conversation is at work until the answer is called, however often that is. */
  function begin(conversationId: string): () => void {
    const polls = atWork.get(conversationId) ?? new Set();
    if (polls.size >= mostAtWork)
      throw new CodedError("too_many_requests", "The conversation is asked for in too many places at once.", {
        retryAfterMs: 1000,
      });
    const poll = Symbol();
    atWork.set(conversationId, polls.add(poll));
    return () => {
      polls.delete(poll);
      if (polls.size === 0 && atWork.get(conversationId) === polls) atWork.delete(conversationId);
    };
  }

  /**
   * One frame of what changed, waiting for it unless `atOnce`. `onGone` is told how to end the wait when the visitor
   * leaves, `done` is called when the work is done and the wait begins.
   */
  async function nextChanges(
    head: ConversationHead,
    revision: number,
    { atOnce, onGone, done }: { atOnce: boolean; onGone: (end: () => void) => void; done: () => void },
  ): Promise<ServerFrame[]> {
    const view = await shared.viewOf(head);
    const look = async (): Promise<ServerFrame[]> => {
      const found = await changesSince(store.conversations, head.id, view, { revision, always: false });
      return found === undefined ? [] : [found];
    };
    if (atOnce) return look();

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
      const already = await look();
      if (already.length > 0 || closing) return already;
      done();
      await news.promise;
      return [...(await look()), ...typings];
    } finally {
      clearTimeout(timer);
      waiting.delete(news.resolve);
      stopWatching();
    }
  }
}
