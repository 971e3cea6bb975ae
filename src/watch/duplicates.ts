/** Messages of ours that stand twice at Zendesk: found, counted, and all but one deleted (docs/decisions/0008). */
import type { Handoff } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import type { Store } from "../store/port.ts";
import type { Desk, DeskAccount, DeskMessage } from "../zendesk/desk.ts";

export interface DuplicatePorts {
  readonly desk: Pick<Desk, "deleteMessage">;
  readonly store: Pick<Store, "secondLooks">;
  readonly count: (name: "zendesk_duplicates_found" | "zendesk_duplicates_deleted") => void;
  readonly onError: (error: unknown) => void;
}

/** Which message of a conversation carries which key of ours: the first that was seen, unless another is known to be the one. */
export interface SeenKeys {
  /** Those among the messages that double one seen before, each told once. */
  readonly doubles: (messages: readonly DeskMessage[]) => readonly DeskMessage[];
}

/** More keys than this are not remembered: far beyond what a handoff says. */
const mostKeys = 2_000;

export function rememberKeys({ id, openingMessageId }: Handoff): SeenKeys {
  const seen = new Map<string, string>();
  const told = new Set<string>();
  return {
    doubles: (messages) => {
      // What came first stays; of two openings the one that control was passed with.
      const ordered = messages.toSorted(
        (left, right) => Number(right.id === openingMessageId) - Number(left.id === openingMessageId),
      );
      return ordered.filter(({ key, id: messageId }) => {
        if (key === undefined || !key.startsWith(`${id}.`) || told.has(messageId)) return false;
        const first = seen.get(key);
        if (first === undefined && seen.size < mostKeys) seen.set(key, messageId);
        if (first === undefined || first === messageId) return false;
        told.add(messageId);
        return true;
      });
    },
  };
}

/** In milliseconds: when a double that could not be deleted is looked for again. */
const againMs = 60_000;

/** Deletes the doubles; what cannot be deleted now is looked for again later. */
export async function removeDoubles(
  { desk, store, count, onError }: DuplicatePorts,
  account: DeskAccount,
  handoff: Pick<Handoff, "id" | "zendeskConversationId">,
  doubles: readonly DeskMessage[],
): Promise<void> {
  const { id, zendeskConversationId } = handoff;
  if (zendeskConversationId === undefined) return;
  for (const double of doubles) {
    count("zendesk_duplicates_found");
    try {
      await desk.deleteMessage(account, zendeskConversationId, double.id);
      count("zendesk_duplicates_deleted");
    } catch (error) {
      onError(toCoded(error));
      await store.secondLooks.add(id, againMs);
    }
  }
}
