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
import type { Desk, DeskAccount, DeskTicket } from "../zendesk/desk.ts";
import { endOf } from "../zendesk/incoming.ts";
import { tellingWhetherAnswered } from "./account-seen.ts";
import { createBudget } from "./budget.ts";
import { rememberKeys, type SeenKeys } from "./duplicates.ts";
import { inParallel } from "./in-parallel.ts";
import { endSwitchedOff } from "./switched-off.ts";
import { findTicket, repairGroup } from "./ticket.ts";

export interface WatchPorts extends ReceivePorts {
  readonly relay: Pick<RunningRelay, "apply" | "announceTyping" | "onHandoff">;
  readonly desk: Pick<Desk, "control" | "newsAfter" | "tickets" | "findTicket" | "assignGroup">;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly timing: WatchTiming;
  /** A second look became due. */
  readonly onDouble: () => void;
  readonly onError: (error: unknown) => void;
}

export interface WatchTiming {
  /** First and longest wait between two looks at a handoff, in milliseconds. */
  readonly shortestMs: number;
  readonly longestMs: number;
  /** What the watch may ask of one account; deliveries are not counted. */
  readonly callsPerMinute: number;
}

/** Plans begin at 200 calls a minute for Support, and nothing is promised for messaging (zendesk.md §2): a fifth of 600. */
export const defaultWatchTiming: WatchTiming = { shortestMs: 3_000, longestMs: 60_000, callsPerMinute: 120 };

/** Looks at a time, over all accounts. */
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

  const loop = startDueLoop({
    onError: ports.onError,
    nextDue: async () => {
      const waits = [...beats.values()].map(({ nextAt, handoff: { connectorId } }) =>
        Math.max(0, nextAt - now(), budget.msUntil(connectorId, shortOf.get(connectorId) ?? 0)),
      );
      return waits.length === 0 ? undefined : waits.reduce((least, wait) => Math.min(least, wait));
    },
    run: async () => {
      if (toldMeanwhile !== undefined) await readOpen(toldMeanwhile);
      await endSwitchedOff(
        ports,
        [...beats.values()].map(({ handoff }) => handoff),
      );
      shortOf.clear();
      const affordable = dueLooks().filter(({ handoff }) => afford(handoff));
      const tickets = await ticketsOf(
        ports,
        affordable.map(({ handoff }) => handoff),
      );
      await inParallel(parallelLooks, affordable, async (beat) => {
        const news = await look(ports, beat, tickets).catch((error: unknown) => {
          ports.onError(toCoded(error));
          return false;
        });
        beat.waitMs = news ? timing.shortestMs : Math.min(beat.waitMs * 1.5, timing.longestMs);
        beat.nextAt = now() + beat.waitMs;
      });
      return false;
    },
  });

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
      .filter(({ nextAt }) => nextAt <= now())
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
    if (take(handoff)) loop.wake();
  });
  return {
    wake: loop.wake,
    stop: () => {
      unsubscribe();
      return loop.stop();
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
  };
}

/** One look at one handoff; true when there was something new. Fails like a desk call. */
async function look(
  ports: WatchPorts,
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
async function hasLeftOperators({ store }: WatchPorts, handoff: Handoff, beat: Beat): Promise<boolean> {
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
  ports: WatchPorts,
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

/** The tickets that the handoffs became, by id, a hundred a call; without those of an account that does not answer. */
async function ticketsOf(
  { desk, account, onError }: WatchPorts,
  handoffs: readonly Handoff[],
): Promise<ReadonlyMap<string, DeskTicket>> {
  const found = new Map<string, DeskTicket>();
  for (const [connectorId, ofAccount] of Map.groupBy(handoffs, (handoff) => handoff.connectorId)) {
    const ids = ofAccount.flatMap(({ ticketId }) => ticketId ?? []);
    const owner = ids.length === 0 ? undefined : await account(connectorId);
    if (owner === undefined) continue;
    const answered = await desk.tickets(owner, ids).catch((error: unknown) => {
      onError(toCoded(error));
      return [];
    });
    for (const ticket of answered) found.set(ticket.id, ticket);
  }
  return found;
}

/** Where it says nothing new, nothing is written. */
async function seeTicket({ relay }: WatchPorts, handoff: Handoff, solved: boolean): Promise<void> {
  await relay.apply(handoff.conversationId, ({ state }) => {
    const known = state.mode === "livechat" && state.handoff.id === handoff.id ? state.handoff : undefined;
    if (known === undefined) return undefined;
    if ((known.seenSolved === true) === solved && known.answeredAt === undefined) return undefined;
    return { type: "ticket_seen", handoffId: handoff.id, solved };
  });
}
