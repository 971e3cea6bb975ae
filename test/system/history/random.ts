/** Chance that can be replayed: the same seed, the same numbers. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number;
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <const Values extends readonly [unknown, ...unknown[]]>(values: Values) => Values[number];
  readonly shuffle: <Value>(values: readonly Value[]) => Value[];
  /** Another one, which does not depend on how much is drawn from this one later. */
  readonly fork: () => Random;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (values) => values[below(values.length)] ?? values[0],
    shuffle: (values) => {
      const shuffled: (typeof values)[number][] = [];
      for (const value of values) shuffled.splice(below(shuffled.length + 1), 0, value);
      return shuffled;
    },
    fork: () => createRandom(below(2 ** 32)),
  };
}

/** `SEED` of the environment, else a new one. */
export function seedOf(env: Readonly<Record<string, string | undefined>>): number {
  const given = Number(env["SEED"]);
  return Number.isInteger(given) && given > 0 ? given : 1 + Math.floor(Math.random() * 2 ** 31);
}
