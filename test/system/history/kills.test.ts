/**
 * `kill -9` at random moments under traffic both ways: what was acknowledged is there afterwards, nothing is doubled,
 * and the visitors are back soon. `SEED=…` replays what was drawn; the moments of the machine are its own.
 */
import { expect, test } from "vitest";
import { runKills } from "./kills.ts";
import { createRandom, seedOf } from "./random.ts";

const kills = 20;
/** Promised are 2 s; a machine that runs many tests at a time gets more. */
const resumeWithinMs = 15_000;

test(`${kills} kills under traffic: nothing is lost or doubled, and the visitors resume`, async () => {
  const seed = seedOf(process.env);
  process.stdout.write(`SEED=${seed}\n`);
  const result = await runKills({ kills, lives: 6 }, createRandom(seed));
  const resumed = result.kills.map(({ resumedMs }) => resumedMs).toSorted((a, b) => a - b);
  process.stdout.write(
    `${kills} kills, ${result.lives} lives, ${result.messages} messages; resumed after ${resumed[Math.floor(kills / 2)]} ms in the middle, ${resumed.at(-1)} ms at most\n`,
  );
  expect(result.violations, `SEED=${seed}`).toEqual([]);
  expect(result.kills).toHaveLength(kills);
  expect(resumed.at(-1)).toBeLessThan(resumeWithinMs);
}, 400_000);
