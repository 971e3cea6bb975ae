import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { linkAnswerSchema, maxFileBytes } from "../protocol/chat.ts";
import { type ChatFixture, startChat } from "../realtime/chat.fixtures.ts";
import { codeOf, error, filesOnDisk, pdf, png, upload, uploaded } from "./attachments.fixtures.ts";
import { defaultUploadLimits } from "./attachments.ts";

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
