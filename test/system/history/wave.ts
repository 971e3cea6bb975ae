/**
 * A wave: some visitors live at the same time while faults strike, clocks jump and the server restarts. Then the
 * weather clears, everything gets the time it needs to arrive, and the checker looks at all of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ZendeskEmulator } from "../../../emulator/index.ts";
import { type System, shortTiming, startSystem } from "../system.ts";
import { check } from "./check.ts";
import type { History } from "./history.ts";
import { beginLife, type Life, within } from "./life.ts";
import { observe } from "./observe.ts";
import type { Operators } from "./operators.ts";
import type { Random } from "./random.ts";
import type { Violation } from "./violation.ts";
import type { Blow } from "./weather.ts";

/** The whole of it, with waits short enough for thousands of lives. */
export const startForWaves = (): Promise<System> =>
  startSystem(
    { supportPlan: "unlimited" },
    {
      logLevel: "error",
      app: {
        watchTiming: { shortestMs: 250, longestMs: 1_500, callsPerMinute: 1_000_000 },
        timing: { ...shortTiming, settleMs: 500 },
        answerMs: 1_500,
        chatLimits: { sessionsPerMinute: 1_000_000 },
      },
    },
  );

export interface WavePlan {
  readonly lives: number;
  /** A number that no life of this system has had. */
  readonly nextNumber: () => number;
  readonly blows: readonly Blow[];
  readonly restart: boolean;
}

export interface WaveResult {
  readonly violations: readonly Violation[];
  /** How often each kind of fault struck. */
  readonly struck: ReadonlyMap<string, number>;
  readonly history: History;
}

const pace = { pauseMs: 60, patienceMs: 5_000 };
/** How often four more lives begin when a fault has not struck. */
const mostMore = 8;
/** How long everything may take to arrive once the weather is clear. */
const drainMs = 20_000;
/** All attempts of a webhook are within a quarter of an hour (zendesk.md §3). */
const webhookRetriesMs = 16 * 60_000;

export async function runWave(
  system: System,
  operators: Operators,
  plan: WavePlan,
  random: Random,
): Promise<WaveResult> {
  const { emulator } = system;
  const blows = plan.blows.map(({ name, draft }) => ({ name, id: emulator.faults.add(draft).id }));
  const struck = () => strikesOf(emulator, blows);
  const lives: Life[] = [];
  const begin = async (): Promise<void> => {
    const number = plan.nextNumber();
    const life = await beginLife({
      origin: () => system.url,
      operators,
      random: random.fork(),
      number,
      pace,
    });
    lives.push(life);
    await life.lived;
  };
  await Promise.all([
    ...Array.from({ length: plan.lives }, begin),
    jumpClocks(system, random.fork()),
    plan.restart && restart(system, random.fork()),
  ]);
  // What has found nothing to strike yet gets some more lives to strike.
  for (let more = 0; more < mostMore && [...struck().values()].includes(0); more += 1)
    await Promise.all([begin(), begin(), begin(), begin()]);

  const result = struck();
  emulator.faults.clear();
  emulator.clock.advance(webhookRetriesMs);
  const open = await checkedWhenSettled(system, operators, lives, false);
  const over = await checkedWhenSettled(system, operators, lives, true);
  for (const life of lives) life.close();
  return { violations: [...open.violations, ...over.violations], struck: result, history: over.history };
}

function strikesOf(
  emulator: ZendeskEmulator,
  blows: readonly { readonly name: string; readonly id: number }[],
): ReadonlyMap<string, number> {
  const struck = new Map<string, number>();
  for (const { name, id } of blows) {
    const times = emulator.faults.list().find((fault) => fault.id === id)?.struck ?? 0;
    struck.set(name, (struck.get(name) ?? 0) + times);
  }
  return struck;
}

async function jumpClocks(system: System, random: Random): Promise<void> {
  for (let times = random.below(4); times > 0; times -= 1) {
    await sleep(random.between(100, 800));
    if (random.chance(0.5)) system.emulator.clock.advance(random.between(1_000, 90_000));
    else system.advance(random.between(-20_000, 20_000));
  }
}

async function restart(system: System, random: Random): Promise<void> {
  await sleep(random.between(200, 1_500));
  await system.restart();
  await pointWebhook(system.emulator, system.url);
}

/** From now on webhooks go to the server at this origin, those that wait for their next attempt included. */
export async function pointWebhook(emulator: ZendeskEmulator, origin: string): Promise<void> {
  const { ok } = await fetch(`${emulator.url}/_emulator/webhooks/demo`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ target: `${origin}/webhooks/zendesk/demo` }),
  });
  if (!ok) throw new Error("the webhook could not be pointed to the restarted server");
}

/** Waits until nothing is wrong any more, or time is up: then what is wrong stays so. `over`: once everybody has left. */
async function checkedWhenSettled(
  system: System,
  operators: Operators,
  lives: readonly Life[],
  over: boolean,
): Promise<{ violations: readonly Violation[]; history: History }> {
  const look = async () => {
    // Who has just asked for a person may get one a moment after he left.
    if (over) await Promise.all(lives.map((life) => life.end()));
    const history = await observe({
      emulator: system.emulator,
      visitors: lives,
      operators: operators.written(),
      handoffOf: (handoffId) => system.app.store.handoffs.load(handoffId),
    });
    return { history, violations: check(history, { over }) };
  };
  const current = () => lives.every(({ tabs }) => tabs.every((tab) => tab.isCurrent()));
  await within(drainMs, async () => current() && (await system.app.store.lanes.depth()) === 0);
  let found = await look();
  await within(drainMs, async () => {
    if (found.violations.length === 0) return true;
    await sleep(300);
    found = await look();
    return found.violations.length === 0;
  });
  return found;
}
