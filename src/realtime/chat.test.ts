import { describe, expect, test } from "vitest";
import { maxTextLength, pollAnswerSchema, type ServerFrame } from "../protocol/chat.ts";
import { shownTexts, startChat } from "./chat.fixtures.ts";

const lastRevision = (frames: readonly { type: string }[]) =>
  frames.flatMap((frame) => ("revision" in frame ? [Number(frame.revision)] : [])).at(-1) ?? 0;

describe("session", () => {
  test("opens a conversation that the bot begins, and comes back by its token", async () => {
    const chat = await startChat();
    const session = await chat.openSession({ language: "fr-CH" });
    expect(session).toMatchObject({ language: "fr", channel: { title: "Help", accent: "#336699" } });
    expect(Buffer.from(session.token, "base64url")).toHaveLength(32);
    const again = await chat.openSession({ token: session.token });
    expect(again.conversationId).toBe(session.conversationId);
    const other = await chat.openSession({ token: "made up" });
    expect(other.conversationId).not.toBe(session.conversationId);
  });

  test("an unknown channel, a foreign page and a malformed request are refused", async () => {
    const chat = await startChat();
    const open = async (body: unknown, headers?: Record<string, string>) =>
      (await chat.post("/api/chat/sessions", body, headers)).status;
    expect(await open({ channelId: "other" })).toBe(404);
    expect(await open({ channelId: "demo" }, { origin: "https://evil.example" })).toBe(403);
    expect(await open({ channelId: "demo" }, { origin: "https://shop.example" })).toBe(200);
    expect(await open({ channelId: "demo" }, { origin: chat.origin })).toBe(200);
    expect(await open({ channelId: 7 })).toBe(400);
  });
});

