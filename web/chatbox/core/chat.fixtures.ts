import type { ServerFrame } from "../../../src/protocol/chat.ts";
import type { Chat, ChatPorts } from "./chat.ts";
import { openChat } from "./chat.ts";
import type { LinkHandlers } from "./link.ts";
import { manualTimers } from "./manual-timers.ts";
import { keptInMemory } from "./storage.ts";
import type { FileLike } from "./uploads.ts";
import type { ChatView } from "./view.ts";

export const sessionOf = (id: string) => ({
  token: `token of ${id}`,
  conversationId: id,
  language: "en",
  channel: { title: "Demo", accent: "#0f766e" },
  limits: { textLength: 4000, fileBytes: 1000 },
});
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
export const changes = (revision: number, more: Partial<Extract<ServerFrame, { type: "changes" }>> = {}) =>
  ({ type: "changes", revision, status: { mode: "bot" }, messages: [], ...more }) satisfies ServerFrame;

/** A chat on a connection played by hand; `hear` is what the server says. */
export function setUp(ports: Partial<ChatPorts<FileLike>> = {}) {
  const timers = manualTimers();
  const kept = keptInMemory();
  const sent: unknown[] = [];
  const asked: unknown[] = [];
  const views: ChatView[] = [];
  const links: LinkHandlers[] = [];
  let ids = 0;
  const chat: Chat<FileLike> = openChat<FileLike>({
    request: { channelId: "demo" },
    kept,
    keyPrefix: "zlc.demo.",
    timers,
    random: () => 1,
    newId: () => `c${(ids += 1)}`,
    postSession: async (request) => {
      asked.push(request);
      return { status: 200, body: sessionOf(`conversation ${asked.length}`) };
    },
    webSocket: () => (handlers) => {
      links.push(handlers);
      return { send: (frame) => void sent.push(frame), close: () => undefined };
    },
    poll: () => () => ({ send: () => undefined, close: () => undefined }),
    upload: () => async () => ({ kind: "failed" }),
    uploadNotAnswered: () => "interrupted",
    changed: (view) => views.push(view),
    ...ports,
  });
  const view = (): ChatView => {
    const last = views.at(-1);
    if (last === undefined) throw new Error("nothing was shown");
    return last;
  };
  const hear = (...frames: ServerFrame[]): void => {
    for (const frame of frames) {
      links.at(-1)?.alive();
      links.at(-1)?.frame(frame);
    }
  };
  return { chat, timers, kept, sent, asked, views, links, view, hear };
}
