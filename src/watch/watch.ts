/**
 * The watch over open handoffs: finds what no webhook told (missed operator messages, missed ends), the ticket
 * a handoff became, and repairs the ticket's group. A handoff is looked at soon after it begins or moves, and
 * ever less often while it stays silent.
 */
import { accountKey, type Handoff } from "../conversation/model.ts";
import { toCoded, unfailing } from "../errors.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { DeskTicket, TimedDesk } from "../zendesk/desk.ts";
import { createBudget } from "./budget.ts";
import { callsOf, type LookPorts, look, nothingSeen, type Seen, type WatchDesk } from "./look.ts";
import { endSwitchedOff } from "./switched-off.ts";

export interface WatchPorts extends Omit<LookPorts, "desk"> {
  readonly relay: Pick<RunningRelay, "apply" | "announceTyping" | "onHandoff">;
  readonly desk: TimedDesk<WatchDesk>;
  readonly now: () => number;
  readonly timing: WatchTiming;
}

export interface WatchTiming {
  /** First and longest wait between two looks at a handoff, in milliseconds. */
  readonly shortestMs: number;
  readonly longestMs: number;
  /** What the watch may ask of one account; deliveries are not counted. */
  readonly callsPerMinute: number;
  /** What all calls of one look may take, in milliseconds. */
  readonly lookMs: number;
}

/** Plans begin at 200 calls a minute for Support, and nothing is promised for messaging (zendesk.md §2): a fifth of 600. */
export const defaultWatchTiming: WatchTiming = {
  shortestMs: 3_000,
  longestMs: 60_000,
  callsPerMinute: 120,
  lookMs: 60_000,
};

/** Looks at a time at one account: one that does not answer leaves the others room. */
const parallelLooks = 8;
/** When an open handoff is looked at next. */
interface Beat {
  handoff: Handoff;
  nextAt: number;
  waitMs: number;
  readonly seen: Seen;
  /** A look is under way; a handoff has one at a time. */
  underWay: boolean;
}

