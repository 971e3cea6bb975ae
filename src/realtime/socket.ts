/**
 * One websocket. Frames are taken one after the other, so a visitor's messages are committed in the order they
 * were written; while several wait, the connection is not read.
 *
 *   silent ──hello──▶ open ──▶ closed        4099  the session is not known: trying again is of no use
 *     │                 │                    1008  no protocol of ours, a flood, or a page of another site
 *     └── 10 s ─────────┴──────▶ closed      1011, 1012, 1013: try again, resume repairs
 */
import type { IncomingHttpHeaders } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import type { ConversationHead } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import {
  type ClientFrame,
  clientFrameSchema,
  clientIdSchema,
  closeCodeStop,
  type ServerFrame,
} from "../protocol/chat.ts";
import { safeParse } from "../protocol/safe-parse.ts";
import { createBucket } from "./bucket.ts";
import type { ChatPorts, ChatShared } from "./chat.ts";
import { startFeed } from "./feed.ts";
import { answerFrame, rejected } from "./visitor-frame.ts";

export interface SocketPorts extends ChatPorts, ChatShared {
  readonly log: FastifyBaseLogger;
  /** The first frame came. */
  readonly onHello: () => void;
}

/** More than this unsent, and the connection is closed: the page resumes by its revision. */
const maxBufferedBytes = 1024 * 1024;
/** Who is typing is not worth waiting for. */
const typingBufferedBytes = 64 * 1024;
/** So many frames may wait before the connection is no longer read. */
const maxWaitingFrames = 16;
/** Frames beyond the budget that are still answered with a refusal. */
const maxOverdraft = 100;

const identifiedSchema = z.object({ clientId: clientIdSchema });

export function startSocket(socket: WebSocket, headers: IncomingHttpHeaders, ports: SocketPorts): void {
  const { limits, log, texts } = ports;
  const budget = createBucket({
    capacity: limits.frames.burst,
    perSecond: limits.frames.perSecond,
    now: () => performance.now(),
  });
  const counted = ports.metrics.counter("chat_frames_total", "Frames from visitors, by type.");
  const closed = ports.metrics.counter("chat_sockets_closed_total", "Websockets closed by us, by reason.");
  /** Whose conversation it is, once said hello. */
  let session: ConversationHead | undefined;
  let work = Promise.resolve();
  let waitingFrames = 0;
  const stops: (() => void)[] = [];

  function close(code: number, reason: string): void {
    if (socket.readyState !== socket.OPEN) return;
    closed.add({ reason });
    socket.close(code, reason);
  }

  /** Resolves once the frame has left the process, or the socket is gone. */
  function send(frame: ServerFrame): Promise<void> {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > maxBufferedBytes) {
      closed.add({ reason: "not_read" });
      socket.terminate(); // a polite close would wait behind what is not read
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      socket.send(JSON.stringify(frame), () => resolve());
    });
  }

  function fail(error: unknown): void {
    const { code } = toCoded(error);
    log.error({ err: error, conversationId: session?.id }, "websocket closed after a failure");
    close(code === "shutting_down" || code === "store_closed" ? 1012 : 1011, code);
  }

  async function hello(frame: ClientFrame & { type: "hello" }): Promise<void> {
    ports.onHello();
    clearTimeout(silence);
    const head = await ports.visitors.byToken(frame.token);
    await ports.origins.checkChannel(headers, head.channelId);
    const view = await ports.viewOf(head);
    if (socket.readyState !== socket.OPEN) return;
    const watcher = { changed: () => feed.changed(), typing: showTyping };
    // Watching begins before the first look: what is committed in between is either seen or announced.
    stops.push(ports.hub.watch(head.id, watcher));
    const feed = startFeed({
      conversations: ports.store.conversations,
      conversationId: head.id,
      view,
      revision: frame.revision,
      send,
      onError: fail,
    });
    stops.push(feed.stop);
    session = head;
  }

  function showTyping(typing: { name?: string; on: boolean }): void {
    if (socket.bufferedAmount < typingBufferedBytes) void send({ type: "typing", ...typing });
  }

  async function refuseHello(error: unknown): Promise<void> {
    const { code, status } = toCoded(error);
    if (status >= 500) return fail(error);
    // Whatever else stands in the way may be gone tomorrow: the page keeps its token.
    if (code !== "session_unknown") return close(code === "too_many_requests" ? 1013 : 1008, code);
    closed.add({ reason: code });
    await send({ type: "stop", code });
    socket.close(closeCodeStop, code);
  }

  async function take(frame: ClientFrame): Promise<void> {
    if (socket.readyState !== socket.OPEN) return;
    if (session === undefined) {
      if (frame.type === "hello") await hello(frame).catch(refuseHello);
      else close(1008, "hello expected");
      return;
    }
    if (frame.type === "hello") return close(1008, "hello twice");
    const answer = await answerFrame(frame, session, ports);
    // Not awaited: a visitor who does not read must still be able to write.
    if (answer !== undefined) void send(answer);
  }

  function takeInTurn(frame: ClientFrame): void {
    waitingFrames++;
    if (waitingFrames >= maxWaitingFrames) socket.pause();
    work = work
      .then(() => take(frame))
      .catch(fail)
      .finally(() => {
        waitingFrames--;
        if (socket.isPaused && waitingFrames < maxWaitingFrames / 2) socket.resume();
      });
  }

  /** A message that cannot be taken is refused by its id, if one can be made out; anything else ends the socket. */
  function refuse(value: unknown, code: "frame_invalid" | "too_many_requests"): void {
    const message = safeParse(identifiedSchema, value);
    counted.add({ type: code });
    if (session !== undefined && message.success) {
      void send(rejected(message.data.clientId, code, session, texts));
    } else {
      close(1008, code);
    }
  }

  socket.on("message", (data, isBinary) => {
    const value = isBinary ? undefined : parseJson(data);
    const left = budget.take();
    if (left < -maxOverdraft) return close(1008, "too_many_requests");
    if (left < 0) return refuse(value, "too_many_requests");
    const frame = safeParse(clientFrameSchema, value);
    if (!frame.success) return refuse(value, "frame_invalid");
    counted.add({ type: frame.data.type });
    takeInTurn(frame.data);
  });
  socket.on("error", (error) => {
    // Frames too large or not of the websocket protocol; ws closes the socket itself.
    log.debug({ err: error }, "websocket error");
  });
  socket.on("close", () => {
    clearTimeout(silence);
    for (const stop of stops) stop();
  });
  const silence = setTimeout(() => close(1008, "hello expected"), limits.helloMs);
}

function parseJson(data: RawData): unknown {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
  try {
    return JSON.parse(bytes instanceof ArrayBuffer ? Buffer.from(bytes).toString() : bytes.toString());
  } catch {
    return undefined; // refused like any other frame that is none
  }
}
