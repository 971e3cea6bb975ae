import { readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyState } from "../conversation/state.ts";
import { CodedError } from "../errors.ts";
import { linkAnswerSchema, maxFileBytes, uploadAnswerSchema } from "../protocol/chat.ts";
import { type ChatFixture, startChat } from "../realtime/chat.fixtures.ts";
import { defaultUploadLimits } from "./attachments.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const pdf = Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

async function upload(
  chat: ChatFixture,
  token: string,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  type: string,
) {
  const form = new FormData();
  form.append("file", new File([bytes], name, { type }));
  return fetch(`${chat.origin}/api/chat/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
}

async function uploaded(
  chat: ChatFixture,
  token: string,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  type: string,
) {
  const answer = await upload(chat, token, bytes, name, type);
  return uploadAnswerSchema.parse(await answer.json());
}

const filesOnDisk = (chat: ChatFixture) => readdir(join(chat.folder, "files"));
const codeOf = async (answer: Response) => [answer.status, await answer.json()];
const error = (status: number, code: string) => [status, { error: { code, message: expect.any(String) } }];

describe("upload", () => {
  test("an image comes back as it was, shown in place", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const file = await uploaded(chat, token, png, "cat.png", "image/png");
    expect(file).toMatchObject({ name: "cat.png", mediaType: "image/png", size: png.length, image: true });
    const answer = await fetch(chat.origin + file.url);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "inline; filename=\"cat.png\"; filename*=UTF-8''cat.png",
      "content-security-policy": expect.stringMatching(/^sandbox; default-src 'none'/),
      "x-content-type-options": "nosniff",
      "cache-control": expect.stringContaining("private"),
    });
  });

  test.each([
    ["SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.svg", "image/svg+xml"],
    ["SVG with a prolog", "<?xml version='1.0'?><svg/>", "a.svg", "image/svg+xml"],
    ["HTML", "<!doctype html><script>alert(1)</script>", "a.html", "text/html"],
    ["HTML called an image", "<!doctype html><script>1</script>", "a.png", "image/png"],
    ["a script", "alert(1)", "a.js", "text/javascript"],
  ])("%s is a download of unknown type", async (_what, content, name, type) => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const file = await uploaded(chat, token, Buffer.from(content), name, type);
    expect(file).toMatchObject({ image: false, mediaType: "application/octet-stream" });
    const answer = await fetch(chat.origin + file.url);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment;/);
    expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
  });

  test("a PDF and a text keep their type and are downloads; a long name in any script stays readable", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const first = await uploaded(chat, token, pdf, "Reçu n°1 – été.pdf", "application/octet-stream");
    expect(first).toMatchObject({ name: "Reçu n°1 – été.pdf", mediaType: "application/pdf", image: false });
    const answer = await fetch(chat.origin + first.url);
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="Re_u.*\.pdf"; filename\*=UTF-8''Re%C3%A7u/,
    );
    const second = await uploaded(chat, token, Buffer.from("a;b"), "a.csv", "text/csv; charset=utf-8");
    expect(second).toMatchObject({ mediaType: "text/csv", image: false });
  });

  test("a name cannot lead anywhere", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const file = await uploaded(chat, token, pdf, "../../../etc/passwd", "text/plain");
    expect(file.name).toBe("passwd");
    expect(await filesOnDisk(chat)).toEqual([file.fileId]);
  });

  test("an empty file, no file, no form and no session are refused; nothing stays behind", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    expect(await codeOf(await upload(chat, token, Buffer.alloc(0), "a.txt", "text/plain"))).toEqual(
      error(400, "file_empty"),
    );
    const form = new FormData();
    form.append("note", "no file");
    const headers = { authorization: `Bearer ${token}` };
    const url = `${chat.origin}/api/chat/files`;
    expect(await codeOf(await fetch(url, { method: "POST", headers, body: form }))).toEqual(
      error(400, "request_invalid"),
    );
    expect((await chat.post("/api/chat/files", {}, headers)).status).toBe(400);
    expect(await codeOf(await upload(chat, "made up", png, "a.png", "image/png"))).toEqual(
      error(401, "session_unknown"),
    );
    expect(await filesOnDisk(chat)).toEqual([]);
  });

  test("the largest file is taken, one byte more is not", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const file = await uploaded(chat, token, Buffer.alloc(maxFileBytes, 1), "a.bin", "x/y");
    expect(file.size).toBe(maxFileBytes);
    const refused = await upload(chat, token, Buffer.alloc(maxFileBytes + 1, 1), "a.bin", "x/y");
    expect(await codeOf(refused)).toEqual(error(413, "file_too_large"));
    expect(await filesOnDisk(chat)).toEqual([file.fileId]);
  });

  test("another largest file is said to the page, and holds", async () => {
    const chat = await startChat({ maxFileBytes: 1_000 });
    const session = await chat.openSession();
    expect(session.limits.fileBytes).toBe(1_000);
    expect((await uploaded(chat, session.token, Buffer.alloc(1_000, 1), "a.bin", "x/y")).size).toBe(1_000);
    const refused = await upload(chat, session.token, Buffer.alloc(1_001, 1), "a.bin", "x/y");
    expect(await codeOf(refused)).toEqual(error(413, "file_too_large"));
  });

  test("an oversized upload without a length is refused all the same", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const answer = await rawUpload(chat, token, {}, async function* () {
      for (let sent = 0; sent <= maxFileBytes; sent += 1024 * 1024) yield Buffer.alloc(1024 * 1024, 1);
      await Promise.resolve();
    });
    expect(answer).toBe(413);
    expect(await filesOnDisk(chat)).toEqual([]);
  });

  test("an upload that breaks off before its announced length leaves nothing", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const seen = Promise.withResolvers<void>();
    const announced = { "content-length": String(10 * 1024 * 1024) };
    const broken = rawUpload(chat, token, announced, async function* () {
      yield Buffer.alloc(64 * 1024, 1);
      await seen.promise;
      throw new Error("broken off");
    });
    await expect.poll(async () => (await filesOnDisk(chat)).length).toBe(1);
    seen.resolve();
    await expect(broken).rejects.toThrow("broken off");
    await expect.poll(() => filesOnDisk(chat)).toEqual([]);
    expect(chat.log.join("")).not.toContain('"level":50');
  });

  test("an upload that ends before its multipart does is refused, and leaves nothing", async () => {
    const chat = await startChat();
    const { token } = await chat.openSession();
    const answer = await fetch(`${chat.origin}/api/chat/files`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "multipart/form-data; boundary=frontier",
      },
      body: '--frontier\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\nbytes',
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: { code: "request_invalid", message: expect.any(String) } },
    ]);
    expect(await filesOnDisk(chat)).toEqual([]);
    expect(chat.log.join("")).not.toContain('"level":50');
  });
});

/** An upload whose bytes and headers we control. Resolves with the status. */
function rawUpload(
  chat: ChatFixture,
  token: string,
  headers: Record<string, string>,
  content: () => AsyncGenerator<Buffer>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const post = request(`${chat.origin}/api/chat/files`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "multipart/form-data; boundary=frontier",
        ...headers,
      },
    });
    post.on("error", reject);
    post.on("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    const write = (bytes: string | Buffer) =>
      new Promise<void>((done) => {
        post.write(bytes, () => done());
      });
    const send = async () => {
      await write('--frontier\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n');
      for await (const bytes of content()) await write(bytes);
      post.end("\r\n--frontier--\r\n");
    };
    send().catch((reason: unknown) => post.destroy(reason instanceof Error ? reason : new Error("failed")));
  });
}

describe("links", () => {
  test("only our own, unchanged and fresh ones lead to the file", async () => {
    let time = Date.now();
    const chat = await startChat({ now: () => time });
    const { token } = await chat.openSession();
    const { url } = await uploaded(chat, token, png, "cat.png", "image/png");
    const status = async (path: string) => (await fetch(chat.origin + path)).status;
    expect(await status(url)).toBe(200);
    expect(await status(`${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`)).toBe(404);
    expect(await status(url.replace(/\.(\w+)\./, (_all, until: string) => `.${until}z.`))).toBe(404);
    expect(await status(url.slice(0, url.lastIndexOf(".")))).toBe(404);
    expect(await status(`${url}.more`)).toBe(404);
    expect(await status("/files/..%2f..%2fstore.db")).toBe(404);
    time += 49 * 60_000;
    expect(await status(url)).toBe(200);
    time += 12 * 60_000;
    expect(await codeOf(await fetch(chat.origin + url))).toEqual(error(410, "link_expired"));
  });

  test("how often files may be asked for in a minute is limited", async () => {
    const chat = await startChat();
    const answer = await fetch(`${chat.origin}/files/made.up`);
    expect(Number(answer.headers.get("x-ratelimit-limit"))).toBeGreaterThan(1000);
  });

  test("a fresh link is given to the conversation's own visitor only", async () => {
    const chat = await startChat();
    const mine = await chat.openSession();
    const other = await chat.openSession();
    const { fileId } = await uploaded(chat, mine.token, png, "cat.png", "image/png");
    const link = (token: string, id: string) =>
      chat.post("/api/chat/files/link", { fileId: id }, { authorization: `Bearer ${token}` });
    const { url } = linkAnswerSchema.parse(await (await link(mine.token, fileId)).json());
    expect((await fetch(chat.origin + url)).status).toBe(200);
    expect(await codeOf(await link(other.token, fileId))).toEqual(error(404, "file_unknown"));
    expect(await codeOf(await link(mine.token, "../../store.db"))).toEqual(error(404, "file_unknown"));
    expect((await link("made up", fileId)).status).toBe(401);
  });

  test("a signed link to an id that is a path opens nothing", async () => {
    const chat = await startChat();
    const { conversationId } = await chat.openSession();
    await chat.store.files.addUpload(
      {
        id: "..",
        botId: "demo",
        conversationId,
        name: "x",
        mediaType: "text/plain",
        size: 1,
        image: false,
        stored: true,
      },
      defaultUploadLimits,
    );
    await expect(chat.attachments.open("..")).rejects.toMatchObject({ code: "file_unknown" });
  });
});

describe("files that are at Zendesk", () => {
  async function withRemote(body: () => AsyncIterable<Uint8Array>, mediaType = "image/png") {
    let fetches = 0;
    let time = Date.now();
    const chat = await startChat({
      now: () => time,
      fetchRemote: async () => {
        fetches++;
        await Promise.resolve();
        return { mediaType, body: body() };
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
    const file = {
      id: "remote-1",
      botId: "demo",
      conversationId,
      name: "picture.png",
      mediaType: "image/png",
      image: true,
      remote: { connectorId: "demo", mediaUrl: "https://acme.zendesk.com/x" },
      stored: false,
    };
    const loaded = await chat.store.conversations.load(conversationId);
    await chat.store.conversations.commit({
      conversationId,
      expectedVersion: loaded?.version ?? -1,
      state: loaded?.state ?? emptyState,
      messages: [],
      deliveries: [],
      timers: [],
      files: [file],
    });
    return { chat, fetches: () => fetches, pass, url: chat.origin + chat.links.linkTo("remote-1") };
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
});
