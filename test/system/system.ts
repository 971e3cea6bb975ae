/** The whole of it in one process: real server, real store in a folder of its own, real emulator, real sockets. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { linkDemo } from "../../demo/link.ts";
import { demoConnectorId, seedDemo } from "../../demo/seed.ts";
import { createZendeskEmulator, type ZendeskEmulator } from "../../emulator/index.ts";
import { type App, type AppOptions, createApp } from "../../src/app.ts";
import { type LogLevel, readConfig } from "../../src/config.ts";
import { createLogger } from "../../src/http/logger.ts";
import { openVisitor, type Visitor } from "./visitor.ts";

type Settings = Parameters<ZendeskEmulator["configure"]>[0];

export interface System {
  readonly url: string;
  readonly app: App;
  readonly emulator: ZendeskEmulator;
  readonly folder: string;
  /** Stops the server and starts it anew on the same folder, with another address. */
  readonly restart: (hooks?: {
    readonly whileDown?: () => unknown;
    /** The server listens, but Zendesk's origin is not known to it yet, as at `npm start`. */
    readonly beforeZendesk?: () => unknown;
  }) => Promise<void>;
  /** Everything the server logged so far. */
  readonly log: () => string;
  readonly visitor: (options?: Parameters<typeof openVisitor>[1]) => Promise<Visitor>;
  /** Acts as an operator through the emulator's controls. */
  readonly operator: (
    action: "reply" | "solve" | "close" | "end-session" | "typing" | "assign",
    body: object,
  ) => Promise<void>;
  /** Moves the server's clock; what sleeps notices when it is woken the next time. */
  readonly advance: (ms: number) => void;
  readonly close: () => Promise<void>;
}

export const adminPassword = "a password for tests";

/** Waits are shortened; what they are for is the same. */
export const shortTiming = { settleMs: 300, lookAgainMs: 50, firstRetryMs: 20, longestRetryMs: 500 };
const watchTiming = { shortestMs: 100, longestMs: 400 };

export async function startSystem(
  settings: Settings = {},
  options: {
    link?: boolean;
    callsPerMinute?: number;
    /** Instead of the usual ones of these tests. */
    app?: Partial<Pick<AppOptions, "timing" | "watchTiming" | "answerMs" | "chatLimits">>;
    logLevel?: LogLevel;
  } = {},
): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), "livechat-"));
  const lines: string[] = [];
  const logger = createLogger({
    level: options.logLevel ?? "trace",
    destination: { write: (line: string) => void lines.push(line) },
  });
  const config = readConfig({ DATA_DIR: folder, PORT: "0", EMULATOR: "off", ADMIN_PASSWORD: adminPassword });
  let ahead = 0;
  const start = async () => {
    const app = await createApp({
      config,
      logger,
      pagesFolder: fileURLToPath(new URL("../../dist", import.meta.url)),
      timing: shortTiming,
      watchTiming: { ...watchTiming, callsPerMinute: options.callsPerMinute ?? 1_000_000 },
      ...options.app,
      now: () => Date.now() + ahead,
    });
    return { app, url: (await app.listen()).origin };
  };
  let { app, url } = await start();
  const emulator = await createZendeskEmulator({
    port: 0,
    seed: "demo",
    demoWebhookTarget: `${url}/webhooks/zendesk/${demoConnectorId}`,
    onError: (error) => lines.push(`emulator: ${String(error)}`),
  });
  emulator.configure(settings);
  app.acceptZendesk(emulator.url);
  await seedDemo(app.store, { connector: true });
  if (options.link !== false) {
    const linked = await linkDemo({
      server: url,
      emulator: emulator.url,
      username: "admin",
      password: adminPassword,
    });
    if (linked !== "linked") throw new Error(`the sample connector was ${linked}`);
  }
  app.begin();
  const visitors: Visitor[] = [];
  return {
    get url() {
      return url;
    },
    get app() {
      return app;
    },
    emulator,
    folder,
    restart: async (hooks = {}) => {
      for (const visitor of visitors) visitor.close();
      await app.close();
      await hooks.whileDown?.();
      ({ app, url } = await start());
      await hooks.beforeZendesk?.();
      app.acceptZendesk(emulator.url);
      app.begin();
    },
    advance: (ms) => {
      ahead += ms;
    },
    log: () => lines.join(""),
    visitor: async (visitorOptions) => {
      const visitor = await openVisitor(url, visitorOptions);
      visitors.push(visitor);
      return visitor;
    },
    operator: async (action, body) => {
      const answer = await fetch(`${emulator.url}/_emulator/agent/${action}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`operator ${action}: ${answer.status} ${await answer.text()}`);
    },
    close: async () => {
      for (const visitor of visitors) visitor.close();
      await app.close();
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
