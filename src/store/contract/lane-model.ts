import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Claim, Store } from "../port.ts";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  handoffOf,
  type OpenStore,
} from "./fixture.ts";

/**
 * What a lane must be, in the plainest words: the positions that wait, and the claim that has not ended. A process
 * that dies is one that never uses its claim again; a frozen one uses it late.
 */
interface Lane {
  readonly id: string;
  readonly conversationId: string;
  nextPosition: number;
  waiting: number[];
  settled: number[];
  /** Positions dropped while their attempt was under way: they may still settle. */
  dropped: number[];
  fence: number;
  attempt: number;
  claim: { position: number; fence: number; until: number } | undefined;
  /** When the head may be claimed, once no claim holds it. */
  retryAt: number;
  unclearSince: number | undefined;
}

type Command =
  | { type: "append"; lane: number; count: number }
  | { type: "claim"; limit: number }
  | { type: "settle"; claim: number; append: boolean }
  | { type: "postpone"; claim: number; inMs: number; look: boolean; untried: boolean }
  | { type: "advance"; ms: number }
  | { type: "drop"; lane: number }
  | { type: "restart" };

function endLeases(world: readonly Lane[], now: number): void {
  for (const { claim } of world) if (claim !== undefined) claim.until = Math.min(claim.until, now);
}

const leaseMs = 1000;
const lanes = fc.nat({ max: 1 });
/** Index into the claims so far, the newest first: mostly the live one, sometimes one long followed. */
const claims = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat({ max: 5 }) },
);
const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    {
      weight: 16,
      arbitrary: fc.record({
        type: fc.constant("append" as const),
        lane: lanes,
        count: fc.integer({ min: 1, max: 2 }),
      }),
    },
    {
      weight: 32,
      arbitrary: fc.record({ type: fc.constant("claim" as const), limit: fc.integer({ min: 1, max: 2 }) }),
    },
    {
      weight: 24,
      arbitrary: fc.record({ type: fc.constant("settle" as const), claim: claims, append: fc.boolean() }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        type: fc.constant("postpone" as const),
        claim: claims,
        inMs: fc.constantFrom(0, 1, 700),
        look: fc.boolean(),
        untried: fc.boolean(),
      }),
    },
    {
      weight: 16,
      arbitrary: fc.record({ type: fc.constant("advance" as const), ms: fc.constantFrom(1, 700, 1000) }),
    },
    { weight: 5, arbitrary: fc.record({ type: fc.constant("drop" as const), lane: lanes }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("restart" as const) }) },
  ),
  { minLength: 15, maxLength: 40 },
);

