/**
 * Generated lives of visitors and operators under every fault that the emulator knows, with jumping clocks, broken
 * connections and restarts: nothing is lost, doubled, inverted or made up. `SEED=… npx vitest run
 * --project system test/system/history/waves.test.ts` replays what was drawn.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { System } from "../system.ts";
import { createOperators, type Operators } from "./operators.ts";
import { createRandom, seedOf } from "./random.ts";
import { runWave, startForWaves } from "./wave.ts";
import { dealFaults, faultKinds } from "./weather.ts";

const waves = 4;
const livesPerWave = 15;
const faultsPerWave = 7;

const seed = seedOf(process.env);
let system: System;
let operators: Operators;
beforeAll(async () => {
  process.stdout.write(`SEED=${seed}\n`);
  system = await startForWaves();
  operators = createOperators(system.emulator);
});
afterAll(() => system.close());

const random = createRandom(seed);
let lives = 0;
const dealt = dealFaults(waves, faultsPerWave, random).map((blows, index) => ({
  number: index + 1,
  lives: livesPerWave,
  nextNumber: () => ++lives,
  blows,
  restart: index % 2 === 1,
  random: random.fork(),
}));
const struck = new Set<string>();

test.each(dealt)(
  "wave $number of lives, each fault of it strikes and no promise is broken",
  async (plan) => {
    const result = await runWave(system, operators, plan, plan.random);
    expect(result.violations, `SEED=${seed}`).toEqual([]);
    expect(
      [...result.struck].filter(([, times]) => times === 0),
      `SEED=${seed}`,
    ).toEqual([]);
    for (const name of result.struck.keys()) struck.add(name);
  },
  150_000,
);

test("every kind of fault has struck", () => {
  expect(faultKinds.map(([name]) => name).filter((name) => !struck.has(name))).toEqual([]);
});
