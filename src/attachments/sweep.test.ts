import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startChat } from "../realtime/chat.fixtures.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { openDiskStorage } from "./storage.ts";
import { startSweep } from "./sweep.ts";

test("an upload that no message carried for an hour leaves the store and the disk; one that was said stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sweep-"));
  let now = Date.UTC(2026, 10, 22);
  const store = await openSqliteStore({ folder, now: () => now });
  const storage = await openDiskStorage(join(folder, "files"));
  const errors: unknown[] = [];
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  await store.bots.save({ id: "demo", name: "Robin", escalationType: "NONE" });
  await store.bots.saveChannel({ id: "demo", botId: "demo", title: "Help", accent: "#336699", origins: [] });
  const head = {
    id: "c",
    botId: "demo",
    channelId: "demo",
    language: "en",
    test: false,
    createdAt: 1,
  } as const;
  await store.conversations.create(head, "hash");
  async function* bytes() {
    yield new Uint8Array([1, 2, 3]);
  }
  for (const id of ["given-up", "just-now"]) {
    await storage.put(id, bytes(), 10);
    await store.files.addUpload(
      {
        id,
        botId: "demo",
        conversationId: "c",
        name: id,
        mediaType: "a/b",
        size: 3,
        image: false,
        stored: true,
      },
      { conversationBytes: 100, unsaidBytesOfBot: 100 },
    );
    now += 1_800_000;
  }
  const sweep = startSweep({ files: store.files, storage, onError: (error) => errors.push(error) });
  onTestFinished(() => sweep.stop());
  await expect.poll(() => readdir(join(folder, "files"))).toEqual(["just-now"]);
  await expect.poll(() => store.files.load("given-up")).toBeUndefined();
  expect(errors).toEqual([]);
});

test("a conversation full of files, and a bot full of uploads without a message, refuse in words and keep nothing", async () => {
  const chat = await startChat({ uploadLimits: { conversationBytes: 10, unsaidBytesOfBot: 14 } });
  const send = async (token: string, size: number) => {
    const form = new FormData();
    form.append("file", new File([new Uint8Array(size).fill(65)], "a.txt", { type: "text/plain" }));
    const answer = await fetch(`${chat.origin}/api/chat/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    return { status: answer.status, body: await answer.text() };
  };
  const [mine, other] = [await chat.openSession(), await chat.openSession()];
  expect((await send(mine.token, 9)).status).toBe(200);
  const full = await send(mine.token, 2);
  expect([full.status, full.body]).toEqual([413, expect.stringContaining("files_full")]);
  const busy = await send(other.token, 6);
  expect([busy.status, busy.body]).toEqual([429, expect.stringContaining("too_many_requests")]);
  expect((await send(other.token, 5)).status).toBe(200);
  expect(await readdir(join(chat.folder, "files"))).toHaveLength(2);
});
