/**
 * `npm run soak`: the proof of the relay at length. Thousands of generated lives under every fault, then a thousand
 * kills of the real process; a table at the end, status 1 when a promise was broken, a fault never struck, or after more
 * than 1 in 100 kills the visitors took longer than 2 s to resume.
 * Environment: `SEED` replays, `LIVES` and `KILLS` say how many.
 */
import { runKills } from "../system/history/kills.ts";
import { createOperators } from "../system/history/operators.ts";
import { createRandom, seedOf } from "../system/history/random.ts";
import type { Violation } from "../system/history/violation.ts";
import { runWave, startForWaves } from "../system/history/wave.ts";
import { dealFaults, faultKinds } from "../system/history/weather.ts";

const seed = seedOf(process.env);
const lives = numberOf("LIVES", 3_000);
const kills = numberOf("KILLS", 1_000);
const livesPerWave = 40;
/** A fresh system from time to time: the emulator remembers a bounded number of writes. */
const wavesPerSystem = 5;
const killsPerSystem = 20;
/** Kept by 99 of 100: a machine has its bad moments. */
const resumeWithinMs = 2_000;

const violations: Violation[] = [];
const struck = new Map<string, number>(faultKinds.map(([name]) => [name, 0]));
const resumed: number[] = [];
let messages = 0;
let lived = 0;
let killed = 0;
let livedUnderKills = 0;

print(`SEED=${seed}`);
await soakWaves();
await soakKills();
printTable();
const spared = lives > 0 && [...struck.values()].includes(0);
process.exit(violations.length > 0 || spared || late().length > resumed.length / 100 ? 1 : 0);

async function soakWaves(): Promise<void> {
  const random = createRandom(seed);
  while (lived < lives) {
    const system = await startForWaves();
    const operators = createOperators(system.emulator);
    let number = 0;
    for (const blows of dealFaults(wavesPerSystem, 10, random.fork())) {
      if (lived >= lives) break;
      const plan = { lives: livesPerWave, nextNumber: () => ++number, blows, restart: random.chance(0.3) };
      const result = await runWave(system, operators, plan, random.fork());
      take(result.violations);
      for (const [name, times] of result.struck) struck.set(name, (struck.get(name) ?? 0) + times);
      lived += result.history.visitors.length;
      messages += result.history.conversations.reduce((sum, one) => sum + one.messages.length, 0);
      print(`${lived} of ${lives} lives, ${messages} messages, ${violations.length} violations`);
    }
    await system.close();
  }
}

async function soakKills(): Promise<void> {
  const random = createRandom(seed + 1);
  while (killed < kills) {
    const result = await runKills(
      { kills: Math.min(killsPerSystem, kills - killed), lives: 10 },
      random.fork(),
    );
    take(result.violations);
    killed += result.kills.length;
    livedUnderKills += result.lives;
    messages += result.messages;
    resumed.push(...result.kills.map(({ resumedMs }) => resumedMs));
    print(
      `${killed} of ${kills} kills, resumed within ${Math.max(...resumed)} ms, ${violations.length} violations`,
    );
  }
}

function take(found: readonly Violation[]): void {
  violations.push(...found);
  for (const one of found) print(`VIOLATION ${one.way}: ${one.kind}: ${one.what} (visitor ${one.visitor})`);
}

function printTable(): void {
  const sorted = resumed.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  print("");
  print(`lives under faults    ${lived}`);
  print(`kills                 ${killed}, under which ${livedUnderKills} visitors lived`);
  print(`messages at Zendesk   ${messages}`);
  print(`visitors resumed      p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`);
  print(`later than ${resumeWithinMs} ms    ${late().length}, of which 1 in 100 is let pass`);
  for (const [name, times] of struck) print(`struck  ${name.padEnd(26)} ${times}`);
  print(`violations            ${violations.length}`);
  print(`replay with           SEED=${seed} npm run soak`);
}

/** Resumes that took longer than is promised, in milliseconds. */
function late(): readonly number[] {
  return resumed.filter((ms) => ms > resumeWithinMs);
}

function numberOf(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isInteger(given) && given >= 0 && process.env[name] !== undefined ? given : otherwise;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
