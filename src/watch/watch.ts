/**
 * The watch over open handoffs: finds what no webhook told (missed operator messages, missed ends), the ticket
 * a handoff became, and repairs the ticket's group. A handoff is looked at soon after it begins or moves, and
 * ever less often while it stays silent.
 */
import type { Handoff } from "../conversation/model.ts";
import { toCoded, unfailing } from "../errors.ts";
import {
  endReasonOf,
  type ReceivePorts,
  receiveEnd,
  receiveMessage,
  receiveRemoval,
} from "../inbox/receive.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Desk, DeskAccount, DeskTicket, TimedDesk } from "../zendesk/desk.ts";
import { endOf } from "../zendesk/incoming.ts";
import { tellingWhetherAnswered } from "./account-seen.ts";
import { createBudget } from "./budget.ts";
import { rememberKeys, type SeenKeys } from "./duplicates.ts";
import { endSwitchedOff } from "./switched-off.ts";
import { findTicket, repairGroup } from "./ticket.ts";

type WatchDesk = Pick<Desk, "control" | "newsAfter" | "tickets" | "findTicket" | "assignGroup">;

export interface WatchPorts extends ReceivePorts {
  readonly relay: Pick<RunningRelay, "apply" | "announceTyping" | "onHandoff">;
  readonly desk: TimedDesk<WatchDesk>;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly timing: WatchTiming;
  /** A second look became due. */
  readonly onDouble: () => void;
  readonly onError: (error: unknown) => void;
}

type LookPorts = Omit<WatchPorts, "desk"> & { readonly desk: WatchDesk };

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
/** The conversation and its messages; while the ticket is not known, the user, its tickets and two logs besides. */
const callsOf = (handoff: Handoff) => (handoff.ticketId === undefined ? 6 : 2);

/** What the watch remembers of an open handoff between two looks; lost with the process, then built anew. */
interface Beat {
  handoff: Handoff;
  nextAt: number;
  waitMs: number;
  lastSeenMessageId: string | undefined;
  /** Redacted messages that were seen to. */
  readonly redacted: Set<string>;
  readonly keys: SeenKeys;
  /** Only who was seen with the operators can be seen to have left them at a single look. */
  seenWithOperators: boolean;
  /** The look before found somebody else in control, or nobody. */
  seenWithOthers: boolean;
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
  /** What the longest due look costs where it could not be afforded, by connector. */
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
        .map(({ nextAt, handoff: { connectorId } }) =>
          Math.max(0, nextAt - now(), budget.msUntil(connectorId, shortOf.get(connectorId) ?? 0)),
        );
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
        .then((known) => look({ ...ports, desk: ports.desk.within(timing.lookMs) }, beat, known))
        .catch((error: unknown) => {
          ports.onError(toCoded(error));
          return false;
        })
        .then((news) => {
          beat.waitMs = news ? timing.shortestMs : Math.min(beat.waitMs * 1.5, timing.longestMs);
          beat.nextAt = now() + beat.waitMs;
          beat.underWay = false;
          looksAt.set(connectorId, (looksAt.get(connectorId) ?? 1) - 1);
          looks.delete(made);
          loop.wake();
        });
      looks.add(made);
    }
  }

  function hasRoom({ connectorId }: Handoff): boolean {
    return (looksAt.get(connectorId) ?? 0) < parallelLooks;
  }

  /** Whether there is room for a look, and it can be afforded; then both are taken. */
  function takeRoom(handoff: Handoff): boolean {
    if (!hasRoom(handoff) || !afford(handoff)) return false;
    looksAt.set(handoff.connectorId, (looksAt.get(handoff.connectorId) ?? 0) + 1);
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
    const { connectorId } = handoff;
    if (shortOf.has(connectorId)) return false;
    const calls = callsOf(handoff);
    if (budget.take(connectorId, calls)) return true;
    shortOf.set(connectorId, calls);
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
    lastSeenMessageId: undefined,
    redacted: new Set(),
    keys: rememberKeys(handoff.id),
    seenWithOperators: false,
    seenWithOthers: false,
    underWay: false,
  };
}

