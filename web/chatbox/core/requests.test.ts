import { describe, expect, test } from "vitest";
import type { WireMessage } from "../../../src/protocol/chat.ts";
import { changes, settle, setUp } from "./chat.fixtures.ts";

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

  test.each(["ended_by_operator", "connection_timeout", "connection_failed"])(
    "does not end the next handoff when the first was over with %s meanwhile",
    async (end) => {
      const { chat, sent, hear, view, links, timers } = setUp();
      await settle();
      hear(changes(1, { status: { mode: "connecting" } }));
      links.at(-1)?.closed("lost");
      chat.leave();
      timers.advance(500);
      // Another tab has asked for an operator again.
      hear(
        changes(9, { status: { mode: "connecting" }, messages: [notice(6, end), notice(8, "connecting")] }),
      );
      expect(sent).toEqual([]);
      expect(view().leaving).toBe(false);
    },
  );
});

test("what was asked before a break waits until a history of several frames is told to its end", async () => {
  const { chat, sent, hear, view, links, timers } = setUp();
  await settle();
  hear(changes(1, { status: { mode: "livechat" } }));
  links.at(-1)?.closed("lost");
  chat.leave();
  timers.advance(500);
  hear({ type: "pong" }, changes(5, { status: { mode: "livechat" }, more: true }));
  timers.advance(1);
  expect(sent).toEqual([]);
  expect(view().leaving).toBe(true);
  // It was heard, and he has asked for an operator again in another tab.
  hear(changes(9, { status: { mode: "livechat" }, messages: [notice(6, "ended_by_visitor")] }));
  expect(sent).toEqual([]);
  expect(view().leaving).toBe(false);
});

function notice(seq: number, key: string): WireMessage {
  const content = { type: "notice", notice: key, text: "" } as const;
  return { id: `m${seq}`, seq, at: seq, author: { type: "system" }, content };
}

describe("what the visitor asks for", () => {
  const livechat = { mode: "livechat" } as const;
  const asked = { mode: "livechat", question: "nobody_came" } as const;
  const failed: WireMessage = {
    id: "m1",
    seq: 1,
    at: 1,
    author: { type: "visitor" },
    content: { type: "text", body: [{ type: "text", text: "hello" }] },
    clientId: "a",
    delivery: "failed",
  };

  test("goes out once over a link, and over the next only when the one before did not get it through", async () => {
    const { chat, sent, hear, view, links, timers } = setUp();
    await settle();
    hear(changes(1, { status: asked }));
    chat.wait();
    chat.wait();
    expect(sent).toEqual([{ type: "wait" }]);
    expect(view().waiting).toBe(true);
    links.at(-1)?.closed("lost");
    timers.advance(500);
    hear(changes(2, { status: livechat }));
    expect(view().waiting).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test("is not sent again when a question was put anew meanwhile", async () => {
    const { chat, sent, hear, links, timers } = setUp();
    await settle();
    hear(changes(1, { status: asked }));
    links.at(-1)?.closed("lost");
    chat.wait();
    timers.advance(500);
    hear(changes(3, { status: asked, messages: [notice(1, "nobody_came")] }));
    expect(sent).toEqual([]);
  });

  test("a failed message is on its way again until its state changes", async () => {
    const { chat, sent, hear, view } = setUp();
    await settle();
    hear(changes(1, { status: livechat, messages: [failed] }));
    expect(view().items).toMatchObject([{ state: "failed", retryable: true }]);
    chat.retry("a");
    expect(sent).toEqual([{ type: "retry", seq: 1 }]);
    expect(view().items).toMatchObject([{ state: "sending" }]);
    hear(changes(2, { status: livechat, messages: [{ ...failed, delivery: "sent" }] }));
    expect(view().items).toMatchObject([{ state: "sent" }]);
    hear(changes(3, { status: livechat, messages: [failed] }));
    chat.retry("a");
    const failure = "Too many of your messages are still on their way.";
    hear(changes(4, { status: livechat, messages: [{ ...failed, failure }] }));
    expect(view().items).toMatchObject([{ state: "failed", reason: failure, retryable: true }]);
    expect(sent).toHaveLength(2);
  });

  test("over a long-poll it waits for what the first answer tells", async () => {
    const { chat, sent, hear, links, timers } = setUp();
    await settle();
    hear(changes(1, { status: asked }));
    links.at(-1)?.closed("lost");
    chat.wait();
    timers.advance(500);
    hear({ type: "pong" });
    expect(sent).toEqual([]);
    timers.advance(0);
    expect(sent).toEqual([{ type: "wait" }]);
  });

  test("an answer is chosen once, shown at once, and only where it is offered", async () => {
    const { chat, sent, hear, view } = setUp();
    await settle();
    const choices = [{ label: "Yes" }, { label: "No" }];
    const offer: WireMessage = {
      id: "m1",
      seq: 1,
      at: 1,
      author: { type: "operator", name: "Sara" },
      content: { type: "text", body: [], choices },
    };
    hear(changes(1, { status: livechat, messages: [offer] }));
    chat.choose(2, 0);
    chat.choose(1, 7);
    chat.choose(1, 1);
    chat.choose(1, 0);
    expect(sent).toEqual([{ type: "say", clientId: "c1", content: { type: "choice", seq: 1, choice: 1 } }]);
    expect(view().items.at(-1)).toMatchObject({
      state: "sending",
      content: { body: [{ type: "text", text: "No" }] },
    });
  });
});