export function laneModel(open: OpenStore): void {
  test("[ST16, ST15] lanes keep order and lose nothing, whatever happens", { timeout: 60_000 }, async () => {
    const under = await open();
    const { clock } = under;
    let { store } = under;
    await addBot(store, botId, connectorId);
    let runs = 0;
    const happened = new Set<string>();

    const run = async (script: Command[]): Promise<void> => {
      runs += 1;
      const world = [await newLane(store, `${runs}-0`), await newLane(store, `${runs}-1`)];
      const past: Claim[] = [];
      const laneOf = (claim: Claim): Lane => {
        const lane = world.find(({ id }) => id === claim.handoff.id);
        if (lane === undefined) throw new Error(`claim of an unknown lane ${claim.handoff.id}`);
        return lane;
      };
      const claim = async (limit: number): Promise<void> => {
        const due = world.filter((lane) => isDue(lane, clock.now()));
        const got = await store.lanes.claim(leaseMs, limit);
        expect(got).toHaveLength(Math.min(limit, due.length));
        for (const one of got) {
          expect(due).toContain(laneOf(one));
          takeClaim(laneOf(one), one, clock.now(), happened);
          past.unshift(one);
        }
      };
      const settle = async (one: Claim, append: boolean): Promise<void> => {
        const lane = laneOf(one);
        const counts = isCurrent(lane, one);
        const written = await commitNext(
          store,
          { settled: keyOf(one), deliveries: append ? appended(lane, 1) : [] },
          lane.conversationId,
        );
        expect(written).toBe(counts ? "ok" : "conflict");
        happened.add(counts ? "settled" : "stale settlement");
        if (!counts) return;
        lane.settled.push(one.position);
        lane.waiting = lane.waiting.filter((position) => position !== one.position);
        endClaim(lane, clock.now());
        if (append) wait(lane, 1);
      };

      const postpone = async (
        one: Claim,
        { inMs, look, untried }: Extract<Command, { type: "postpone" }>,
      ): Promise<void> => {
        const lane = laneOf(one);
        const counts = isCurrent(lane, one);
        expect(await store.lanes.postpone(keyOf(one), { inMs, look, untried })).toBe(counts);
        happened.add(counts ? (untried ? "not tried" : "postponed") : "stale postponement");
        if (!counts) return;
        const stillWanted = lane.waiting.includes(one.position);
        const { attempt, unclearSince } = lane;
        endClaim(lane, clock.now());
        if (!stillWanted) return;
        lane.attempt = untried ? attempt - 1 : attempt;
        lane.retryAt = clock.now() + inMs;
        lane.unclearSince = untried ? unclearSince : look ? clock.now() : undefined;
      };

      for (const command of script) {
        const one = "claim" in command ? past[command.claim] : undefined;
        switch (command.type) {
          case "append": {
            const lane = world[command.lane];
            if (lane === undefined) break;
            const wasIdle = lane.waiting.length === 0 && lane.claim === undefined;
            await commitNext(store, { deliveries: appended(lane, command.count) }, lane.conversationId);
            if (wasIdle) lane.retryAt = clock.now();
            wait(lane, command.count);
            break;
          }
          case "claim":
            await claim(command.limit);
            break;
          case "settle":
            if (one !== undefined) await settle(one, command.append);
            break;
          case "postpone":
            if (one !== undefined) await postpone(one, command);
            break;
          case "advance":
            clock.advance(command.ms);
            break;
          case "drop": {
            const lane = world[command.lane];
            if (lane === undefined) break;
            await commitNext(store, { dropLane: lane.id }, lane.conversationId);
            happened.add(lane.claim === undefined ? "dropped" : "dropped under way");
            lane.dropped.push(...lane.waiting);
            lane.waiting = [];
            if (lane.claim === undefined) endClaim(lane, clock.now());
            break;
          }
          case "restart":
            store = await under.reopen();
            if (!under.leasesOutliveRestart) endLeases(world, clock.now());
            happened.add("restarted");
            break;
        }
        const waiting = world.reduce((sum, lane) => sum + lane.waiting.length, 0);
        expect(await store.lanes.depth()).toBe(waiting);
      }

      // Nothing is lost: in the end every lane runs empty, in order.
      clock.advance(10_000);
      while (world.some(({ waiting }) => waiting.length > 0)) {
        await claim(2);
        for (const lane of world) {
          const newest = past.find((one) => isCurrent(lane, one) && one.handoff.id === lane.id);
          if (newest !== undefined) await settle(newest, false);
        }
      }
      for (const lane of world) {
        expect(lane.settled).toEqual([...new Set(lane.settled)].sort((a, b) => a - b));
        const over = new Set([...lane.settled, ...lane.dropped]);
        expect(over.size).toBe(lane.nextPosition);
      }
    };

    try {
      await fc.assert(fc.asyncProperty(commands, run), { numRuns: 50, endOnFailure: true });
    } finally {
      await under.dispose();
    }
    // The scripts did meet what they are made for.
    expect([...happened].sort()).toEqual(
      [
        "settled",
        "stale settlement",
        "postponed",
        "not tried",
        "stale postponement",
        "lease ran out",
        "looked",
        "dropped",
        "dropped under way",
        "restarted",
      ].sort(),
    );
  });
}

async function newLane(store: Store, name: string): Promise<Lane> {
  const id = `handoff-${name}`;
  const conversationId = `conversation-${name}`;
  await addConversation(store, conversationId);
  await commitNext(store, { handoff: handoffOf({ id, conversationId }) }, conversationId);
  return {
    id,
    conversationId,
    nextPosition: 0,
    waiting: [],
    settled: [],
    dropped: [],
    fence: 0,
    attempt: 0,
    claim: undefined,
    retryAt: 0,
    unclearSince: undefined,
  };
}

function isDue(lane: Lane, now: number): boolean {
  return lane.waiting.length > 0 && now >= (lane.claim?.until ?? lane.retryAt);
}

function isCurrent(lane: Lane, claim: Claim): boolean {
  return lane.claim?.fence === claim.fence && lane.claim.position === claim.position;
}

function takeClaim(lane: Lane, claim: Claim, now: number, happened: Set<string>): void {
  const [head] = lane.waiting;
  const sameHead = lane.claim?.position === head;
  if (lane.claim !== undefined) happened.add("lease ran out");
  const unclearSince = lane.claim === undefined ? lane.unclearSince : sameHead ? lane.claim.until : undefined;
  const attempt = lane.claim === undefined || sameHead ? lane.attempt + 1 : 1;
  if (unclearSince !== undefined) happened.add("looked");
  expect(claim).toMatchObject({
    position: head,
    task: { kind: "message", seq: claim.position + 1 },
    attempt,
    look: unclearSince !== undefined,
  });
  expect(claim.unclearSince).toBe(unclearSince);
  expect(claim.fence).toBeGreaterThan(lane.fence);
  lane.fence = claim.fence;
  lane.attempt = attempt;
  lane.unclearSince = unclearSince;
  lane.claim = { position: claim.position, fence: claim.fence, until: now + leaseMs };
}

function endClaim(lane: Lane, now: number): void {
  lane.claim = undefined;
  lane.attempt = 0;
  lane.unclearSince = undefined;
  lane.retryAt = now;
}

function appended(lane: Lane, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const position = lane.nextPosition + index;
    return {
      handoffId: lane.id,
      position,
      task: { kind: "message", seq: position + 1, history: false } as const,
    };
  });
}

function wait(lane: Lane, count: number): void {
  for (let added = 0; added < count; added += 1) {
    lane.waiting.push(lane.nextPosition);
    lane.nextPosition += 1;
  }
}

function keyOf({ handoff, position, fence }: Claim) {
  return { handoffId: handoff.id, position, fence };
}
