/** Composes the server: every part with its ports. It does not listen and reads no environment. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { createAttachments, defaultUploadLimits } from "./attachments/attachments.ts";
import { createFileLinks } from "./attachments/links.ts";
import { createPrefetch } from "./attachments/prefetch.ts";
import { registerAttachments } from "./attachments/routes.ts";
import { openDiskStorage } from "./attachments/storage.ts";
import { startSweep } from "./attachments/sweep.ts";
import { createKnowledgeBot } from "./bot/knowledge-bot.ts";
import { noticeText, visitorError } from "./bot/texts.ts";
import { steadyClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { type AdminPassword, createAdminCredentials, readAdminPassword } from "./console/admin-password.ts";
import { webhookUrl } from "./console/connector-view.ts";
import { registerConsole } from "./console/register.ts";
import { createCallTimes } from "./delivery/call-times.ts";
import { createEchoes } from "./delivery/echoes.ts";
import { startLanes } from "./delivery/lanes.ts";
import { keysOfMessage } from "./delivery/post.ts";
import { defaultTiming, type Timing } from "./delivery/retry-policy.ts";
import { CodedError } from "./errors.ts";
import { registerHealth } from "./http/health.ts";
import { createMetrics } from "./http/metrics.ts";
import { registerPages } from "./http/pages.ts";
import { createHttpServer } from "./http/server.ts";
import { createUpgrades } from "./http/upgrades.ts";
import { timeOrderedId } from "./ids.ts";
import { startForgetting } from "./inbox/forget.ts";
import { startInbox } from "./inbox/process.ts";
import { registerWebhook } from "./inbox/webhook.ts";
import { type ChatLimits, defaultChatLimits, registerChat } from "./realtime/chat.ts";
import { createVisitors } from "./realtime/visitors.ts";
import type { DueLoop } from "./relay/due-loop.ts";
import { startRelay } from "./relay/relay.ts";
import { openSecrets } from "./secrets/keys.ts";
import type { Store } from "./store/port.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";
import { startSecondLooks } from "./watch/second-looks.ts";
import { defaultWatchTiming, startWatch, type WatchTiming } from "./watch/watch.ts";
import { deskAccount } from "./zendesk/account.ts";
import { normalizeDomain } from "./zendesk/address-guard.ts";
import type { DeskAccount } from "./zendesk/desk.ts";
import { createZendeskHttp } from "./zendesk/http.ts";
import { createSetup } from "./zendesk/setup.ts";
import { createDesk } from "./zendesk/zendesk-desk.ts";

export interface AppOptions {
  readonly config: Config;
  readonly logger: FastifyBaseLogger;
  /** Folder of the built pages. */
  readonly pagesFolder: string;
  readonly now?: () => number;
  readonly timing?: Partial<Timing>;
  readonly watchTiming?: Partial<WatchTiming>;
  /** Milliseconds that Zendesk may take to answer a call. */
  readonly answerMs?: number;
  readonly chatLimits?: Partial<ChatLimits>;
  /** Nothing can be stored any more: the process has to end. */
  readonly onDeath?: (why: CodedError) => void;
}

export interface App {
  readonly server: FastifyInstance;
  readonly store: Store;
  readonly adminPassword: AdminPassword;
  /** Binds. Fails with `port_in_use`. `origin` is where this machine reaches the server, `publicUrl` where all others do. */
  readonly listen: () => Promise<{ origin: string; publicUrl: string }>;
  /** Takes another origin as Zendesk from now on: the bundled emulator's, once its port is known. */
  readonly acceptZendesk: (origin: string) => void;
  /**
   * Takes up what waits for Zendesk. Called once its origins are all known: what is left from an earlier run
   * would otherwise be refused for good.
   */
  readonly begin: () => void;
  /** What the home page shows and links to. */
  readonly setDemo: (links: Readonly<Record<string, string>>) => void;
  /** Stops taking, finishes what is under way, closes the store. */
  readonly close: () => Promise<void>;
}

/** How long calls to Zendesk that are under way may still take when the server stops. */
const closeGraceMs = 3_000;

