/** The chatbox's calls to its server, with the browser's own means. */
import { errorAnswerSchema, linkAnswerSchema, uploadAnswerSchema } from "../../../src/protocol/chat.ts";
import type { Answer } from "../core/answer.ts";
import type { PostPoll } from "../core/poll-link.ts";
import type { PostSession } from "../core/session.ts";
import type { UploadFile, UploadOutcome } from "../core/uploads.ts";
import type { CreateSocket } from "../core/websocket-link.ts";

async function post(
  path: string,
  body: unknown,
  options: { signal?: AbortSignal; token?: string } = {},
): Promise<Answer> {
  const answer = await fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    body: JSON.stringify(body),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return { status: answer.status, body: await answer.json().catch(() => undefined) };
}

export const postSession: PostSession = (request, signal) => post("/api/chat/sessions", request, { signal });

export const postPoll: PostPoll = (body, signal) => post("/api/chat/poll", body, { signal });

export async function fetchLink(token: string, fileId: string): Promise<string> {
  const { body } = await post("/api/chat/files/link", { fileId }, { token });
  return linkAnswerSchema.parse(body).url;
}

export const createSocket: CreateSocket = ({ opened, said, closed }) => {
  const url = new URL("/api/chat", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.addEventListener("open", opened);
  socket.addEventListener("message", ({ data }) => said(data));
  socket.addEventListener("close", ({ code }) => closed(code));
  return {
    // A socket that is closing drops what it is given; the outbox sends it again over the next one.
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
};

/** XMLHttpRequest, since fetch says nothing about the progress of an upload. */
export function uploadWith(token: string): UploadFile<File> {
  return (file, onProgress, signal) =>
    new Promise<UploadOutcome>((resolve) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        if (total > 0) onProgress(loaded / total);
      });
      request.addEventListener("load", () => resolve(uploadOutcome(request.responseText)));
      request.addEventListener("error", () => resolve({ kind: "failed" }));
      request.addEventListener("abort", () => resolve({ kind: "failed" }));
      signal.addEventListener("abort", () => request.abort());
      request.open("POST", "/api/chat/files");
      request.setRequestHeader("authorization", `Bearer ${token}`);
      request.send(form);
    });
}

function uploadOutcome(answer: string): UploadOutcome {
  let body: unknown;
  try {
    body = JSON.parse(answer);
  } catch {
    return { kind: "failed" };
  }
  const file = uploadAnswerSchema.safeParse(body);
  if (file.success) return { kind: "done", file: file.data };
  const refusal = errorAnswerSchema.safeParse(body);
  return { kind: "failed", ...(refusal.success ? { message: refusal.data.error.message } : {}) };
}
