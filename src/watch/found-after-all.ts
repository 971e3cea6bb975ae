/** Messages that are said to have failed, and of which all parts stand at Zendesk: they have arrived. */
import type { Handoff, Message } from "../conversation/model.ts";
import type { Language } from "../protocol/chat.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Store } from "../store/port.ts";
import type { DeskMessage } from "../zendesk/desk.ts";

export interface FoundPorts {
  readonly store: Pick<Store, "parked" | "conversations">;
  readonly relay: Pick<RunningRelay, "apply">;
  /** Our keys of all parts of a message that was first tried at this position of its lane, in their order. */
  readonly keysOfMessage: (
    handoffId: string,
    position: number,
    message: Message,
    language: Language,
  ) => readonly string[];
}

/** @param listed all messages of the handoff's conversation */
export async function markArrived(
  { store, relay, keysOfMessage }: FoundPorts,
  { id, conversationId }: Handoff,
  listed: readonly DeskMessage[],
): Promise<void> {
  const ids = new Map<string, string>();
  for (const message of listed)
    if (message.key !== undefined && !ids.has(message.key)) ids.set(message.key, message.id);
  for (const { position, task } of await store.parked.ofHandoff(id)) {
    if (task?.kind !== "message" || task.history) continue;
    await relay.apply(conversationId, async ({ head }) => {
      const message = await store.conversations.message(conversationId, task.seq);
      if (message?.delivery !== "failed") return undefined;
      const found = keysOfMessage(id, position, message, head.language).map((key) => ids.get(key));
      const last = found.at(-1);
      if (last === undefined || found.includes(undefined)) return undefined;
      return { type: "message_found", message, zendeskMessageId: last };
    });
  }
}
