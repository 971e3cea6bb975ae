/** The emulator's own controls, for tests and scripts (below `/_emulator`). */
import type { FastifyInstance } from "fastify";
import { coverage } from "../coverage/coverage.ts";
import { notFound } from "../refusal.ts";
import { Settings, type Webhook } from "../world/state/entities.ts";
import type { Seed } from "../world/state/seed.ts";
import { credentials } from "./credentials.ts";
import { openApi } from "./openapi.ts";
import { personRoutes } from "./people.ts";
import { type RecordControls, recordRoutes } from "./records.ts";
import { Advance, Reset, Restore, SettingsChange, Target } from "./schemas.ts";
import { visitorRoutes } from "./visitor.ts";

/** What the controls act on besides the account. */
export interface Controls extends RecordControls {
  readonly reset: (seed: Seed) => void;
  readonly snapshot: () => string;
  readonly restore: (snapshot: string) => boolean;
  readonly snapshots: () => { readonly name: string; readonly at: number }[];
  /** Points the demo integration's webhook elsewhere; undefined in another account. */
  readonly retarget: (target: string) => Webhook | undefined;
  readonly probe: (webhook: Webhook) => void;
}

export function controlRoutes(server: FastifyInstance, controls: Controls): void {
  const { world } = controls;
  const at = (path: string) => `/_emulator${path}`;

  server.post(at("/reset"), async (request) => {
    controls.reset(Reset.parse(request.body ?? undefined).seed);
    return credentials(world);
  });
  server.post(at("/snapshot"), async () => ({ snapshot: controls.snapshot() }));
  server.get(at("/snapshots"), async () => ({ snapshots: controls.snapshots() }));
  server.post(at("/restore"), async (request) => {
    if (!controls.restore(Restore.parse(request.body).snapshot))
      throw notFound("snapshot_unknown", "There is no such snapshot.");
    return {};
  });
  server.patch(at("/webhooks/demo"), async (request) => {
    const { target } = Target.parse(request.body);
    const webhook = controls.retarget(target);
    if (webhook === undefined) throw notFound("webhook_unknown", "This is not the demo account.");
    return { webhook };
  });

  server.get(at("/settings"), async () => ({ settings: world.settings() }));
  server.patch(at("/settings"), async (request) => {
    const change = SettingsChange.parse(request.body);
    const settings = Settings.parse({ ...world.settings(), ...change });
    world.accounts.put({ ...world.account(), settings });
    return { settings };
  });
  server.get(at("/clock"), async () => ({ now: world.clock.now() }));
  server.post(at("/clock"), async (request) => {
    world.clock.advance(Advance.parse(request.body).advanceMs);
    return { now: world.clock.now() };
  });
  server.get(at("/coverage"), async () => ({
    coverage: coverage.map(([title, entries]) => ({ title, entries })),
  }));
  server.get(at("/openapi.json"), async () => openApi(world.origin()));
  server.get(at("/credentials"), async () => credentials(world));
  recordRoutes(server, controls);
  personRoutes(server, world);
  visitorRoutes(server, world);
}
