/** Messages of ours that stand twice at Zendesk. Pure; who deletes them is `second-looks.ts`. */
import type { DeskMessage } from "../zendesk/desk.ts";

/** The copies of each message of the handoff that stands more than once in the list, in its order. */
export function copiesIn(
  handoffId: string,
  messages: readonly DeskMessage[],
): readonly (readonly DeskMessage[])[] {
  // Pages that overlap list a message twice, which is no copy of itself.
  const once = new Map(messages.map((message) => [message.id, message])).values();
  const byKey = Map.groupBy(once, (message) => keyOf(handoffId, message));
  byKey.delete(undefined);
  return [...byKey.values()].filter((copies) => copies.length > 1);
}

/** Keys that are not this handoff's are nobody's to delete. */
function keyOf(handoffId: string, { key }: DeskMessage): string | undefined {
  return key?.startsWith(`${handoffId}.`) === true ? key : undefined;
}

/** Which message of a conversation carried which key of ours first. */
export interface SeenKeys {
  /** Whether a message has the key of another, of these or of those seen before. Each is told once. */
  readonly standTwice: (messages: readonly DeskMessage[]) => boolean;
}

/** More keys than this are not remembered: far beyond what a handoff says. */
const mostKeys = 2_000;

export function rememberKeys(handoffId: string): SeenKeys {
  const seen = new Map<string, string>();
  const told = new Set<string>();
  const isNews = (message: DeskMessage): boolean => {
    const key = keyOf(handoffId, message);
    if (key === undefined || told.has(message.id)) return false;
    const first = seen.get(key);
    if (first === undefined && seen.size < mostKeys) seen.set(key, message.id);
    if (first === undefined || first === message.id) return false;
    told.add(message.id);
    return true;
  };
  return { standTwice: (messages) => messages.filter(isNews).length > 0 };
}
