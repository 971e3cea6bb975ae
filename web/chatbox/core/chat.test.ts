import { describe, expect, test } from "vitest";
import type { ServerFrame } from "../../../src/protocol/chat.ts";
import type { Chat, ChatPorts } from "./chat.ts";
import { chatTiming, openChat } from "./chat.ts";
import type { LinkHandlers } from "./link.ts";
import { manualTimers } from "./manual-timers.ts";
import { keptInMemory } from "./storage.ts";
import type { FileLike, UploadOutcome } from "./uploads.ts";
import type { ChatView } from "./view.ts";

const session = (id: string) => ({
  token: `token of ${id}`,
  conversationId: id,
  language: "en",
  channel: { title: "Demo", accent: "#0f766e" },
  limits: { textLength: 4000, fileBytes: 1000 },
});
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const changes = (revision: number, more: Partial<Extract<ServerFrame, { type: "changes" }>> = {}) =>
  ({ type: "changes", revision, status: { mode: "bot" }, messages: [], ...more }) satisfies ServerFrame;

function setUp(ports: Partial<ChatPorts<FileLike>> = {}) {
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
      return { status: 200, body: session(`conversation ${asked.length}`) };
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

describe("sending", () => {
  test("one at a time: the next goes out when the one before is acknowledged", async () => {
    const { chat, sent, hear, view } = setUp();
    await settle();
    chat.sayText("one");
    chat.sayText("two");
    expect(sent).toEqual([]);
    hear(changes(0));
    expect(sent).toEqual([{ type: "say", clientId: "c1", content: { type: "text", text: "one" } }]);
    hear({ type: "ack", clientId: "c1", seq: 1 });
    expect(sent.at(-1)).toEqual({ type: "say", clientId: "c2", content: { type: "text", text: "two" } });
    expect(view().items.map(({ state }) => state)).toEqual(["sent", "sending"]);
  });

  test("a rejected one stays with the server's words, holds nothing up, and goes out again on request", async () => {
    const { chat, sent, hear, view, kept } = setUp();
    await settle();
    hear(changes(0));
    chat.sayText("one");
    chat.sayText("two");
    hear({ type: "rejected", clientId: "c1", code: "too_fast", message: "Wait a moment." });
    expect(view().items.find(({ key }) => key === "c1")).toMatchObject({
      state: "rejected",
      reason: "Wait a moment.",
    });
    expect(sent.at(-1)).toMatchObject({ clientId: "c2" });
    hear({ type: "ack", clientId: "c2", seq: 1 });
    chat.retry("c1");
    expect(sent.at(-1)).toMatchObject({ clientId: "c1" });
    hear({ type: "rejected", clientId: "c1", code: "too_fast", message: "Wait a moment." });
    chat.remove("c1");
    expect(view().items.map(({ key }) => key)).toEqual(["c2"]);
    expect(kept.keys().filter((key) => key.includes("outbox"))).toEqual([]);
  });

  test("a missing acknowledgement replaces the link and sends again with the same id", async () => {
    const { chat, sent, hear, timers, links } = setUp();
    await settle();
    hear(changes(0));
    chat.sayText("one");
    timers.advance(chatTiming.ackWithin + 500);
    expect(links).toHaveLength(2);
    hear(changes(0));
    expect(sent.filter((frame) => JSON.stringify(frame).includes("c1"))).toHaveLength(2);
  });

  test("a file becomes a message when it has arrived, and says so when it did not", async () => {
    let outcome: UploadOutcome = { kind: "failed", message: "This kind of file is not accepted." };
    const { chat, sent, hear, view } = setUp({ upload: () => async () => outcome });
    await settle();
    hear(changes(0));
    chat.sendFile({ name: "cat.exe", size: 5 });
    await settle();
    expect(view().uploads).toMatchObject([{ problem: "This kind of file is not accepted." }]);
    const file = { fileId: "f1", name: "cat.png", mediaType: "image/png", size: 5, image: true, url: "/f1" };
    outcome = { kind: "done", file };
    chat.retryUpload(view().uploads[0]?.id ?? "");
    await settle();
    expect(view().uploads).toEqual([]);
    expect(sent.at(-1)).toMatchObject({ type: "say", content: { type: "file", fileId: "f1" } });
    expect(view().items.at(-1)?.content).toMatchObject({ name: "cat.png", url: "/f1" });
  });
});

describe("leaving the operator", () => {
  test("is said again after a break until the bot is back", async () => {
    const { chat, sent, hear, view, links, timers } = setUp();
    await settle();
    hear(changes(1, { status: { mode: "livechat" } }));
    chat.leave();
    links.at(-1)?.closed("lost");
    timers.advance(500);
    hear(changes(1, { status: { mode: "livechat" } }));
    expect(sent).toEqual([{ type: "leave" }, { type: "leave" }]);
    expect(view().leaving).toBe(true);
    hear(changes(2));
    expect(view().leaving).toBe(false);
  });
});

describe("the connection", () => {
  test("a short break is not mentioned, a longer one is, and its end too", async () => {
    const { hear, links, timers, view, views } = setUp();
    await settle();
    hear(changes(0));
    links.at(-1)?.closed("lost");
    timers.advance(500);
    hear(changes(0));
    expect(views.map(({ connection }) => connection)).not.toContain("lost");
    links.at(-1)?.closed("lost");
    for (let attempt = 0; attempt < 3; attempt += 1) {
      timers.advance(700);
      links.at(-1)?.closed("lost");
    }
    expect(view().connection).toBe("lost");
    timers.advance(10_000);
    hear(changes(0));
    expect(view().connection).toBe("open");
  });

  test("a session that is not known any more is replaced by a new one, with what was not sent", async () => {
    const { chat, hear, links, timers, asked, kept, view, sent } = setUp();
    await settle();
    const { author, content } = { author: { type: "system" } as const, content: { type: "notice" } as const };
    hear(
      changes(1, {
        messages: [{ id: "m", seq: 1, at: 1, author, content: { ...content, notice: "x", text: "old" } }],
      }),
    );
    chat.sayText("not sent yet");
    links.at(-1)?.closed("stop");
    timers.advance(1000);
    await settle();
    expect(asked).toEqual([{ channelId: "demo" }, { channelId: "demo" }]);
    expect(kept.get("zlc.demo.token")).toBe("token of conversation 2");
    hear(changes(0));
    expect(view().items).toHaveLength(1);
    expect(sent.at(-1)).toMatchObject({ content: { text: "not sent yet" } });
  });

  test("a server that is away is asked again, one that refuses is not", async () => {
    let status = 503;
    let calls = 0;
    const { timers, view } = setUp({
      postSession: async () => {
        calls += 1;
        return { status, body: { error: { code: "channel_unknown", message: "" } } };
      },
    });
    await settle();
    timers.advance(1000);
    await settle();
    expect(calls).toBe(2);
    status = 404;
    timers.advance(2000);
    await settle();
    expect(view().phase).toBe("refused");
    timers.advance(100_000);
    expect(calls).toBe(3);
  });

  test("starting over forgets the conversation and what waited in it", async () => {
    const { chat, hear, asked, view } = setUp();
    await settle();
    hear(changes(0));
    chat.sayText("old");
    chat.startOver();
    await settle();
    expect(asked.at(-1)).toEqual({ channelId: "demo" });
    expect(view()).toMatchObject({ items: [], session: { conversationId: "conversation 2" } });
  });
});

test("typing is shown until its end is said, a message comes, or it lasts too long", async () => {
  const { hear, timers, view } = setUp();
  await settle();
  hear(changes(0), { type: "typing", name: "Sara", on: true });
  expect(view().typing).toEqual({ name: "Sara" });
  hear({ type: "typing", on: false });
  expect(view().typing).toBeUndefined();
  hear({ type: "typing", on: true });
  timers.advance(chatTiming.typingAtMost);
  expect(view().typing).toBeUndefined();
});
