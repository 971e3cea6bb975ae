/** For tests: uploads as a browser sends them, and what became of them. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { uploadAnswerSchema } from "../protocol/chat.ts";
import type { ChatFixture } from "../realtime/chat.fixtures.ts";

export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const pdf = Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

export async function upload(
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

export async function uploaded(
  chat: ChatFixture,
  token: string,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  type: string,
) {
  const answer = await upload(chat, token, bytes, name, type);
  return uploadAnswerSchema.parse(await answer.json());
}

export const filesOnDisk = (chat: ChatFixture) => readdir(join(chat.folder, "files"));
export const codeOf = async (answer: Response) => [answer.status, await answer.json()];
export const error = (status: number, code: string) => [
  status,
  { error: { code, message: expect.any(String) } },
];
