/**
 * Looks again at conversations in which something was posted a second time, and at those whose handoff has ended: what
 * Zendesk accepted late, beyond the time to settle, comes to light here and is deleted; what is said to have failed
 * and has arrived is marked so; what an operator wrote around the end, and no webhook told, is brought in;
 * the ticket that nobody saw while the handoff was open gets its group.
 */
import { accountKey, type Handoff } from "../conversation/model.ts";
import { toCoded, unfailing } from "../errors.ts";
import { type ReceivePorts, receiveMessage } from "../inbox/receive.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { SecondLook, Store } from "../store/port.ts";
import type { Desk, DeskAccount, DeskMessage, TimedDesk } from "../zendesk/desk.ts";
import { endOf } from "../zendesk/incoming.ts";
import { createBudget } from "./budget.ts";
import { copiesIn } from "./duplicates.ts";
import { type FoundPorts, markArrived } from "./found-after-all.ts";
import { inParallel } from "./in-parallel.ts";
import { callsAfterEnd, repairAfterEnd } from "./ticket.ts";

type LookDesk = Pick<Desk, "deleteMessage" | "messagesAfter" | "findTicket" | "tickets" | "assignGroup">;

export interface SecondLookPorts extends ReceivePorts, Pick<FoundPorts, "keysOfMessage"> {
  readonly desk: TimedDesk<LookDesk>;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly count: (name: "zendesk_duplicates_found" | "zendesk_duplicates_deleted") => void;
  readonly onError: (error: unknown) => void;
  /** When to look: the first was asked for with its own wait, then after each of these, in milliseconds. */
  readonly furtherLooksMs: readonly number[];
}

/** Calls a minute to one account: beside the watch's own budget, and little. */
const callsPerMinute = 30;
const looksPerRun = 20;
/** Over all accounts: one that hangs must not keep the others waiting. */
const parallelLooks = 8;
/** What all calls of a look may take. */
const lookMs = 60_000;
/** Looks are asked for in turns of their own; so often it is asked whether there are any. */
const askAgainMs = 30_000;
/** What failed is tried again after this, later each time; so often, which takes some hours. */
const afterFailureMs = 60_000;
const triesOfLook = 20;

export function startSecondLooks(given: SecondLookPorts): DueLoop {
  const ports = { ...given, onError: unfailing(given.onError) };
  const { secondLooks, handoffs } = ports.store;
  const budget = createBudget(callsPerMinute, ports.now);

  async function lookAt({ handoffId, looks }: SecondLook): Promise<Parameters<typeof secondLooks.plan>[1]> {
    // The store has one number: looks that were made, in steps of what each may take, and the tries at the next.
    const made = Math.floor((looks - 1) / triesOfLook);
    const tries = looks - made * triesOfLook;
    try {
      const handoff = await handoffs.load(handoffId);
      const account = handoff && (await ports.account(handoff.connectorId));
      if (handoff === undefined || account === undefined) return null;
      const calls = 1 + callsAfterEnd(handoff);
      if (!budget.take(accountKey(handoff), calls))
        return { looks: looks - 1, inMs: budget.msUntil(accountKey(handoff), calls) };
      await look(ports, account, handoff);
      const inMs = ports.furtherLooksMs[made];
      return inMs === undefined ? null : { looks: (made + 1) * triesOfLook, inMs };
    } catch (error) {
      const failure = toCoded(error);
      if (failure.code === "zendesk_conversation_gone") return null;
      ports.onError(failure);
      return tries < triesOfLook ? { looks, inMs: afterFailureMs * tries } : null;
    }
  }

  return startDueLoop({
    onError: ports.onError,
    nextDue: async () => Math.min((await secondLooks.nextDue()) ?? askAgainMs, askAgainMs),
    run: async () => {
      const due = await secondLooks.take(looksPerRun, afterFailureMs);
      await inParallel(parallelLooks, due, async (taken) => secondLooks.plan(taken, await lookAt(taken)));
      return due.length === looksPerRun;
    },
  });
}

async function look(ports: SecondLookPorts, account: DeskAccount, handoff: Handoff): Promise<void> {
  const { zendeskConversationId } = handoff;
  if (zendeskConversationId === undefined) return;
  const desk = ports.desk.within(lookMs);
  const messages = await desk.messagesAfter(account, zendeskConversationId);
  for (const [index, message] of messages.entries())
    await bringIn(ports, handoff, message, messages.slice(index + 1));
  await markArrived(ports, handoff, messages);
  await removeDoubles(ports, desk, account, handoff, zendeskConversationId, copiesIn(handoff.id, messages));
  await repairAfterEnd({ ...ports, desk }, account, handoff);
}

/**
 * What stands twice in the one list that was read. Nothing else deletes, and a conversation is looked at by one at a
 * time: so one of the two always stays.
 */
async function removeDoubles(
  { store, count }: SecondLookPorts,
  desk: LookDesk,
  account: DeskAccount,
  handoff: Handoff,
  conversationId: string,
  standTwice: readonly (readonly DeskMessage[])[],
): Promise<void> {
  const failures: unknown[] = [];
  for (const copies of standTwice) {
    const kept = await theOneToKeep(store, handoff, copies);
    for (const { id } of copies.filter((copy) => copy !== kept)) {
      count("zendesk_duplicates_found");
      await desk.deleteMessage(account, conversationId, id).then(
        () => count("zendesk_duplicates_deleted"),
        (error: unknown) => failures.push(error),
      );
    }
  }
  if (failures.length > 0) throw toCoded(failures[0]);
}

/**
 * The first, unless we know another as the one: the opening that control was passed with, or a message that is shown to
 * the visitor. What is left of a deleted message could be taken for a redaction of his own words.
 */
async function theOneToKeep(
  store: Store,
  { connectorId, openingMessageId }: Handoff,
  copies: readonly DeskMessage[],
): Promise<DeskMessage | undefined> {
  for (const copy of copies) {
    if (copy.id === openingMessageId) return copy;
    if ((await store.conversations.findByZendeskMessage(connectorId, copy.id)) !== undefined) return copy;
  }
  return copies[0];
}

/** Most are known: only for the others it is the conversation's turn. */
async function bringIn(
  ports: SecondLookPorts,
  handoff: Handoff,
  message: DeskMessage,
  below: readonly DeskMessage[],
): Promise<void> {
  if (message.author.type === "visitor" || endOf(message.activity) !== undefined) return;
  const known = await ports.store.conversations.findByZendeskMessage(handoff.connectorId, message.id);
  if (known === undefined) await receiveMessage(ports, handoff, message, { below });
}
