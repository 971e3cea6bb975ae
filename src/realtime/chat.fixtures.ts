/** For tests: the whole chat on a real port, with a real store and relay, and a bot that repeats (nothing when told `quiet`, 4 MB when told `big`). */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { createAttachments, defaultUploadLimits } from "../attachments/attachments.ts";
import { createFileLinks } from "../attachments/links.ts";
import { registerAttachments } from "../attachments/routes.ts";
import { openDiskStorage } from "../attachments/storage.ts";
import { startSweep } from "../attachments/sweep.ts";
import type { UnderWayLimits } from "../attachments/under-way.ts";
import { noticeText, visitorError } from "../bot/texts.ts";
import { createLogger } from "../http/logger.ts";
import { createMetrics } from "../http/metrics.ts";
import { createHttpServer } from "../http/server.ts";
import { createUpgrades } from "../http/upgrades.ts";
import { timeOrderedId } from "../ids.ts";
import {
  type ClientFrame,
  maxFileBytes,
  type ServerFrame,
  serverFrameSchema,
  sessionSchema,
} from "../protocol/chat.ts";
import { richTextFromPlain } from "../protocol/rich-text.ts";
import { startRelay } from "../relay/relay.ts";
import { deriveSecrets } from "../secrets/keys.ts";
import type { StoredFile, UploadLimits } from "../store/port.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { type ChatLimits, defaultChatLimits, registerChat } from "./chat.ts";
import { createVisitors } from "./visitors.ts";

export interface FixtureOptions {
  readonly limits?: Partial<ChatLimits>;
  readonly now?: () => number;
  readonly maxFileBytes?: number;
  readonly uploadLimits?: Partial<UploadLimits>;
  readonly underWayLimits?: Partial<UnderWayLimits>;
  readonly copyBytes?: number;
  readonly fetchRemote?: (
    file: StoredFile,
  ) => Promise<{ mediaType: string; body: AsyncIterable<Uint8Array> }>;
}

export async function startChat(options: FixtureOptions = {}) {
  const now = options.now ?? Date.now;
  const newId = () => timeOrderedId(Date.now());
  const folder = await mkdtemp(join(tmpdir(), "chat-"));
  const log: string[] = [];
  const errors: unknown[] = [];
  const store = await openSqliteStore({ folder });
  await store.bots.save({ id: "demo", name: "Robin", escalationType: "NONE" });
  await store.bots.saveChannel({
    id: "demo",
    botId: "demo",
    title: "Help",
    accent: "#336699",
    origins: ["https://shop.example"],
  });
  const relay = startRelay({
    store,
    bot: {
      greet: () => Promise.resolve([richTextFromPlain("Hello")]),
      reply: ({ text, memory }) => {
        const answer = text.startsWith("big") ? "x".repeat(4 * 1024 * 1024) : `echo ${text}`;
        return Promise.resolve({
          answers: text.startsWith("quiet") ? [] : [richTextFromPlain(answer)],
          memory,
        });
      },
    },
    now,
    newId,
    onError: (error) => void errors.push(error),
  });
  const metrics = createMetrics();
  const logger = createLogger({ level: "debug", destination: { write: (line) => void log.push(line) } });
  const server = await createHttpServer({ logger, metrics, https: false });
  const links = createFileLinks(deriveSecrets("a key for tests of more than thirty-two characters"), now);
  const storage = await openDiskStorage(join(folder, "files"));
  const sweep = startSweep({
    files: store.files,
    storage,
    onError: (error) => void errors.push(error),
    ...(options.copyBytes !== undefined && { copyBytes: options.copyBytes }),
  });
  const attachments = createAttachments({
    files: store.files,
    storage,
    newId,
    monotonic: now,
    fetchRemote: options.fetchRemote ?? (() => Promise.reject(new Error("nothing is remote here"))),
    onCopied: () => sweep.wake(),
    maxUploadBytes: options.maxFileBytes ?? maxFileBytes,
    uploadLimits: { ...defaultUploadLimits, ...options.uploadLimits },
    ...(options.underWayLimits && { underWayLimits: options.underWayLimits }),
  });
  const address = { origin: "" };
  registerChat(server, {
    store,
    relay,
    texts: { notice: noticeText, error: visitorError },
    linkTo: links.linkTo,
    publicUrl: () => address.origin,
    upgrades: createUpgrades(server),
    metrics,
    now,
    newId,
    limits: { ...defaultChatLimits, ...options.limits },
    maxFileBytes: options.maxFileBytes ?? maxFileBytes,
  });
  await registerAttachments(server, {
    attachments,
    links,
    visitor: createVisitors(store.conversations).byHeader,
    maxFileBytes: options.maxFileBytes ?? maxFileBytes,
    uploadsPerMinute: 1000,
  });
  address.origin = await server.listen({ host: "127.0.0.1", port: 0 });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await server.close();
    await sweep.stop();
    await relay.stop();
    await store.close();
  };
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(address.origin + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  return {
    origin: address.origin,
    folder,
    log,
    errors,
    store,
    relay,
    links,
    attachments,
    metrics,
    post,
    stop,
    openSession: async (more: Record<string, unknown> = {}) =>
      sessionSchema.parse(await (await post("/api/chat/sessions", { channelId: "demo", ...more })).json()),
    connect: (token?: string, revision = 0, headers: Record<string, string> = {}) =>
      connect(address.origin, token, revision, headers),
  };
}