export function startWatch(given: WatchPorts): DueLoop {
  const ports = { ...given, onError: unfailing(given.onError) };
  const { store, relay, now, timing } = ports;
  const beats = new Map<string, Beat>();
  /** Handoffs that were told of before the open ones had been read: what was read of them may be older. */
  let toldMeanwhile: Set<string> | undefined = new Set();
  const budget = createBudget(timing.callsPerMinute, now);
  /** What the longest due look costs where it could not be afforded, by account. */
  const shortOf = new Map<string, number>();
  /** Looks under way. No run waits for them: what one account takes to answer must not hold up the others. */
  const looks = new Set<Promise<void>>();
  const looksAt = new Map<string, number>();
  /** Somebody else than a look that came to its end woke the loop. */
  let woken = true;

  const loop = startDueLoop({
    onError: ports.onError,
    nextDue: async () => {
      const waits = [...beats.values()]
        // The end of a look under way wakes the loop.
        .filter(({ underWay, handoff }) => !underWay && hasRoom(handoff))
        .map(({ nextAt, handoff }) => {
          const key = accountKey(handoff);
          return Math.max(0, nextAt - now(), budget.msUntil(key, shortOf.get(key) ?? 0));
        });
      return waits.length === 0 ? undefined : waits.reduce((least, wait) => Math.min(least, wait));
    },
    run: async () => {
      if (toldMeanwhile !== undefined) await readOpen(toldMeanwhile);
      if (woken || dueLooks().length > 0) {
        woken = false;
        const open = [...beats.values()].map(({ handoff }) => handoff);
        await endSwitchedOff(ports, open);
      }
      shortOf.clear();
      const begun = dueLooks().filter(({ handoff }) => takeRoom(handoff));
      for (const [connectorId, ofAccount] of Map.groupBy(begun, ({ handoff }) => handoff.connectorId))
        lookAtAll(connectorId, ofAccount);
      return false;
    },
  });

  /** Has the looks made, whose tickets are asked for together. */
  function lookAtAll(connectorId: string, ofAccount: readonly Beat[]): void {
    const tickets = ticketsOf(
      ports,
      connectorId,
      ofAccount.map(({ handoff }) => handoff),
    );
    for (const beat of ofAccount) {
      beat.underWay = true;
      const made = tickets
        .then((known) =>
          look({ ...ports, desk: ports.desk.within(timing.lookMs) }, beat.handoff, beat.seen, known),
        )
        .catch((error: unknown) => {
          ports.onError(toCoded(error));
          return false;
        })
        .then((news) => {
          beat.waitMs = news ? timing.shortestMs : Math.min(beat.waitMs * 1.5, timing.longestMs);
          beat.nextAt = now() + beat.waitMs;
          beat.underWay = false;
          countLook(beat.handoff, -1);
          looks.delete(made);
          loop.wake();
        });
      looks.add(made);
    }
  }

  function hasRoom(handoff: Handoff): boolean {
    return (looksAt.get(accountKey(handoff)) ?? 0) < parallelLooks;
  }

  function countLook(handoff: Handoff, by: 1 | -1): void {
    const key = accountKey(handoff);
    looksAt.set(key, (looksAt.get(key) ?? 0) + by);
  }

  /** Whether there is room for a look, and it can be afforded; then both are taken. */
  function takeRoom(handoff: Handoff): boolean {
    if (!hasRoom(handoff) || !afford(handoff)) return false;
    countLook(handoff, 1);
    return true;
  }

  async function readOpen(told: ReadonlySet<string>): Promise<void> {
    for (const handoff of await store.handoffs.open()) if (!told.has(handoff.id)) take(handoff);
    toldMeanwhile = undefined;
  }

  /** Begins with the handoff, goes on with what became of it, and forgets it with its end; true when it is new. */
  function take(handoff: Handoff): boolean {
    const beat = beats.get(handoff.id);
    if (handoff.phase === "ended") beats.delete(handoff.id);
    else if (beat === undefined) beats.set(handoff.id, firstBeat(handoff, now() + timing.shortestMs, timing));
    else beat.handoff = handoff;
    return beat === undefined && handoff.phase !== "ended";
  }

  /** What is due, the longest due first. */
  function dueLooks(): readonly Beat[] {
    return [...beats.values()]
      .filter(({ nextAt, underWay }) => nextAt <= now() && !underWay)
      .sort((left, right) => left.nextAt - right.nextAt);
  }

  /**
   * What cannot be afforded stays due, and comes before what falls due later: all behind it wait too, or cheaper looks
   * would always take the calls it waits for.
   */
  function afford(handoff: Handoff): boolean {
    const key = accountKey(handoff);
    if (shortOf.has(key)) return false;
    const calls = callsOf(handoff);
    if (budget.take(key, calls)) return true;
    shortOf.set(key, calls);
    return false;
  }

  const unsubscribe = relay.onHandoff((handoff) => {
    toldMeanwhile?.add(handoff.id);
    if (take(handoff)) wake();
  });
  function wake(): void {
    woken = true;
    loop.wake();
  }
  return {
    wake,
    stop: async () => {
      unsubscribe();
      await loop.stop();
      await Promise.all(looks);
    },
  };
}

function firstBeat(handoff: Handoff, nextAt: number, timing: WatchTiming): Beat {
  return {
    handoff,
    nextAt,
    waitMs: timing.shortestMs,
    seen: nothingSeen(handoff.id),
    underWay: false,
  };
}

/** The tickets that the handoffs of an account became, by id; none when it does not answer. */
async function ticketsOf(
  { desk, account, onError, timing }: WatchPorts,
  connectorId: string,
  handoffs: readonly Handoff[],
): Promise<ReadonlyMap<string, DeskTicket>> {
  const ids = handoffs.flatMap(({ ticketId }) => ticketId ?? []);
  const owner = ids.length === 0 ? undefined : await account(connectorId);
  if (owner === undefined) return new Map();
  const answered = await desk
    .within(timing.lookMs)
    .tickets(owner, ids)
    .catch((error: unknown) => {
      onError(toCoded(error));
      return [];
    });
  return new Map(answered.map((ticket) => [ticket.id, ticket]));
}
