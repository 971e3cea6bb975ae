/** A console of its own for a test: real server, real store, real setup check; logged in as a script and as a page. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { createLogger } from "../http/logger.ts";
import { createMetrics } from "../http/metrics.ts";
import { createHttpServer } from "../http/server.ts";
import { createApply } from "../relay/apply.ts";
import { retryParked } from "../relay/retries.ts";
import { deriveSecrets } from "../secrets/keys.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { normalizeDomain } from "../zendesk/address-guard.ts";
import { createZendeskHttp } from "../zendesk/http.ts";
import { createSetup } from "../zendesk/setup.ts";
import { createAdminCredentials } from "./admin-password.ts";
import { registerConsole } from "./register.ts";

export const password = "correct horse battery staple";

export async function startConsole({
  zendesk = [],
  publicUrl = "https://chat.example.org",
}: {
  zendesk?: readonly string[];
  publicUrl?: string;
} = {}) {
  const folder = await mkdtemp(join(tmpdir(), "console-"));
  const store = await openSqliteStore({ folder });
  const http = createZendeskHttp({ allow: zendesk, now: Date.now });
  const server = await createHttpServer({
    logger: createLogger({ level: "silent" }),
    metrics: createMetrics(),
    https: true,
  });
  const { box } = deriveSecrets("a key of more than thirty-two characters");
  const time = { now: Date.UTC(2026, 10, 22), monotonic: 0, changes: 0 };
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const apply = createApply({ store, now: () => time.now, newId, onCommitted: () => undefined });
  registerConsole(server, {
    store,
    setup: createSetup({ http, now: () => time.now }),
    box,
    normalizeDomain: (typed) => normalizeDomain(typed, zendesk),
    publicUrl: () => publicUrl,
    onLivechatChanged: () => {
      time.changes += 1;
    },
    credentials: await createAdminCredentials(password),
    newId,
    retryParked: (parked) => retryParked({ store, apply }, parked),
    now: () => time.now,
    monotonic: () => time.monotonic,
  });
  onTestFinished(async () => {
    await server.close();
    await http.close();
    await store.close();
    await rm(folder, { recursive: true });
  });
  await store.bots.save({ id: "demo", name: "Iris", escalationType: "NONE" });
  await store.bots.save({ id: "second", name: "Otto", escalationType: "NONE" });

  const inject = (options: InjectOptions) => server.inject(options);
  const login = (body: object, remoteAddress = "192.0.2.1") =>
    inject({ method: "POST", url: "/api/console/login", payload: body, remoteAddress });
  const { token } = z
    .object({ token: z.string() })
    .parse((await login({ username: "admin", password, as: "bearer" })).json());
  /** As a script, below `/api/console/`. */
  const call = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, payload?: object) =>
    inject({
      method,
      url: `/api/console/${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  return { store, box, time, inject, login, call, token };
}
export type TestConsole = Awaited<ReturnType<typeof startConsole>>;

export function codeOf(response: LightMyRequestResponse): string {
  return z.object({ error: z.object({ code: z.string() }) }).parse(response.json()).error.code;
}

/** A knowledge item that fills the variable `mail` and asks for the skill. */
export function knowledgeRow(botId: string, skillId: string) {
  const text = { text: { en: "One moment." } };
  const draft = JSON.stringify({
    id: "pet",
    name: "My pet is ill",
    kind: "question",
    questions: { en: ["my cat is ill"] },
    steps: [{ prompt: { en: "Your e-mail?" }, variable: "mail" }],
    response: { kind: "skill", skillId, success: text, failure: text },
  });
  return { botId, itemId: "pet", order: 1, draft };
}