describe("websocket", () => {
  test("shows the conversation, acknowledges what was said and brings the answer", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const page = chat.connect(token);
    await page.until(() => (page.texts().includes("Hello") ? true : undefined));
    page.say("c1", "hi");
    const ack = await page.until((frames) => frames.find((frame) => frame.type === "ack"));
    expect(ack).toEqual({ type: "ack", clientId: "c1", seq: 2 });
    await page.until(() => (page.texts().length === 3 ? true : undefined));
    expect(page.texts()).toEqual(["Hello", "hi", "echo hi"]);
    expect(page.frames).toContainEqual(
      expect.objectContaining({
        type: "changes",
        status: { mode: "bot" },
        messages: [expect.objectContaining({ author: { type: "bot", name: "Robin" } })],
      }),
    );
  });

  test("a resend gets its first acknowledgement and stores nothing", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const page = chat.connect(token);
    await page.opened;
    page.say("c1", "quiet once");
    page.say("c1", "quiet twice");
    const acks = await page.until((frames) => {
      const found = frames.filter((frame) => frame.type === "ack");
      return found.length === 2 ? found : undefined;
    });
    expect(acks[0]).toEqual(acks[1]);
    const other = chat.connect(token);
    await other.until((frames) => frames.find((frame) => frame.type === "changes"));
    expect(other.texts()).toEqual(["Hello", "quiet once"]);
  });

  test("[CV40] asking again for what did not fail, or is not there, changes nothing and keeps the connection", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const page = chat.connect(token);
    await page.opened;
    page.say("c1", "quiet");
    await page.until((frames) => frames.find((frame) => frame.type === "ack"));
    const before = page.frames.length;
    for (const seq of [1, 2, 99]) page.send({ type: "retry", seq });
    page.send({ type: "ping" });
    await page.until((frames) => frames.find((frame) => frame.type === "pong"));
    expect(page.frames.slice(before).filter(({ type }) => type !== "changes")).toEqual([{ type: "pong" }]);
    expect(page.texts()).toEqual(["Hello", "quiet"]);
  });

  test("a page that resumes by its revision gets what it missed and nothing else", async () => {
    const chat = await startChat();
    const { token, conversationId } = await chat.openSession();
    const first = chat.connect(token);
    await first.until((frames) => frames.find((frame) => frame.type === "changes"));
    const revision = lastRevision(first.frames);
    first.socket.terminate();
    await first.closed;
    await chat.relay.say(conversationId, "c1", { type: "text", text: "quiet meanwhile" });
    const second = chat.connect(token, revision);
    await second.until((frames) => frames.find((frame) => frame.type === "changes"));
    expect(second.texts()).toEqual(["quiet meanwhile"]);
    const upToDate = chat.connect(token, lastRevision(second.frames));
    await upToDate.until((frames) => frames.find((frame) => frame.type === "changes"));
    expect(upToDate.texts()).toEqual([]);
  });

  test("a page from a database that is gone gets everything", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const page = chat.connect(token, 999);
    await page.until((frames) => frames.find((frame) => frame.type === "changes"));
    expect(page.texts()).toEqual(["Hello"]);
  });

  test("a long history arrives whole, in pages", async () => {
    const chat = await startChat();
    const { token, conversationId } = await chat.openSession();
    for (let n = 1; n <= 70; n++) {
      await chat.relay.say(conversationId, `c${n}`, { type: "text", text: `quiet ${n}` });
    }
    const page = chat.connect(token);
    await page.until(() => (page.texts().length === 71 ? true : undefined));
    expect(page.frames.length).toBeGreaterThanOrEqual(2);
    const revisions = page.frames.flatMap((frame) => (frame.type === "changes" ? [frame.revision] : []));
    expect(revisions[0]).toBeLessThan(70);
    expect(revisions.at(-1)).toBeGreaterThan(70);
    // A page that broke off in the middle goes on from there.
    const second = chat.connect(token, revisions[0]);
    await second.until(() => (second.texts().includes("quiet 70") ? true : undefined));
    expect(second.texts().length).toBeLessThan(30);
  });

  test("an empty, an oversized and an unreadable message are refused in words; the conversation goes on", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession({ language: "fr" });
    const page = chat.connect(token);
    await page.until((frames) => frames.find((frame) => frame.type === "changes"));
    page.say("empty", "  ");
    page.say("long", "x".repeat(maxTextLength + 1));
    page.send({ type: "say", clientId: "file", content: { type: "file", fileId: "none" } });
    page.sendRaw(JSON.stringify({ type: "say", clientId: "odd", content: { type: "dance" } }));
    const rejected = await page.until((frames) => {
      const found = frames.filter((frame) => frame.type === "rejected");
      return found.length === 4 ? found : undefined;
    });
    expect(Object.fromEntries(rejected.map(({ clientId, code }) => [clientId, code]))).toEqual({
      empty: "message_empty",
      long: "message_too_long",
      file: "file_unknown",
      odd: "frame_invalid",
    });
    expect(rejected.every(({ message }) => message.length > 10)).toBe(true);
    page.send({ type: "ping" });
    await page.until((frames) => frames.find((frame) => frame.type === "pong"));
  });

  test("shows who is typing", async () => {
    const chat = await startChat();
    const { token, conversationId } = await chat.openSession();
    const page = chat.connect(token);
    await page.until((frames) => frames.find((frame) => frame.type === "changes"));
    chat.relay.announceTyping(conversationId, { name: "Ana", on: true });
    expect(await page.until((frames) => frames.find((frame) => frame.type === "typing"))).toEqual({
      type: "typing",
      name: "Ana",
      on: true,
    });
  });

  test("an unknown session is told to stop", async () => {
    const chat = await startChat();
    const page = chat.connect("made up");
    expect(await page.closed).toEqual({ code: 4099, reason: "session_unknown" });
    expect(page.frames).toEqual([{ type: "stop", code: "session_unknown" }]);
  });

  test("a closing server asks pages to come back", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const page = chat.connect(token);
    await page.until((frames) => frames.find((frame) => frame.type === "changes"));
    await chat.stop();
    expect((await page.closed).code).toBe(1012);
  });
});

