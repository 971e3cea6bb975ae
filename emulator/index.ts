/**
 * A Zendesk of our own: Sunshine Conversations, Support and Agent Workspace on one local address, with the
 * switches where Zendesk accounts differ and the faults a network has.
 */
import type { AddressInfo } from "node:net";
import { adminRoutes, announceChanges } from "./admin/routes.ts";
import { pageRoutes } from "./agent/pages.ts";
import { agentRoutes } from "./agent/routes.ts";
import { credentials } from "./control/credentials.ts";
import { type Controls, controlRoutes } from "./control/routes.ts";
import type { SettingsChange } from "./control/schemas.ts";
import { createFaults, type Faults } from "./faults/faults.ts";
import { type Exchange, observe } from "./http/observe.ts";
import { isApi, routeName } from "./http/paths.ts";
import { createServer } from "./http/server.ts";
import { suncoRoutes } from "./sunco/routes.ts";
import { supportRoutes } from "./support/routes.ts";
import { createWebhookSender } from "./webhooks/sender.ts";
import { type Clock, realClock } from "./world/state/clock.ts";
import { type Delivery, type LedgerEntry, Settings } from "./world/state/entities.ts";
import { retargetDemo, type Seed, seedWorld } from "./world/state/seed.ts";
import { createSnapshots } from "./world/state/snapshots.ts";
import { openStorage } from "./world/state/storage.ts";
import { runAutomations } from "./world/ticketing/automation.ts";
import { createWorld } from "./world/world.ts";

export type { FaultDraft } from "./faults/drafts.ts";
export type { Exchange } from "./http/observe.ts";
export { type Clock, manualClock, realClock } from "./world/state/clock.ts";

export interface EmulatorOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Real time when missing. */
  readonly clock?: Clock;
  /** The account to start from when the data folder holds none. */
  readonly seed: Seed;
  /** Where the account is kept; in memory when missing. */
  readonly dataDir?: string;
  /** Where the demo account's integration sends its webhooks, from now on. */
  readonly demoWebhookTarget?: string;
  /** Told of the emulator's own failures; thrown away by default, since none is expected. */
  readonly onError?: (error: unknown) => void;
  /** Told of every answer of the two APIs. */
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface ZendeskEmulator {
  /** E.g. `http://127.0.0.1:8090`. */
  readonly url: string;
  readonly port: number;
  reset: (seed: Seed) => void;
  /** Saves the whole account in memory and names it. */
  snapshot: () => string;
  /** False when there is no such snapshot. */
  restore: (snapshot: string) => boolean;
  readonly faults: Faults;
  /** Every accepted write of the two APIs, in order. */
  ledger: () => LedgerEntry[];
  /** Every webhook delivery with its attempts. */
  deliveries: () => Delivery[];
  credentials: () => ReturnType<typeof credentials>;
  configure: (settings: SettingsChange) => void;
  readonly clock: Clock;
  /** The registered routes of the two APIs, e.g. `GET /api/v2/users/{id}`. */
  readonly routes: readonly string[];
  close: () => Promise<void>;
}

/** Starts the emulator; fails with `EADDRINUSE` when the port is taken. */
export async function createZendeskEmulator(options: EmulatorOptions): Promise<ZendeskEmulator> {
  const clock = options.clock ?? realClock();
  const storage = openStorage(options.dataDir);
  let origin = `http://127.0.0.1:${options.port}`;
  const world = createWorld(clock, storage, () => origin);
  if (world.accounts.size() === 0) seedWorld(world, options.seed);
  runAutomations(world);
  if (options.demoWebhookTarget !== undefined) retargetDemo(world, options.demoWebhookTarget);

  const faults = createFaults();
  const sender = createWebhookSender(world, faults);
  const snapshots = createSnapshots(world, () => {
    strikes.forget();
    sender.forget();
  });
  const controls: Controls = {
    world,
    faults,
    snapshots: snapshots.list,
    reset(seed) {
      faults.clear();
      snapshots.reset(seed);
    },
    snapshot: snapshots.save,
    restore(name) {
      const found = snapshots.restore(name);
      if (found) sender.resume();
      return found;
    },
    resend: sender.resend,
    retarget(target) {
      const webhook = retargetDemo(world, target);
      if (webhook !== undefined) controls.probe(webhook);
      return webhook;
    },
    probe: (webhook) => {
      // Its failure is its result.
      void sender.probe(webhook);
    },
  };

  const { server, strikes } = createServer({ world, faults, onError: options.onError ?? (() => {}) });
  if (options.onExchange !== undefined) observe(server, options.onExchange);
  const registered: string[] = [];
  server.addHook("onRoute", ({ method, url }) => {
    if (method === "HEAD" || !isApi(url)) return;
    registered.push(`${String(method)} ${routeName(url)}`);
  });
  server.register(async (routes) => {
    announceChanges(routes, world);
    suncoRoutes(routes, world, controls.probe);
    supportRoutes(routes, world);
    controlRoutes(routes, controls);
    agentRoutes(routes, world);
    adminRoutes(routes, world, sender.probe);
    pageRoutes(routes);
  });
  await server.listen({ host: "127.0.0.1", port: options.port }).catch((error: unknown) => {
    storage.close();
    throw error;
  });
  const port = portOf(server.server.address());
  origin = `http://127.0.0.1:${port}`;
  sender.resume();

  return {
    url: origin,
    port,
    reset: controls.reset,
    snapshot: controls.snapshot,
    restore: controls.restore,
    faults,
    ledger: () => world.ledger.all(),
    deliveries: () => world.deliveries.all(),
    credentials: () => credentials(world),
    configure(settings) {
      world.accounts.put({
        ...world.account(),
        settings: Settings.parse({ ...world.settings(), ...settings }),
      });
    },
    clock,
    routes: registered,
    async close() {
      clock.stop();
      await sender.close();
      await server.close();
      storage.close();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
