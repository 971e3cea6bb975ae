/**
 * `kill -9` at random moments under traffic both ways: what was acknowledged is there afterwards, nothing is doubled,
 * and most times the visitors are back within 2 s. `SEED=…` replays what was drawn; the moments of the machine are its own.
 */
import { expect, test } from "vitest";
import { runKills } from "./kills.ts";
import { createRandom, seedOf } from "./random.ts";

const kills = 20;
/** In the middle, which holds on two cores with twice as much to do as they can; none is left waiting. */
const promisedMs = 2_000;
const longestMs = 15_000;

test(`${kills} kills under traffic: nothing is lost or doubled, and the visitors resume`, async () => {
  const seed = seedOf(process.env);
  process.stdout.write(`SEED=${seed}\n`);
  const result = await runKills({ kills, lives: 6 }, createRandom(seed));
  const resumed = result.kills.map(({ resumedMs }) => resumedMs).toSorted((a, b) => a - b);
  const [middle, most] = [resumed[Math.floor(kills / 2)], resumed.at(-1)];
  process.stdout.write(
    `${kills} kills, ${result.lives} lives, ${result.messages} messages; resumed after ${middle} ms in the middle, ${most} ms at most\n`,
  );
  expect(result.violations, `SEED=${seed}`).toEqual([]);
  expect(result.kills).toHaveLength(kills);
  expect(middle).toBeLessThanOrEqual(promisedMs);
  expect(most).toBeLessThan(longestMs);
}, 400_000);
