/** What hostile or broken peers get. */
import { connect as connectTcp } from "node:net";
import { expect, test } from "vitest";
import { shownTexts, startChat } from "./chat.fixtures.ts";
import { startFeed } from "./feed.ts";

test("a websocket from a page of another site is not let in", async () => {
  const chat = await startChat();
  const { token } = await chat.openSession();
  expect(await chat.connect(token, 0, { origin: "https://evil.example" }).refused).toBe(403);
  expect(await chat.connect(token, 0, { origin: "null" }).refused).toBe(403);
  for (const origin of ["https://shop.example", chat.origin]) {
    const page = chat.connect(token, 0, { origin });
    await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  }
});

test("a page of another channel's site may not take part", async () => {
  const chat = await startChat();
  await chat.store.bots.saveChannel({
    id: "other",
    botId: "demo",
    title: "Other",
    accent: "#000000",
    origins: ["https://other.example"],
  });
  const { token } = await chat.openSession();
  const page = chat.connect(token, 0, { origin: "https://other.example" });
  expect(await page.closed).toEqual({ code: 1008, reason: "origin_refused" });
  expect(page.frames).toEqual([]);
});

test("upgrades to anything else are refused", async () => {
  const chat = await startChat();
  const socket = connectTcp(Number(new URL(chat.origin).port), "127.0.0.1");
  socket.write("GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (data) => {
      text += data.toString();
    });
    socket.on("end", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
});

test("a socket that says nothing is closed", async () => {
  const chat = await startChat({ limits: { helloMs: 20 } });
  expect(await chat.connect().closed).toEqual({ code: 1008, reason: "hello expected" });
});

test.each([
  ["another frame than hello", JSON.stringify({ type: "ping" })],
  ["no JSON", "{"],
  ["no frame", "[]"],
  ["binary", Buffer.from([1, 2, 3])],
])("a first frame that is %s closes the socket", async (_what, data) => {
  const chat = await startChat();
  const page = chat.connect();
  await page.opened;
  page.sendRaw(data);
  expect((await page.closed).code).toBe(1008);
});

test("an id of half a surrogate pair, which would be stored like every other such id, ends the socket", async () => {
  const chat = await startChat();
  const { token } = await chat.openSession();
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  page.say("\ud800", "quiet one");
  expect(await page.closed).toEqual({ code: 1008, reason: "frame_invalid" });
});

test("what cannot even be compared is refused like any frame, by its id if it has one", async () => {
  const chat = await startChat();
  const { token } = await chat.openSession();
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  const text = { length: { valueOf: null, toString: 1 } };
  page.sendRaw(JSON.stringify({ type: "say", clientId: "c1", content: { type: "text", text } }));
  const rejected = await page.until((frames) => frames.find((frame) => frame.type === "rejected"));
  expect(rejected).toMatchObject({ clientId: "c1", code: "frame_invalid" });
  page.sendRaw(JSON.stringify({ type: "say", clientId: text, content: { type: "text", text: "hello" } }));
  expect(await page.closed).toEqual({ code: 1008, reason: "frame_invalid" });
});

test("half a surrogate pair in a text is stored as what browsers show for it, NUL as it is", async () => {
  const chat = await startChat();
  const { token } = await chat.openSession();
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  page.say("c1", "cat\ud800 \0 end");
  await expect.poll(() => page.texts()).toContain("cat\ufffd \0 end");
});

test("a frame of 2 MB closes the socket, and only that one", async () => {
  const chat = await startChat();
  const { token } = await chat.openSession();
  const neighbour = chat.connect(token);
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  page.say("c1", "x".repeat(2 * 1024 * 1024));
  expect((await page.closed).code).toBe(1009);
  neighbour.send({ type: "ping" });
  await neighbour.until((frames) => frames.find((frame) => frame.type === "pong"));
});

test("a flood is refused in words, then ended", async () => {
  const chat = await startChat({ limits: { frames: { burst: 5, perSecond: 0.001 } } });
  const { token } = await chat.openSession();
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  for (let n = 0; n < 8; n++) page.say(`c${n}`, "quiet");
  const refused = await page.until((frames) => {
    const found = frames.filter((frame) => frame.type === "rejected");
    return found.length === 4 ? found : undefined;
  });
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["too_many_requests"]));
  for (let n = 0; n < 200; n++) page.say(`d${n}`, "quiet");
  expect(await page.closed).toEqual({ code: 1008, reason: "too_many_requests" });
});

test("a peer that no longer answers is let go", async () => {
  const chat = await startChat({ limits: { heartbeatMs: 30 } });
  const { token } = await chat.openSession();
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  page.socket.pause();
  await expect.poll(() => chat.metrics.render()).toContain("chat_sockets 0");
});

test("a page that reads nothing costs one frame: it skips what it had no time for, and misses nothing", async () => {
  const chat = await startChat();
  const { conversationId } = await chat.openSession();
  const gate = { open: Promise.withResolvers<void>() };
  const sent: Parameters<Parameters<typeof startFeed>[0]["send"]>[0][] = [];
  const feed = startFeed({
    conversations: chat.store.conversations,
    conversationId,
    view: {
      botName: "Robin",
      language: "en",
      texts: { notice: () => "", error: () => "" },
      linkTo: () => "",
    },
    revision: 0,
    send: async (frame) => {
      sent.push(frame);
      await gate.open.promise;
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  await expect.poll(() => sent.length).toBe(1);
  for (let n = 0; n < 30; n++) {
    await chat.relay.say(conversationId, `c${n}`, { type: "text", text: `quiet ${n}` });
    feed.changed();
  }
  expect(sent).toHaveLength(1);
  gate.open.resolve();
  await expect.poll(() => shownTexts(sent).length).toBe(31);
  expect(sent.length).toBeLessThanOrEqual(3);
  feed.stop();
});

test("what a stalled page is sent, and what it misses meanwhile, goes out in frames of bounded size", async () => {
  const chat = await startChat();
  const { token, conversationId } = await chat.openSession();
  const page = chat.connect(token);
  await page.until((frames) => frames.find((frame) => frame.type === "changes"));
  page.socket.pause();
  // Far more than the kernel's buffers and ours hold: each answer fills a frame of 4 MB, and two never share one.
  for (let n = 0; n < 6; n++) {
    await chat.relay.say(conversationId, `c${n}`, { type: "text", text: `big ${n}` });
  }
  await expect
    .poll(async () => (await chat.store.conversations.load(conversationId))?.state.lastSeq)
    .toBe(13);
  page.socket.resume();
  await page.until(() => (page.texts().length === 13 ? true : undefined));
  for (const frame of page.frames) expect(JSON.stringify(frame).length).toBeLessThan(5 * 1024 * 1024);
});

test("the log holds neither tokens nor what was said", async () => {
  const chat = await startChat();
  const { token } = await chat.openSession();
  const page = chat.connect(token);
  page.socket.once("open", () => page.say("c1", "my cat is ill"));
  await page.until(() => (page.texts().includes("echo my cat is ill") ? true : undefined));
  page.sendRaw(JSON.stringify({ type: "say", clientId: "x", content: { type: "my cat is worse" } }));
  await page.until((frames) => frames.find((frame) => frame.type === "rejected"));
  await chat.post("/api/chat/poll", { token, revision: 0 });
  await chat.stop();
  expect(chat.log.join("")).toContain("/api/chat/poll");
  expect(chat.log.join("")).not.toMatch(/my cat/);
  expect(chat.log.join("")).not.toContain(token);
});
