import { readdir, stat } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CodedError } from "../errors.ts";
import { type ChatFixture, type FixtureOptions, startChat } from "../realtime/chat.fixtures.ts";
import { createUnderWay, defaultUnderWayLimits } from "./under-way.ts";

const megabyte = 1024 * 1024;

/** Uploads that send so many bytes and then wait to be ended. */
async function startUploads(options: FixtureOptions) {
  const chat = await startChat(options);
  const onDisk = async () => {
    const folder = join(chat.folder, "files");
    const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
  return { chat, onDisk, begin: (token: string, bytes: number) => beginUpload(chat, token, bytes) };
}

function beginUpload(chat: ChatFixture, token: string, bytes: number) {
  const post = request(`${chat.origin}/api/chat/files`, {
    method: "POST",
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "multipart/form-data; boundary=frontier",
    },
  });
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    post.on("error", reject);
    post.on("response", (answer) => {
      let body = "";
      answer.on("data", (data: Buffer) => {
        body += data.toString();
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
  });
  post.write('--frontier\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n');
  post.write(Buffer.alloc(bytes, 1));
  return {
    /** The rest of it is sent. */
    end: () => {
      post.end("\r\n--frontier--\r\n");
      return answered;
    },
    breakOff: () => {
      answered.catch(() => {});
      post.destroy();
    },
  };
}

test("uploads that are not finished count towards what their conversation may hold", async () => {
  const { chat, onDisk, begin } = await startUploads({ uploadLimits: { conversationBytes: 3 * megabyte } });
  const { token } = await chat.openSession();
  const first = begin(token, megabyte);
  const others = [begin(token, megabyte), begin(token, megabyte)];
  await expect.poll(onDisk).toBe(3 * megabyte);
  const refused = await begin(token, megabyte).end();
  expect(refused).toMatchObject({ status: 413, body: expect.stringContaining("files_full") });
  expect(await onDisk()).toBe(3 * megabyte);
  const other = await chat.openSession();
  expect((await begin(other.token, megabyte).end()).status).toBe(200);

  // One that is broken off makes room; those that end keep theirs, whoever counts it.
  first.breakOff();
  await expect.poll(onDisk).toBe(3 * megabyte);
  for (const one of others) expect((await one.end()).status).toBe(200);
  expect((await begin(token, megabyte).end()).status).toBe(200);
  expect((await begin(token, 1).end()).status).toBe(413);
});

test("so many uploads at once, of a conversation and in all, and no more", async () => {
  const { chat, begin, onDisk } = await startUploads({
    underWayLimits: { uploadsOfConversation: 2, uploads: 3 },
  });
  const [one, two, three] = await Promise.all([chat.openSession(), chat.openSession(), chat.openSession()]);
  const mine = [begin(one.token, 10), begin(one.token, 10)];
  await expect.poll(onDisk).toBe(20);
  const refused = { status: 429, body: expect.stringContaining("too_many_requests") };
  // As much as no connection holds in between: the sender hears the answer all the same.
  expect(await begin(one.token, 10 * megabyte).end()).toMatchObject(refused);
  const other = begin(two.token, 10);
  await expect.poll(onDisk).toBe(30);
  expect(await begin(three.token, 10).end()).toMatchObject(refused);
  for (const each of [...mine, other]) expect((await each.end()).status).toBe(200);
  expect((await begin(three.token, 10).end()).status).toBe(200);
});

test("so many bytes under way in all, and no more", async () => {
  const { chat, begin, onDisk } = await startUploads({ underWayLimits: { bytes: 2 * megabyte } });
  const [one, two] = await Promise.all([chat.openSession(), chat.openSession()]);
  const slow = begin(one.token, 2 * megabyte);
  await expect.poll(onDisk).toBe(2 * megabyte);
  expect(await begin(two.token, 10).end()).toMatchObject({
    status: 429,
    body: expect.stringContaining("too_many_requests"),
  });
  expect((await slow.end()).status).toBe(200);
  expect((await begin(two.token, 10).end()).status).toBe(200);
});

test("a store that cannot be asked fails the upload, however late that is read, and nothing else", async () => {
  const underWay = createUnderWay({
    limits: defaultUnderWayLimits,
    conversationBytes: 100,
    uploadedBytes: () => Promise.reject(new CodedError("store_closed", "test")),
  });
  const place = underWay.begin("c");
  // A file is opened before the first byte is read; the failure must not end the process meanwhile.
  await new Promise((resolve) => setImmediate(resolve));
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
  }
  await expect(place.counted(bytes()).next()).rejects.toMatchObject({ code: "store_closed" });
  place.end(false);
});
