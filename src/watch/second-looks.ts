/**
 * Looks again at conversations in which something was posted a second time, and at those whose handoff has ended: what
 * Zendesk accepted late, beyond the time to settle, comes to light here and is deleted; what an operator wrote around the
 * end, and no webhook told, is brought in.
 */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import { type ReceivePorts, receiveMessage } from "../inbox/receive.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { Store } from "../store/port.ts";
import type { Desk, DeskAccount, DeskMessage } from "../zendesk/desk.ts";
import { endOf } from "../zendesk/incoming.ts";
import { createBudget } from "./budget.ts";
import { type DuplicatePorts, rememberKeys, removeDoubles } from "./duplicates.ts";

export interface SecondLookPorts extends DuplicatePorts, ReceivePorts {
  readonly store: Store;
  readonly desk: Pick<Desk, "deleteMessage" | "messagesAfter">;
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  /** When to look: the first was asked for with its own wait, then after each of these, in milliseconds. */
  readonly furtherLooksMs: readonly number[];
}

/** Looks a minute at one account: beside the watch's own budget, and little. */
const looksPerMinute = 30;
const looksPerRun = 20;
/** Looks are asked for in turns of their own; so often it is asked whether there are any. */
const askAgainMs = 30_000;
/** An account that does not answer is asked again after this, so often. */
const afterFailureMs = 60_000;
const mostLooks = 20;

export function startSecondLooks(ports: SecondLookPorts): DueLoop {
  const { secondLooks, handoffs } = ports.store;
  const budget = createBudget(looksPerMinute, ports.now);

  async function lookAt(handoffId: string, looks: number): Promise<Parameters<typeof secondLooks.plan>[1]> {
    const handoff = await handoffs.load(handoffId);
    const account = handoff && (await ports.account(handoff.connectorId));
    if (handoff === undefined || account === undefined) return null;
    if (!budget.take(handoff.connectorId, 1)) return { looks, inMs: budget.msUntil(handoff.connectorId, 1) };
    try {
      await look(ports, account, handoff);
      const inMs = ports.furtherLooksMs[looks];
      return inMs === undefined ? null : { looks: looks + 1, inMs };
    } catch (error) {
      const failure = toCoded(error);
      if (failure.code === "zendesk_conversation_gone") return null;
      ports.onError(failure);
      return looks < mostLooks ? { looks: looks + 1, inMs: afterFailureMs } : null;
    }
  }

  return startDueLoop({
    onError: ports.onError,
    nextDue: async () => Math.min((await secondLooks.nextDue()) ?? askAgainMs, askAgainMs),
    run: async () => {
      const due = await secondLooks.due(looksPerRun);
      for (const { handoffId, looks } of due)
        await secondLooks.plan(handoffId, await lookAt(handoffId, looks));
      return due.length === looksPerRun;
    },
  });
}

async function look(ports: SecondLookPorts, account: DeskAccount, handoff: Handoff): Promise<void> {
  const { zendeskConversationId } = handoff;
  if (zendeskConversationId === undefined) return;
  const messages = await ports.desk.messagesAfter(account, zendeskConversationId);
  await removeDoubles(ports, account, handoff, rememberKeys(handoff).doubles(messages));
  for (const [index, message] of messages.entries())
    await bringIn(ports, handoff, message, messages.slice(index + 1));
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
