import { describe, expect, test } from "vitest";
import type { WireMessage } from "../../../src/protocol/chat.ts";
import { plainFromRichText, richTextFromPlain } from "../../../src/protocol/rich-text.ts";
import { changes, sessionOf, settle, setUp } from "./chat.fixtures.ts";
import { chatTiming } from "./chat.ts";
import type { PostSession } from "./session.ts";
import { sessionWithin } from "./session.ts";
import { keptInMemory } from "./storage.ts";
import type { UploadOutcome } from "./uploads.ts";
import type { Item } from "./view.ts";

const said = (seq: number, text: string, clientId?: string): WireMessage => ({
  id: `m${seq}`,
  seq,
  at: seq,
  author: { type: "visitor" },
  content: { type: "text", body: richTextFromPlain(text) },
  ...(clientId === undefined ? {} : { clientId }),
});
const textOf = ({ content }: Item): string =>
  content.type === "text" ? plainFromRichText(content.body) : "";

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

  test("a server whose database was put back to an earlier day is believed, and nothing written is lost", async () => {
    const { chat, hear, links, timers, view } = setUp();
    await settle();
    hear(changes(100, { messages: [said(1, "one"), said(2, "gone"), said(3, "gone")] }));
    chat.sayText("not sent yet");
    links.at(-1)?.closed("lost");
    timers.advance(500);
    // All of it, in two frames.
    hear(changes(0, { messages: [said(1, "one")] }), changes(50, { messages: [said(2, "two")] }));
    expect(view().items.map(textOf)).toEqual(["one", "two", "not sent yet"]);
    hear({ type: "ack", clientId: "c1", seq: 3 });
    hear(changes(51, { messages: [said(3, "not sent yet", "c1")] }));
    expect(view().items.map(textOf)).toEqual(["one", "two", "not sent yet"]);
    expect(view().items.at(-1)).toMatchObject({ key: "c1", seq: 3 });
  });

  test("an older frame heard once more over the same link changes nothing and settles nothing", async () => {
    const { chat, hear, view } = setUp();
    await settle();
    hear(changes(2, { messages: [said(1, "one"), said(2, "two")] }));
    chat.sayText("three");
    hear(changes(1, { messages: [said(1, "old", "c1")] }));
    expect(view().items.map(textOf)).toEqual(["one", "two", "three"]);
  });

  test("a server that is away is asked again, whoever answers in its place, one that refuses is not", async () => {
    const refusal = (code: string) => ({ error: { code, message: "" } });
    const answers = [
      { status: 503, body: refusal("shutting_down") },
      { status: 404, body: undefined },
      { status: 403, body: { error: "forbidden" } },
      { status: 200, body: undefined },
      { status: 404, body: refusal("channel_unknown") },
    ];
    let calls = 0;
    const { timers, view } = setUp({
      postSession: async () => answers[calls++] ?? { status: 500, body: undefined },
    });
    for (const wait of [0, 1000, 2000, 4000]) {
      timers.advance(wait);
      await settle();
      expect(view().phase).toBe("loading");
    }
    timers.advance(8000);
    await settle();
    expect(view().phase).toBe("refused");
    timers.advance(100_000);
    expect(calls).toBe(answers.length);
  });

  test("a server that takes the question and never answers is asked again", async () => {
    const signals: AbortSignal[] = [];
    const { chat, timers, view } = setUp({
      postSession: (_, signal) =>
        new Promise((_, reject) => {
          signals.push(signal);
          signal.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    chat.sayText("anybody?");
    timers.advance(sessionWithin);
    await settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    timers.advance(chatTiming.lostAfter);
    expect(view()).toMatchObject({ connection: "lost", items: [{ state: "sending" }] });
    expect(signals).toHaveLength(2);
    timers.advance(sessionWithin);
    await settle();
    chat.nudge();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
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

  test("starting over leaves nothing behind that would disturb the new conversation", async () => {
    const { chat, hear, links, timers, view } = setUp();
    await settle();
    hear(changes(0), { type: "typing", name: "Sara", on: true });
    chat.sayText("old");
    chat.startOver();
    expect(view().typing).toBeUndefined();
    await settle();
    hear(changes(0));
    timers.advance(chatTiming.ackWithin + 500);
    expect(links).toHaveLength(2);
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

describe("in two tabs", () => {
  /** Two on one storage, whose answers are given by hand. */
  function tabs() {
    const kept = keptInMemory();
    const asked: { readonly token: string | undefined; readonly answer: () => Promise<void> }[] = [];
    const postSession: PostSession = ({ token }) =>
      new Promise((resolve) => {
        const id = token?.replace("token of ", "") ?? `conversation ${asked.length + 1}`;
        const answer = (): Promise<void> => {
          resolve({ status: 200, body: sessionOf(id) });
          return settle();
        };
        asked.push({ token, answer });
      });
    const tab = () => setUp({ kept, postSession });
    return { kept, asked, tab };
  }

  test("that open at the same moment there is one conversation, with what was written in both", async () => {
    const { kept, asked, tab } = tabs();
    const [one, other] = [tab(), tab()];
    other.chat.sayText("from the other");
    await asked[0]?.answer();
    await asked[1]?.answer();
    expect(asked.map(({ token }) => token)).toEqual([undefined, undefined, "token of conversation 1"]);
    expect(other.links).toEqual([]);
    await asked[2]?.answer();
    other.hear(changes(0));
    expect(other.sent).toMatchObject([{ content: { text: "from the other" } }]);
    for (const { view } of [one, other]) expect(view().session?.conversationId).toBe("conversation 1");
    expect(kept.get("zlc.demo.token")).toBe("token of conversation 1");
  });

  test("a conversation that was left in the one is not brought back by the other that was just opening it", async () => {
    const { kept, asked, tab } = tabs();
    kept.set("zlc.demo.token", "token of old");
    const one = tab();
    await asked[0]?.answer();
    const other = tab();
    one.chat.startOver();
    for (const turn of [1, 2, 3, 4]) await asked[turn]?.answer();
    for (const { view } of [one, other]) expect(view().session?.conversationId).toBe("conversation 3");
    expect(kept.get("zlc.demo.token")).toBe("token of conversation 3");
  });
});