describe("long-poll", () => {
  const poll = async (chat: Awaited<ReturnType<typeof startChat>>, body: unknown) => {
    const answer = await chat.post("/api/chat/poll", body);
    return pollAnswerSchema.parse(await answer.json()).frames;
  };

  test("answers at once with what is new, and sends", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const first = await poll(chat, { token, revision: 0 });
    expect(shownTexts(first)).toEqual(["Hello"]);
    const frames = [{ type: "say", clientId: "c1", content: { type: "text", text: "quiet hi" } }];
    const second = await poll(chat, { token, revision: lastRevision(first), frames });
    expect(second[0]).toEqual({ type: "ack", clientId: "c1", seq: 2 });
    expect(shownTexts(second)).toEqual(["quiet hi"]);
  });

  test("a long history comes in answers of bounded size, and polling on brings all of it", async () => {
    const chat = await startChat();
    const { token, conversationId } = await chat.openSession();
    const lines = "a\n".repeat(1990);
    for (let n = 1; n <= 120; n++) {
      await chat.relay.say(conversationId, `c${n}`, { type: "text", text: `quiet ${n} ${lines}` });
    }
    const all: ServerFrame[] = [];
    for (let more = true; more; ) {
      const frames = await poll(chat, { token, revision: lastRevision(all) });
      expect(frames).toHaveLength(1);
      expect(JSON.stringify(frames).length).toBeLessThan(600_000);
      all.push(...frames);
      more = frames.some((frame) => frame.type === "changes" && frame.more === true);
    }
    expect(all.length).toBeGreaterThan(2);
    expect(shownTexts(all).map((text) => text.slice(0, 9).trim())).toEqual([
      "Hello",
      ...Array.from({ length: 120 }, (_, n) => `quiet ${n + 1} a`.slice(0, 9).trim()),
    ]);
  });

  test("more polls of one conversation at the same moment than a few are refused, and the next is answered", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const other = await chat.openSession();
    const sayALot = (name: number) => ({
      token,
      revision: 0,
      frames: Array.from({ length: 20 }, (_, n) => ({
        type: "say",
        clientId: `c${name}-${n}`,
        content: { type: "text", text: "quiet" },
      })),
    });
    const burst = Array.from({ length: 20 }, (_, name) => chat.post("/api/chat/poll", sayALot(name)));
    // It is that conversation's own affair.
    expect((await chat.post("/api/chat/poll", { token: other.token, revision: 0 })).status).toBe(200);
    const answers = await Promise.all(burst);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    const refused = answers.find(({ status }) => status === 429);
    expect(await refused?.json()).toMatchObject({ error: { code: "too_many_requests" } });
    expect((await chat.post("/api/chat/poll", { token, revision: 0 })).status).toBe(200);
  });

  test("waits for something new", async () => {
    const chat = await startChat();
    const { token, conversationId } = await chat.openSession();
    const revision = lastRevision(await poll(chat, { token, revision: 0 }));
    const waiting = poll(chat, { token, revision });
    await expect.poll(() => chat.metrics.render()).toContain("chat_watchers 1");
    await chat.relay.say(conversationId, "c1", { type: "text", text: "quiet news" });
    expect(shownTexts(await waiting)).toEqual(["quiet news"]);
    await expect.poll(() => chat.metrics.render()).toContain("chat_watchers 0");
  });

  test("answers empty when nothing comes, and when the server closes", async () => {
    const short = await startChat({ limits: { pollWaitMs: 20 } });
    const one = await short.openSession();
    const revision = lastRevision(await poll(short, { token: one.token, revision: 0 }));
    expect(await poll(short, { token: one.token, revision })).toEqual([]);

    const chat = await startChat();
    const { token } = await chat.openSession();
    const waiting = poll(chat, { token, revision: lastRevision(await poll(chat, { token, revision: 0 })) });
    await expect.poll(() => chat.metrics.render()).toContain("chat_watchers 1");
    await chat.stop();
    expect(await waiting).toEqual([]);
  });

  test("a visitor who hangs up frees the wait", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const revision = lastRevision(await poll(chat, { token, revision: 0 }));
    const hangUp = new AbortController();
    const waiting = fetch(`${chat.origin}/api/chat/poll`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, revision }),
      signal: hangUp.signal,
    });
    await expect.poll(() => chat.metrics.render()).toContain("chat_watchers 1");
    hangUp.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await expect.poll(() => chat.metrics.render()).toContain("chat_watchers 0");
  });

  test("an unknown session and a foreign page are refused", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    expect((await chat.post("/api/chat/poll", { token: "made up", revision: 0 })).status).toBe(401);
    const foreign = { origin: "https://evil.example" };
    expect((await chat.post("/api/chat/poll", { token, revision: 0 }, foreign)).status).toBe(403);
  });
});
