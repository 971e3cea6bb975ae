/** What an account that hangs, is down or has too much to do means for its lanes and for those of others. */
import { expect, onTestFinished, test } from "vitest";
import type { HttpAnswer } from "../zendesk/http.ts";
import { startWaitingLanes, userMade } from "./lanes.fixtures.ts";

const refusal = (status: number): HttpAnswer => ({ status, json: {}, retryAfterMs: undefined });

test("an account that hangs leaves room for the others", async () => {
  const hanging = Promise.withResolvers<HttpAnswer>();
  let hung = 0;
  const { store } = await startWaitingLanes({
    waiting: { slow: { lanes: 100, each: 1 }, quick: { lanes: 1, each: 1 } },
    answer: (bot) => {
      if (bot !== "slow") return userMade;
      hung += 1;
      return hanging.promise;
    },
  });
  onTestFinished(() => hanging.resolve(userMade));
  await expect.poll(() => store.lanes.depth("quick-1")).toBe(0);
  expect(hung).toBeGreaterThan(8);
});

test("while an account is down one probe at a time goes out to it, and not a call for each waiting lane", async () => {
  const lanes = 100;
  let calls = 0;
  let down = true;
  const { store, clock, passUntil } = await startWaitingLanes({
    waiting: { bot: { lanes, each: 1 } },
    answer: () => {
      calls += 1;
      return down ? refusal(503) : userMade;
    },
  });
  const began = clock.now();
  // Without the circuit each of them calls six times a minute, and nobody needs to wait for the end of that.
  await passUntil(() => clock.now() - began > 600_000 || calls > 5 * lanes);
  // There is room for 32 at once, all of which may be under way when five of them fail. Then probes: seven until the
  // waits between them have grown to a minute, and with the jitter at most 13 in ten minutes from there.
  expect(calls).toBeLessThanOrEqual(32 + 7 + 13);
  expect(calls).toBeGreaterThan(10);
  down = false;
  await passUntil(async () => (await store.lanes.depth()) === 0);
});

/** How long accounts are written to, by the clock, until 300 deliveries of ten lanes are there. */
async function lastsMs(
  answer: (call: number) => HttpAnswer,
  accounts: Pick<Parameters<typeof startWaitingLanes>[0], "waiting" | "shared"> = {
    waiting: { bot: { lanes: 10, each: 30 } },
  },
): Promise<number> {
  let calls = 0;
  const { store, clock, passUntil } = await startWaitingLanes({
    ...accounts,
    answer: () => answer((calls += 1)),
  });
  const began = clock.now();
  await passUntil(async () => (await store.lanes.depth()) === 0);
  return clock.now() - began;
}

test("an account is written to at its pace, and at half of it once it says that it is too much", async () => {
  // 200 are saved up, the others go at 100 a second and a little faster with each answer.
  const atFirst = await lastsMs(() => userMade);
  expect(atFirst).toBeGreaterThan(900);
  // Nothing is saved up any more, and nearly all of them go at 50 a second.
  const slowed = await lastsMs((call) => (call === 1 ? refusal(429) : userMade));
  expect(slowed).toBeGreaterThan(4_500);
});

test("two connectors of one account have one pace between them, those of two accounts each their own", async () => {
  const waiting = { one: { lanes: 5, each: 30 }, other: { lanes: 5, each: 30 } };
  expect(await lastsMs(() => userMade, { waiting, shared: true })).toBeGreaterThan(900);
  expect(await lastsMs(() => userMade, { waiting })).toBeLessThan(900);
});
