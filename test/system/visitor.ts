/** A visitor's chatbox without a page: speaks the chat protocol over a real websocket and keeps what it was told. */
import { WebSocket } from "ws";
import {
  type ServerFrame,
  type Session,
  type Status,
  serverFrameSchema,
  sessionSchema,
  type WireMessage,
} from "../../src/protocol/chat.ts";
import { inDisplayOrder } from "../../src/protocol/display-order.ts";
import { plainFromRichText } from "../../src/protocol/rich-text.ts";
import { until } from "./until.ts";

export interface Visitor {
  readonly session: Session;
  /** By seq. */
  readonly messages: () => readonly WireMessage[];
  /** From top to bottom. */
  readonly shown: () => readonly WireMessage[];
  readonly status: () => Status;
  readonly frames: readonly ServerFrame[];
  /** Sends a text and resolves with its seq once it was acknowledged. */
  readonly say: (text: string, clientId?: string) => Promise<number>;
  /** Gives the answer with this index that the message with this seq offers. */
  readonly choose: (seq: number, choice: number) => Promise<number>;
  readonly sayFile: (
    name: string,
    bytes: Uint8Array<ArrayBuffer>,
    mediaType: string,
    caption?: string,
  ) => Promise<number>;
  readonly leave: () => void;
  /** Answers a question: goes on waiting. */
  readonly wait: () => void;
  /** Asks for a failed message to be sent once more. */
  readonly retry: (seq: number) => void;
  /** Waits for a message whose text contains `words`. */
  readonly sees: (words: string) => Promise<WireMessage>;
  readonly isIn: (mode: Status["mode"]) => Promise<void>;
  /** Breaks the connection and comes back with what it has, like a page that was offline. */
  readonly reconnect: () => Promise<void>;
  readonly close: () => void;
}

export function textOf(message: WireMessage): string {
  switch (message.content.type) {
    case "text":
      return plainFromRichText(message.content.body);
    case "notice":
      return message.content.text;
    case "file":
      return message.content.caption ?? message.content.name;
  }
}

export async function openVisitor(
  server: string,
  options: { language?: string; token?: string } = {},
): Promise<Visitor> {
  const answer = await fetch(`${server}/api/chat/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ channelId: "demo", ...options }),
  });
  if (!answer.ok) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  const session = sessionSchema.parse(await answer.json());
  const bySeq = new Map<number, WireMessage>();
  const frames: ServerFrame[] = [];
  let status: Status = { mode: "bot" };
  let revision = 0;
  let clientIds = 0;
  let socket = await connect();

  async function connect(): Promise<WebSocket> {
    const opened = new WebSocket(`${server.replace("http", "ws")}/api/chat`, { origin: server });
    opened.on("message", (data) =>
      take(serverFrameSchema.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString("utf8") : ""))),
    );
    await new Promise<void>((resolve, reject) => opened.once("open", () => resolve()).once("error", reject));
    opened.send(JSON.stringify({ type: "hello", token: session.token, revision }));
    return opened;
  }

  function take(frame: ServerFrame): void {
    frames.push(frame);
    if (frame.type !== "changes") return;
    for (const message of frame.messages) bySeq.set(message.seq, message);
    revision = frame.revision;
    status = frame.status;
  }

  const messages = () => [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);

  async function send(content: object, clientId: string): Promise<number> {
    socket.send(JSON.stringify({ type: "say", clientId, content }));
    return until(() => {
      const reply = frames.find(
        (frame) => (frame.type === "ack" || frame.type === "rejected") && frame.clientId === clientId,
      );
      if (reply?.type === "rejected") throw new Error(`rejected: ${reply.code}`);
      return reply?.type === "ack" ? reply.seq : undefined;
    }, `ack of ${clientId}`);
  }

  return {
    session,
    messages,
    shown: () => inDisplayOrder(messages()),
    status: () => status,
    frames,
    say: (text, clientId = `c${++clientIds}`) => send({ type: "text", text }, clientId),
    choose: (seq, choice) => send({ type: "choice", seq, choice }, `a${++clientIds}`),
    sayFile: async (name, bytes, mediaType, caption) => {
      const form = new FormData();
      form.set("file", new Blob([bytes], { type: mediaType }), name);
      const uploaded = await fetch(`${server}/api/chat/files`, {
        method: "POST",
        headers: { authorization: `Bearer ${session.token}` },
        body: form,
      });
      if (!uploaded.ok) throw new Error(`upload: ${uploaded.status} ${await uploaded.text()}`);
      const body: unknown = await uploaded.json();
      const content = { type: "file", fileId: fileIdOf(body), ...(caption !== undefined && { caption }) };
      return send(content, `f${++clientIds}`);
    },
    leave: () => socket.send(JSON.stringify({ type: "leave" })),
    wait: () => socket.send(JSON.stringify({ type: "wait" })),
    retry: (seq) => socket.send(JSON.stringify({ type: "retry", seq })),
    sees: (words) =>
      until(() => messages().find((message) => textOf(message).includes(words)), `a message with "${words}"`),
    isIn: async (mode) => {
      await until(() => (status.mode === mode ? true : undefined), `the mode ${mode}`);
    },
    reconnect: async () => {
      socket.terminate();
      socket = await connect();
    },
    close: () => socket.terminate(),
  };
}

function fileIdOf(body: unknown): string {
  if (typeof body === "object" && body !== null && "fileId" in body && typeof body.fileId === "string")
    return body.fileId;
  throw new Error("the upload's answer has no fileId");
}