/** One look at one handoff; true when there was something new. Fails like a desk call. */
async function look(
  ports: LookPorts,
  beat: Beat,
  tickets: ReadonlyMap<string, DeskTicket>,
): Promise<boolean> {
  const { desk } = ports;
  const { handoff } = beat;
  const conversationId = handoff.zendeskConversationId;
  const account = await ports.account(handoff.connectorId);
  // Before the opening there is nothing that an operator could have seen.
  if (account === undefined || conversationId === undefined || handoff.openingMessageId === undefined)
    return false;

  // Asked first: a conversation that is gone has no messages to list, and what was said before an end is shown before it.
  const control = await tellingWhetherAnswered(ports.relay, handoff, () =>
    desk.control(account, conversationId),
  );
  if (control === "gone") {
    await receiveEnd(ports, handoff, "conversation_removed");
    return true;
  }
  const news = await catchUp(ports, account, handoff, beat);
  if (news === "ended") return true;
  if (control === "other" && (await hasLeftOperators(ports, handoff, beat))) {
    await receiveEnd(ports, handoff, "control_returned");
    return true;
  }
  if (control === "operators" && !beat.seenWithOperators) await ports.store.facts.set(proof(handoff), "seen");
  beat.seenWithOperators ||= control === "operators";
  beat.seenWithOthers = control === "other";

  const ticket =
    handoff.ticketId === undefined
      ? await findTicket(ports, account, handoff)
      : tickets.get(handoff.ticketId);
  if (ticket === undefined) return news === "messages";
  if (ticket.status === "closed") {
    await receiveEnd(ports, handoff, "ticket_closed");
    return true;
  }
  if (handoff.ticketId !== undefined) await repairGroup(ports, account, handoff, ticket);
  await seeTicket(ports, handoff, ticket.status === "solved");
  return news === "messages";
}

/**
 * A live handoff was passed to the operators. When this process has not seen it with them (they were quick, or
 * we were down), two looks must agree, and the account must have shown before that operators are recognised.
 */
async function hasLeftOperators({ store }: LookPorts, handoff: Handoff, beat: Beat): Promise<boolean> {
  if (beat.seenWithOperators) return true;
  return (
    handoff.phase === "live" && beat.seenWithOthers && (await store.facts.get(proof(handoff))) !== undefined
  );
}

/** The fact that a look at this account has recognised operators in control. */
function proof({ connectorId }: Handoff): string {
  return `operators recognised at ${connectorId}`;
}

/** Brings in what the conversation has that no webhook told. */
async function catchUp(
  ports: LookPorts,
  account: DeskAccount,
  handoff: Handoff,
  beat: Beat,
): Promise<"ended" | "messages" | "nothing"> {
  const conversationId = handoff.zendeskConversationId ?? "";
  const { messages, redacted } = await ports.desk.newsAfter(
    account,
    conversationId,
    beat.lastSeenMessageId ?? handoff.openingMessageId,
  );
  if (beat.keys.standTwice(messages)) {
    await ports.store.secondLooks.add(handoff.id, 0);
    ports.onDouble();
  }
  let brought = false;
  for (const id of redacted.filter((one) => !beat.redacted.has(one))) {
    if (await receiveRemoval(ports, handoff, id)) beat.redacted.add(id);
  }
  for (const [index, message] of messages.entries()) {
    const signal = endOf(message.activity);
    if (signal !== undefined) {
      await receiveEnd(ports, handoff, endReasonOf(signal));
      return "ended";
    }
    const below = messages.slice(index + 1);
    brought = (await receiveMessage(ports, handoff, message, { below })) === "brought" || brought;
    beat.lastSeenMessageId = message.id;
  }
  return brought ? "messages" : "nothing";
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

/** Where it says nothing new, nothing is written. */
async function seeTicket({ relay }: LookPorts, handoff: Handoff, solved: boolean): Promise<void> {
  await relay.apply(handoff.conversationId, ({ state }) => {
    const known = state.mode === "livechat" && state.handoff.id === handoff.id ? state.handoff : undefined;
    if (known === undefined) return undefined;
    if ((known.seenSolved === true) === solved && known.answeredAt === undefined) return undefined;
    return { type: "ticket_seen", handoffId: handoff.id, solved };
  });
}
