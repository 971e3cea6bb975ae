/** Messages of ours that stand twice at Zendesk. Pure; who deletes them is `second-looks.ts`. */
import type { Handoff } from "../conversation/model.ts";
import type { DeskMessage } from "../zendesk/desk.ts";

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
