/**
 * The watch over open handoffs: finds what no webhook told (missed operator messages, missed ends), the ticket
 * a handoff became, and repairs the ticket's group. A handoff is looked at soon after it begins or moves, and
 * ever less often while it stays silent.
 */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import { endReasonOf, type ReceivePorts, receiveEnd, receiveMessage } from "../inbox/receive.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Desk, DeskAccount, DeskTicket } from "../zendesk/desk.ts";
import { endOf } from "../zendesk/incoming.ts";

export interface WatchPorts extends ReceivePorts {
  readonly relay: RunningRelay;
  readonly desk: Desk;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly timing: WatchTiming;
  readonly onError: (error: unknown) => void;
}

export interface WatchTiming {
  /** First and longest wait between two looks at a handoff, in milliseconds. */
  readonly shortestMs: number;
  readonly longestMs: number;
}

export const defaultWatchTiming: WatchTiming = { shortestMs: 3_000, longestMs: 60_000 };

/** What the watch remembers of a handoff between two looks; lost with the process, then built anew. */
interface Beat {
  nextAt: number;
  waitMs: number;
  lastSeenMessageId: string | undefined;
  /** Only who was seen with the operators can be seen to have left them at a single look. */
  seenWithOperators: boolean;
  /** The look before found somebody else in control, or nobody. */
  seenWithOthers: boolean;
}

export function startWatch(ports: WatchPorts): DueLoop {
  const { store, relay, now, timing } = ports;
  const beats = new Map<string, Beat>();

  const loop = startDueLoop({
    onError: ports.onError,
    nextDue: async () => {
      const next = Math.min(...[...beats.values()].map((beat) => beat.nextAt));
      return beats.size === 0 ? undefined : Math.max(0, next - now());
    },
    run: async () => {
      const open = await store.handoffs.open();
      forgetEnded(beats, open);
      for (const handoff of open) {
        const beat = beats.get(handoff.id) ?? firstBeat(now() + timing.shortestMs, timing);
        beats.set(handoff.id, beat);
        if (beat.nextAt > now()) continue;
        const news = await look(ports, handoff, beat).catch((error: unknown) => {
          ports.onError(toCoded(error));
          return false;
        });
        beat.waitMs = news ? timing.shortestMs : Math.min(beat.waitMs * 1.5, timing.longestMs);
        beat.nextAt = now() + beat.waitMs;
      }
      return false;
    },
  });

  const unsubscribe = relay.onDeliveries(loop.wake);
  return {
    wake: loop.wake,
    stop: () => {
      unsubscribe();
      return loop.stop();
    },
  };
}

function firstBeat(nextAt: number, timing: WatchTiming): Beat {
  return {
    nextAt,
    waitMs: timing.shortestMs,
    lastSeenMessageId: undefined,
    seenWithOperators: false,
    seenWithOthers: false,
  };
}

function forgetEnded(beats: Map<string, Beat>, open: readonly Handoff[]): void {
  const ids = new Set(open.map((handoff) => handoff.id));
  for (const id of beats.keys()) if (!ids.has(id)) beats.delete(id);
}

/** One look at one handoff; true when there was something new. Fails like a desk call. */
async function look(ports: WatchPorts, handoff: Handoff, beat: Beat): Promise<boolean> {
  const { desk } = ports;
  const conversationId = handoff.zendeskConversationId;
  const account = await ports.account(handoff.connectorId);
  // Before the opening there is nothing that an operator could have seen.
  if (account === undefined || conversationId === undefined || handoff.openingMessageId === undefined)
    return false;

  // Asked first: a conversation that is gone has no messages to list, and what was said before an end is shown before it.
  const control = await desk.control(account, conversationId);
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

  const ticket = await ticketOf(ports, account, handoff);
  if (ticket === undefined) return news === "messages";
  if (ticket.status === "closed") {
    await receiveEnd(ports, handoff, "ticket_closed");
    return true;
  }
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
  const messages = await ports.desk.messagesAfter(
    account,
    conversationId,
    beat.lastSeenMessageId ?? handoff.openingMessageId,
  );
  let brought = false;
  for (const message of messages) {
    const signal = endOf(message.activity);
    if (signal !== undefined) {
      await receiveEnd(ports, handoff, endReasonOf(signal));
      return "ended";
    }
    brought = (await receiveMessage(ports, handoff, message)) || brought;
    beat.lastSeenMessageId = message.id;
  }
  return brought ? "messages" : "nothing";
}

async function ticketOf(
  { desk, relay, onError }: WatchPorts,
  account: DeskAccount,
  handoff: Handoff,
): Promise<DeskTicket | undefined> {
  if (handoff.ticketId !== undefined) return (await desk.tickets(account, [handoff.ticketId]))[0];
  const { zendeskUserId: userId, zendeskConversationId: conversationId, externalId, startedAt } = handoff;
  if (userId === undefined || conversationId === undefined) return undefined;
  const found = await desk.findTicket(account, { externalId, userId, conversationId, startedAt });
  if (found === undefined) return undefined;
  // Zendesk may have ignored the group we passed. Repaired once, before the ticket counts as found, so that a
  // later transfer by an operator is never undone.
  const wanted = handoff.skill?.groupId;
  if (wanted !== undefined && found.groupId !== wanted) {
    await desk.assignGroup(account, found.id, wanted).catch((error: unknown) => {
      const refused = toCoded(error);
      if (refused.retry !== "never") throw refused;
      // Refused for good (the group is gone, say): the ticket is ours all the same and its end must be seen.
      onError(refused);
    });
  }
  await relay.apply(handoff.conversationId, () => ({
    type: "ticket_found",
    handoffId: handoff.id,
    ticketId: found.id,
  }));
  return found;
}
