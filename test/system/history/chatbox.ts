/**
 * A chatbox without a page that gives up on nothing: it keeps what is not acknowledged and sends it again under the
 * same client id, one message at a time, and comes back whenever its connection breaks.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import {
  type SayContent,
  type ServerFrame,
  type Status,
  serverFrameSchema,
  sessionSchema,
  uploadAnswerSchema,
  type WireMessage,
} from "../../../src/protocol/chat.ts";
import { textOf } from "../visitor.ts";
import type { Said, Shown } from "./history.ts";

export interface Chatbox {
  readonly conversationId: string;
  readonly token: string;
  readonly status: () => Status;
  readonly messages: () => readonly WireMessage[];
  /** Puts it into the outbox and goes on. */
  readonly say: (text: string) => void;
  /** Uploads and then says it; without effect when the upload fails. */
  readonly sayFile: (name: string) => Promise<void>;
  /** Asks to go back to the bot; asks again if need be. */
  readonly leave: () => Promise<void>;
  /** Breaks the connection; it comes back after `awayMs`. */
  readonly breakOff: (awayMs: number) => void;
  /** Breaks the connection until it is told to come back. */
  readonly goOffline: () => void;
  readonly comeOnline: () => void;
  /** It was told everything that stood there when it connected. */
  readonly isConnected: () => boolean;
  /** And everything that was typed is answered. */
  readonly isCurrent: () => boolean;
  readonly said: () => readonly Said[];
  readonly shown: () => Shown;
  readonly close: () => void;
}

interface Waiting {
  readonly clientId: string;
  readonly content: SayContent;
}

const comeBackMs = 25;

/** @param origin where the server is by now */
export async function openChatbox(
  origin: () => string,
  options: { readonly tab: number; readonly token?: string },
): Promise<Chatbox> {
  const session = await openSession(origin, options.token);
  const bySeq = new Map<number, WireMessage>();
  const said = new Map<string, Said>();
  const outbox: Waiting[] = [];
  let status: Status = { mode: "bot" };
  let revision = 0;
  let current = false;
  let away = false;
  let socket = connect();

  function connect(): WebSocket {
    const url = origin();
    const opened = new WebSocket(`${url.replace("http", "ws")}/api/chat`, {
      origin: url,
      handshakeTimeout: 3_000,
    });
    opened.on("open", () => {
      opened.send(JSON.stringify({ type: "hello", token: session.token, revision }));
      sendNext();
    });
    opened.on("message", (data) => {
      if (opened === socket)
        take(serverFrameSchema.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString("utf8") : "")));
    });
    // What broke is said by the close that follows.
    opened.on("error", () => {});
    opened.on("close", () => {
      if (opened === socket) void comeBack(comeBackMs);
    });
    return opened;
  }

  async function comeBack(awayMs: number): Promise<void> {
    current = false;
    await sleep(awayMs);
    if (!away) socket = connect();
  }

  function sendNext(): void {
    const [next] = outbox;
    if (next !== undefined && socket.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ type: "say", ...next }));
  }

  function take(frame: ServerFrame): void {
    switch (frame.type) {
      case "changes":
        for (const message of frame.messages) bySeq.set(message.seq, message);
        revision = frame.revision;
        status = frame.status;
        current = frame.more !== true;
        return;
      case "ack":
        return answered(frame.clientId, { seq: frame.seq });
      case "rejected":
        return answered(frame.clientId, "rejected");
      case "stop":
        throw new Error(`the session of ${session.conversationId} is not known any more: ${frame.code}`);
      case "typing":
      case "pong":
        return;
    }
  }

  function answered(clientId: string, outcome: Said["outcome"]): void {
    const one = said.get(clientId);
    if (one === undefined || outbox[0]?.clientId !== clientId) return;
    said.set(clientId, { ...one, outcome });
    outbox.shift();
    sendNext();
  }

  function put(text: string, content: SayContent): void {
    const clientId = `t${options.tab}-${said.size + 1}`;
    said.set(clientId, { tab: options.tab, clientId, text, outcome: "waiting" });
    outbox.push({ clientId, content });
    if (outbox.length === 1) sendNext();
  }

  return {
    conversationId: session.conversationId,
    token: session.token,
    status: () => status,
    messages: () => [...bySeq.values()].toSorted((a, b) => a.seq - b.seq),
    say: (text) => put(text, { type: "text", text }),
    sayFile: async (name) => {
      const fileId = await upload(origin(), session.token, name);
      if (fileId !== undefined) put(name, { type: "file", fileId });
    },
    leave: async () => {
      for (let times = 0; times < 40 && status.mode !== "bot"; times += 1) {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "leave" }));
        await sleep(50);
      }
    },
    breakOff: (awayMs) => {
      const broken = socket;
      broken.removeAllListeners("close");
      broken.terminate();
      void comeBack(awayMs);
    },
    goOffline: () => {
      away = true;
      current = false;
      socket.terminate();
    },
    comeOnline: () => {
      away = false;
      socket = connect();
    },
    isConnected: () => current,
    isCurrent: () => current && outbox.length === 0,
    said: () => [...said.values()],
    shown: () => ({ mode: status.mode, messages: inDisplayOrder([...bySeq.values()]).map(shownOf) }),
    close: () => {
      away = true;
      socket.terminate();
    },
  };
}

async function openSession(origin: () => string, token: string | undefined) {
  for (;;) {
    const answer = await fetch(`${origin()}/api/chat/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ channelId: "demo", language: "en", ...(token !== undefined && { token }) }),
    }).catch(() => undefined);
    if (answer?.ok === true) return sessionSchema.parse(await answer.json());
    await sleep(comeBackMs);
  }
}

async function upload(origin: string, token: string, name: string): Promise<string | undefined> {
  const form = new FormData();
  form.set("file", new Blob([`%PDF-1.4\n${name}\n`], { type: "application/pdf" }), name);
  const answer = await fetch(`${origin}/api/chat/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: form,
  }).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  return uploadAnswerSchema.parse(await answer.json()).fileId;
}

/** By seq, and then every overtaken message directly above the one that it names. */
function inDisplayOrder(messages: readonly WireMessage[]): readonly WireMessage[] {
  const bySeq = messages.toSorted((a, b) => a.seq - b.seq);
  const displayed = bySeq.slice();
  for (const message of bySeq) {
    const { above } = message;
    if (above === undefined) continue;
    displayed.splice(displayed.indexOf(message), 1);
    const place = displayed.findIndex(({ seq }) => seq === above);
    displayed.splice(place < 0 ? displayed.length : place, 0, message);
  }
  return displayed;
}

function shownOf(message: WireMessage): Shown["messages"][number] {
  const { seq, at, author, content, clientId, delivery, failure, late } = message;
  return {
    seq,
    at,
    author: author.type,
    ...("name" in author && { name: author.name }),
    text: textOf(message),
    ...(content.type === "notice" && { notice: content.notice }),
    ...(clientId !== undefined && { clientId }),
    ...(delivery !== undefined && { delivery }),
    ...(failure !== undefined && { failure }),
    ...(late !== undefined && { late }),
  };
}