export async function createApp(options: AppOptions): Promise<App> {
  const { config, logger } = options;
  const monotonic = () => performance.now();
  const wall = options.now ?? Date.now;
  const now = steadyClock(wall, monotonic);
  const newId = () => timeOrderedId(now());
  const onError = (error: unknown) => logger.error({ err: error }, "a background task failed");
  const zendeskOrigins = [...config.zendeskOrigins];
  const address = { origin: "", publicUrl: "" };
  let demo: Readonly<Record<string, string>> = {};
  let ready = false;
  const closing = new AbortController();
  let atWork: readonly DueLoop[] = [];

  const metrics = createMetrics();
  const count = (name: string) => metrics.counter(`${name}_total`, counterMeanings[name] ?? name).add();
  const store = await openSqliteStore({
    folder: config.dataDir,
    now,
    onUnreadable: (row) => {
      count("store_rows_unreadable");
      logger.error(row, "a stored row cannot be read and is passed over");
    },
    onDeath: options.onDeath ?? onError,
  });
  const { dataDir, secretKey } = config;
  const secrets = await openSecrets({ dataDir, secretKey, facts: store.facts }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
  const adminPassword = await readAdminPassword(dataDir, config.adminPassword);

  const http = createZendeskHttp({
    allow: zendeskOrigins,
    now: wall,
    ...(options.answerMs !== undefined && { answerMs: options.answerMs }),
  });
  const onSetback = (error: CodedError) =>
    logger.warn({ err: error }, "Zendesk did not do all that was asked");
  const desk = createDesk({ http, now, onSetback });
  const setup = createSetup({ http, now });
  const account = async (connectorId: string): Promise<DeskAccount | undefined> => {
    const connector = await store.connectors.load(connectorId);
    return connector && deskAccount(connector, secrets.box);
  };

  const storage = await openDiskStorage(join(dataDir, "files"));
  const attachments = createAttachments({
    files: store.files,
    storage,
    newId,
    monotonic,
    fetchRemote: async ({ id, remote }, maxBytes) => {
      const owner = remote && (await account(remote.connectorId));
      if (remote === undefined || owner === undefined)
        throw new CodedError(
          "media_unavailable",
          `file ${id} cannot be fetched: its connector is not set up`,
        );
      return desk.fetchMedia(owner, remote.mediaUrl, maxBytes);
    },
    onCopied: () => sweep.wake(),
    maxUploadBytes: config.maxFileBytes,
    uploadLimits: defaultUploadLimits,
  });
  const links = createFileLinks(secrets, now);

  const bot = createKnowledgeBot({ store, log: logger });
  const relay = startRelay({ store, bot, now, newId, onError });

  const timing = { ...defaultTiming, ...options.timing };
  const startDeliveries = () =>
    startLanes({
      store,
      desk,
      relay,
      account,
      openFile: async (fileId) => (await attachments.open(fileId)).bytes,
      callTimes: createCallTimes(monotonic),
      uploadTimes: createCallTimes(monotonic),
      now,
      monotonic,
      random: Math.random,
      wait: (ms) =>
        sleep(ms, undefined, { signal: closing.signal }).catch((cause: unknown) => {
          throw new CodedError("shutting_down", "the server stops", { cause });
        }),
      timing,
      onError,
      onFailure: (error, claim) =>
        logger.warn(
          {
            code: error.code,
            err: error,
            handoff: claim.handoff.id,
            task: claim.task.kind,
            attempt: claim.attempt,
          },
          "a delivery did not get through",
        ),
    });
  const sweep = startSweep({ files: store.files, storage, onError });
  const forgetting = startForgetting(store, onError);
  const wakeAll = () => {
    for (const loop of atWork) loop.wake();
  };
  const onEcho = createEchoes({ store, onSettled: wakeAll, onLook: wakeAll });
  const inbox = startInbox({ store, relay, desk, account, now, newId, onError, onEcho, count });
  // Best effort: the file is fetched again when somebody opens it.
  const prefetch = createPrefetch(attachments.prefetch, onError);
  relay.onRemoteFile(prefetch.add);
  const startLookingAgain = () =>
    startSecondLooks({
      store,
      relay,
      newId,
      desk,
      account,
      now,
      onError,
      count,
      keysOfMessage,
      furtherLooksMs: timing.secondLooksMs.slice(1),
    });
  const startWatching = () =>
    startWatch({
      store,
      relay,
      desk,
      account,
      now,
      newId,
      onError,
      onDouble: wakeAll,
      timing: { ...defaultWatchTiming, ...options.watchTiming },
    });

  const server = await createHttpServer({
    logger,
    metrics,
    https: config.publicUrl?.startsWith("https:") ?? false,
  });
  const storeAnswers = () =>
    store.facts.get("any").then(
      () => true,
      (error: unknown) => {
        onError(error);
        return false;
      },
    );
  registerHealth(server, { ready: async () => ready && (await storeAnswers()), metrics });
  registerWebhook(server, {
    store,
    setup,
    secretBox: secrets.box,
    now,
    webhookUrl: (connectorId) => webhookUrl(address.publicUrl, connectorId),
    onStored: inbox.wake,
    count,
  });
  registerChat(server, {
    store,
    relay,
    texts: { notice: noticeText, error: visitorError },
    linkTo: links.linkTo,
    publicUrl: () => address.publicUrl,
    upgrades: createUpgrades(server),
    metrics,
    now,
    newId,
    limits: { ...defaultChatLimits, ...options.chatLimits },
    maxFileBytes: config.maxFileBytes,
  });
  await registerAttachments(server, {
    attachments,
    links,
    visitor: createVisitors(store.conversations).byHeader,
    maxFileBytes: config.maxFileBytes,
    uploadsPerMinute: 300,
  });
  registerConsole(server, {
    store,
    setup,
    box: secrets.box,
    credentials: await createAdminCredentials(adminPassword.password),
    retryParked: relay.retryParked,
    normalizeDomain: (typed) => normalizeDomain(typed, zendeskOrigins),
    publicUrl: () => address.publicUrl,
    onLivechatChanged: wakeAll,
    now,
    newId,
    monotonic,
  });
  await registerPages(server, {
    folder: options.pagesFolder,
    channel: store.bots.channel,
    imageOrigins: () => zendeskOrigins,
    demo: () => Promise.resolve(demo),
  });

  return {
    server,
    store,
    adminPassword,
    listen: async () => {
      const origin = await listen(server, config);
      address.origin = origin;
      address.publicUrl = config.publicUrl ?? origin;
      ready = true;
      return { ...address };
    },
    acceptZendesk: (origin) => {
      if (!zendeskOrigins.includes(origin)) zendeskOrigins.push(origin);
    },
    setDemo: (links) => {
      demo = links;
    },
    begin: () => {
      if (atWork.length === 0) atWork = [startDeliveries(), startWatching(), startLookingAgain()];
    },
    close: async () => {
      ready = false;
      prefetch.stop();
      await server.close();
      const stopped = Promise.all([inbox, sweep, forgetting, ...atWork].map((loop) => loop.stop()));
      await Promise.race([stopped, sleep(closeGraceMs, undefined, { ref: false })]);
      // What Zendesk has not answered by now is broken off: unclear, as after a crash, and looked for at the next start.
      closing.abort();
      await http.close();
      await stopped;
      await relay.stop();
      await store.close();
    },
  };
}

const counterMeanings: Readonly<Record<string, string>> = {
  webhook_refused: "Webhook requests without the right secret.",
  webhook_malformed: "Webhook requests whose body could not be read.",
  webhook_event_stored: "Webhook events stored.",
  webhook_event_duplicate: "Webhook events that were there already.",
  webhook_event_invalid: "Webhook events without id or type.",
  webhook_event_done: "Webhook events brought in, or found to say nothing new.",
  webhook_event_foreign: "Webhook events of conversations that are not ours.",
  webhook_event_failed: "Webhook events given up.",
  store_rows_unreadable: "Stored rows that cannot be read and were passed over.",
  zendesk_duplicates_found: "Messages of ours that were found to stand twice at Zendesk.",
  zendesk_duplicates_deleted: "Messages of ours that stood twice and were deleted.",
  webhook_event_unknown_type: "Webhook events of a type that means nothing here.",
};

async function listen(server: FastifyInstance, { host, port }: Config): Promise<string> {
  await server.listen({ host, port }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new CodedError(
        "port_in_use",
        `Port ${port} on ${host} is in use. Stop the other program or set PORT to a free port.`,
        { cause: error },
      );
    }
    throw error;
  });
  const address = server.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${bound}`;
}