export type ChatFixture = Awaited<ReturnType<typeof startChat>>;

/** A chatbox of the simplest kind. */
export function connect(
  origin: string,
  token: string | undefined,
  revision: number,
  headers: Record<string, string>,
) {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/api/chat`, { headers });
  const frames: ServerFrame[] = [];
  const looks = new Set<() => void>();
  const look = () => {
    for (const each of looks) each();
  };
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const refused = Promise.withResolvers<number>();
  socket.on("message", (data: Buffer) => {
    frames.push(z.parse(serverFrameSchema, JSON.parse(data.toString())));
    look();
  });
  socket.on("unexpected-response", (_request, response) => refused.resolve(response.statusCode ?? 0));
  socket.on("error", () => look());
  socket.on("close", (code, reason) => closed.resolve({ code, reason: reason.toString() }));
  socket.on("open", () => {
    if (token !== undefined) socket.send(JSON.stringify({ type: "hello", token, revision }));
  });
  onTestFinished(() => socket.terminate());

  return {
    socket,
    frames,
    opened: new Promise<void>((resolve) => socket.once("open", () => resolve())),
    closed: closed.promise,
    refused: refused.promise,
    send: (frame: ClientFrame) => socket.send(JSON.stringify(frame)),
    sendRaw: (data: string | Buffer) => socket.send(data),
    say: (clientId: string, text: string) =>
      socket.send(JSON.stringify({ type: "say", clientId, content: { type: "text", text } })),
    /** Resolves with what `find` finds among the frames, now or later. */
    until: async <Found>(find: (frames: readonly ServerFrame[]) => Found | undefined): Promise<Found> =>
      new Promise((resolve) => {
        const each = () => {
          const found = find(frames);
          if (found === undefined) return;
          looks.delete(each);
          resolve(found);
        };
        looks.add(each);
        each();
      }),
    /** What the visitor sees: the newest form of each message, by seq. */
    texts: () => shownTexts(frames),
  };
}

export function shownTexts(frames: readonly ServerFrame[]): string[] {
  const shown = new Map<number, string>();
  for (const frame of frames) {
    if (frame.type !== "changes") continue;
    for (const { seq, content } of frame.messages) {
      shown.set(
        seq,
        content.type === "text"
          ? content.body.map((node) => ("text" in node ? node.text : "")).join("")
          : content.type,
      );
    }
  }
  return [...shown].toSorted(([a], [b]) => a - b).map(([, text]) => text);
}
