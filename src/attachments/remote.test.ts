import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyState } from "../conversation/state.ts";
import { CodedError } from "../errors.ts";
import { startChat } from "../realtime/chat.fixtures.ts";
import { codeOf, error, filesOnDisk, png, uploaded } from "./attachments.fixtures.ts";

describe("files that are at Zendesk", () => {
  async function withRemote(
    body: () => AsyncIterable<Uint8Array>,
    { copyBytes, ids = ["remote-1"] }: { copyBytes?: number; ids?: readonly string[] } = {},
  ) {
    let fetches = 0;
    let time = Date.now();
    const chat = await startChat({
      now: () => time,
      ...(copyBytes !== undefined && { copyBytes }),
      fetchRemote: async () => {
        fetches++;
        await Promise.resolve();
        return { mediaType: "image/png", body: body() };
      },
    });
    const pass = (ms: number) => {
      time += ms;
    };
    const { conversationId } = await chat.openSession();
    await chat.store.connectors.save({
      id: "demo",
      botId: "demo",
      origin: "https://acme.zendesk.com",
      appId: "app",
      integrationId: "integration",
      keyId: "key",
      api: { kind: "token", email: "admin@acme.example" },
      senderId: "",
      secrets: {},
      state: "unchecked",
      warnings: "[]",
      groups: [],
    });
    const fileOf = (id: string) => ({
      id,
      botId: "demo",
      conversationId,
      name: "picture.png",
      mediaType: "image/png",
      image: true,
      remote: { connectorId: "demo", mediaUrl: "https://acme.zendesk.com/x" },
      stored: false,
    });
    const loaded = await chat.store.conversations.load(conversationId);
    await chat.store.conversations.commit({
      conversationId,
      expectedVersion: loaded?.version ?? -1,
      state: loaded?.state ?? emptyState,
      messages: [],
      deliveries: [],
      timers: [],
      files: ids.map(fileOf),
    });
    const urlOf = (id: string) => chat.origin + chat.links.linkTo(id);
    return { chat, fetches: () => fetches, pass, urlOf, url: urlOf("remote-1") };
  }

  test("are fetched once for all who ask at once, then served from our copy", async () => {
    const gate = Promise.withResolvers<void>();
    const { chat, fetches, url } = await withRemote(async function* () {
      await gate.promise;
      yield png;
    });
    const answers = [fetch(url), fetch(url), chat.attachments.prefetch("remote-1")] as const;
    await expect.poll(fetches).toBe(1);
    gate.resolve();
    const [first, second] = await Promise.all(answers);
    expect(Buffer.from(await first.arrayBuffer())).toEqual(png);
    expect(Buffer.from(await second.arrayBuffer())).toEqual(png);
    expect((await fetch(url)).headers.get("content-disposition")).toMatch(/^inline/);
    expect(fetches()).toBe(1);
    expect(await chat.store.files.load("remote-1")).toMatchObject({ stored: true, size: png.length });
  });

  test("are fetched again when our copy is gone; a visitor's own file is then unknown", async () => {
    const { chat, fetches, url } = await withRemote(async function* () {
      yield png;
      await Promise.resolve();
    });
    await chat.attachments.prefetch("remote-1");
    await rm(join(chat.folder, "files", "remote-1"));
    expect((await fetch(url)).status).toBe(200);
    expect(fetches()).toBe(2);
    const { token } = await chat.openSession();
    const own = await uploaded(chat, token, png, "cat.png", "image/png");
    await rm(join(chat.folder, "files", own.fileId));
    expect(await codeOf(await fetch(chat.origin + own.url))).toEqual(error(404, "file_unknown"));
  });

  test("are believed by their content, not by what Zendesk calls them", async () => {
    const { url } = await withRemote(async function* () {
      yield Buffer.from("<script>alert(1)</script>");
      await Promise.resolve();
    });
    const answer = await fetch(url);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  });

  test("that Zendesk no longer has are asked for once a minute, however often somebody opens them", async () => {
    const { fetches, pass, url } = await withRemote(() => {
      throw new CodedError("zendesk_refused", "GET media answered 404");
    });
    for (const asked of [1, 1, 2]) {
      expect(await codeOf(await fetch(url))).toEqual(error(502, "media_unavailable"));
      expect(fetches()).toBe(asked);
      pass(30_000);
    }
  });

  test("that cannot be fetched at the moment are said to be unavailable, and tried again a little later", async () => {
    let broken = true;
    const { chat, fetches, pass, url } = await withRemote(async function* () {
      yield png.subarray(0, 20);
      await Promise.resolve();
      if (broken) throw new Error("connection lost");
      yield png.subarray(20);
    });
    for (let asked = 0; asked < 5; asked++)
      expect(await codeOf(await fetch(url))).toEqual(error(502, "media_unavailable"));
    expect(fetches()).toBe(1);
    expect(await filesOnDisk(chat)).toEqual([]);
    broken = false;
    pass(5_000);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(png);
  });

  test("that are far too large fill no disk", async () => {
    const { chat, url } = await withRemote(async function* () {
      for (;;) {
        yield Buffer.alloc(8 * 1024 * 1024);
        await Promise.resolve();
      }
    });
    expect((await fetch(url)).status).toBe(502);
    expect(await filesOnDisk(chat)).toEqual([]);
  });

  test("those that nobody opened for longest make room for others, and are fetched again when somebody does", async () => {
    const ids = ["one", "two", "three"];
    const { chat, fetches, urlOf } = await withRemote(
      async function* () {
        yield png;
        await Promise.resolve();
      },
      { ids, copyBytes: 2 * png.length },
    );
    const { token } = await chat.openSession();
    const own = await uploaded(chat, token, png, "cat.png", "image/png");
    for (const id of ids) {
      await chat.attachments.prefetch(id);
      // By the store's clock, which is the machine's here, one is older than the next.
      const made = Date.now();
      await expect.poll(() => Date.now()).toBeGreaterThan(made);
    }
    await expect.poll(async () => (await filesOnDisk(chat)).toSorted()).toEqual([own.fileId, "three", "two"]);
    await expect.poll(async () => (await chat.store.files.load("one"))?.stored).toBe(false);
    expect(await chat.store.files.load(own.fileId)).toMatchObject({ stored: true });
    expect(fetches()).toBe(3);
    expect(Buffer.from(await (await fetch(urlOf("one"))).arrayBuffer())).toEqual(png);
    expect(fetches()).toBe(4);
    await expect.poll(async () => (await filesOnDisk(chat)).toSorted()).toEqual([own.fileId, "one", "three"]);
    expect(chat.errors).toEqual([]);
  });
});
