/**
 * The real server process killed with SIGKILL at random moments while visitors and operators write to each other; the
 * emulator lives on in this process. Afterwards the same checker as for the waves.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { linkDemo } from "../../../demo/link.ts";
import { createZendeskEmulator, type ZendeskEmulator } from "../../../emulator/index.ts";
import { check } from "./check.ts";
import { beginLife, type Life, within } from "./life.ts";
import { observe } from "./observe.ts";
import { createOperators, type Operators } from "./operators.ts";
import type { Random } from "./random.ts";
import type { Violation } from "./violation.ts";
import { pointWebhook } from "./wave.ts";

export interface KillPlan {
  readonly kills: number;
  /** Lives at a time. */
  readonly lives: number;
  readonly onKill?: (kill: Kill) => void;
}

export interface Kill {
  /** From the moment the new server listens until the last visitor was told everything again, in milliseconds. */
  readonly resumedMs: number;
  readonly visitors: number;
}

export interface KillResult {
  readonly violations: readonly Violation[];
  readonly kills: readonly Kill[];
  readonly lives: number;
  /** Messages that stand in Zendesk in the end. */
  readonly messages: number;
}

const entry = fileURLToPath(new URL("server-process.ts", import.meta.url));
const password = "a password for tests";
const pace = { pauseMs: 250, patienceMs: 4_000 };
const drainMs = 30_000;
const webhookRetriesMs = 16 * 60_000;

export async function runKills(plan: KillPlan, random: Random): Promise<KillResult> {
  const folder = await mkdtemp(join(tmpdir(), "livechat-kills-"));
  const emulator = await createZendeskEmulator({ port: 0, seed: "demo" });
  emulator.configure({ supportPlan: "unlimited" });
  const server = createServerProcess(folder, emulator);
  try {
    await server.start();
    await linkDemo({ server: server.origin(), emulator: emulator.url, username: "admin", password });
    return await killAndLive(plan, server, emulator, random);
  } finally {
    await server.kill();
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function killAndLive(
  { kills, lives: atATime, onKill }: KillPlan,
  server: ServerProcess,
  emulator: ZendeskEmulator,
  random: Random,
): Promise<KillResult> {
  const operators = createOperators(emulator);
  // Slow enough that many a kill strikes between a call and its answer.
  emulator.faults.add({
    method: "POST",
    path: "/sc/v2/apps/*/messages$",
    action: "delay",
    delayMs: 20,
    times: 1_000_000,
  });
  const lives: Life[] = [];
  const online = new Set<Life>();
  const traffic = { over: false };
  let numbers = 0;
  const one = async (): Promise<void> => {
    while (!traffic.over) {
      const life = await beginLife({
        origin: server.origin,
        operators,
        random: random.fork(),
        number: ++numbers,
        pace,
      });
      lives.push(life);
      online.add(life);
      await life.lived;
      // As many are connected as live; what happens to the others meanwhile they are told in the end.
      online.delete(life);
      for (const tab of life.tabs) tab.goOffline();
    }
  };
  const lived = Promise.all(Array.from({ length: atATime }, one));
  const done: Kill[] = [];
  const moments = random.fork();
  while (done.length < kills) {
    await sleep(moments.between(100, 700));
    await server.kill();
    await server.start();
    const listening = performance.now();
    const visitors = [...online].flatMap((life) => life.tabs);
    const areBack = () => [...online].every(({ tabs }) => tabs.every((tab) => tab.isConnected()));
    await within(drainMs, areBack);
    const kill = { resumedMs: Math.round(performance.now() - listening), visitors: visitors.length };
    done.push(kill);
    onKill?.(kill);
  }
  traffic.over = true;
  await lived;
  for (const { tabs } of lives) for (const tab of tabs) tab.comeOnline();
  emulator.faults.clear();
  emulator.clock.advance(webhookRetriesMs);
  const { violations, messages } = await settled(server, emulator, operators, lives);
  for (const life of lives) life.close();
  return { violations, kills: done, lives: lives.length, messages };
}

async function settled(
  server: ServerProcess,
  emulator: ZendeskEmulator,
  operators: Operators,
  visitors: readonly Life[],
): Promise<{ violations: readonly Violation[]; messages: number }> {
  let found: { violations: readonly Violation[]; messages: number } | undefined;
  await within(drainMs, async () => {
    await Promise.all(visitors.map((life) => life.end()));
    const history = await observe({
      emulator,
      visitors,
      operators: operators.written(),
      handoffOf: server.handoffOf,
    });
    found = {
      violations: check(history, { over: true }),
      messages: history.conversations.reduce((sum, { messages }) => sum + messages.length, 0),
    };
    if (found.violations.length > 0) await sleep(500);
    return found.violations.length === 0;
  });
  if (found === undefined) throw new Error("nothing was looked at");
  return found;
}

// ── The process ─────────────────────────────────────────────────────────────────────────────────────────

interface ServerProcess {
  readonly origin: () => string;
  /** Resolves when it listens and webhooks reach it. */
  readonly start: () => Promise<void>;
  /** With SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  readonly handoffOf: Parameters<typeof observe>[0]["handoffOf"];
}

const readySchema = z.object({ origin: z.string() });
const handoffSchema = z.object({ conversationId: z.string(), number: z.number() });

function createServerProcess(folder: string, emulator: ZendeskEmulator): ServerProcess {
  const dataDir = join(folder, "data");
  let origin = "http://127.0.0.1:9";
  let child: ChildProcess | undefined;
  let gone: Promise<unknown> = Promise.resolve();

  async function readReady(running: ChildProcess): Promise<string> {
    for (;;) {
      if (running.exitCode !== null) throw new Error(`the server ended with ${running.exitCode}`);
      const text = await readFile(join(dataDir, "ready.json"), "utf8").catch(() => undefined);
      if (text !== undefined) return readySchema.parse(JSON.parse(text)).origin;
      await sleep(10);
    }
  }

  return {
    origin: () => origin,
    start: async () => {
      await rm(join(dataDir, "ready.json"), { force: true });
      const running = spawn(process.execPath, [entry], {
        env: {
          PATH: process.env["PATH"],
          NODE_COMPILE_CACHE: join(folder, "compiled"),
          DATA_DIR: dataDir,
          PORT: "0",
          EMULATOR: "off",
          ZENDESK_ORIGINS: emulator.url,
          ADMIN_PASSWORD: password,
        },
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      child = running;
      gone = new Promise((resolve) => running.once("close", resolve));
      origin = await readReady(running);
      await pointWebhook(emulator, origin);
    },
    kill: async () => {
      child?.kill("SIGKILL");
      await gone;
    },
    handoffOf: async (handoffId) => {
      const answer = await fetch(`${origin}/whose/${handoffId}`);
      return handoffSchema.safeParse(await answer.json()).data;
    },
  };
}
