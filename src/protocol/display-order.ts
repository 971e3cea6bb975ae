/** In which order messages are shown. Shared by everything that draws or checks a conversation. */

/** What the place of a message depends on: see `WireMessage` in `chat.ts`. */
export interface Placed {
  readonly seq: number;
  readonly above?: number | undefined;
}

/**
 * Messages from top to bottom: by `seq`, an overtaken one directly above the message it names. A message whose
 * target is not among those given stands where its seq puts it.
 */
export function inDisplayOrder<M extends Placed>(messages: readonly M[]): M[] {
  const shown: M[] = [];
  for (const message of messages.toSorted((a, b) => a.seq - b.seq)) {
    const { above } = message;
    const target = above === undefined ? -1 : shown.findLastIndex(({ seq }) => seq === above);
    if (target === -1) shown.push(message);
    else shown.splice(target, 0, message);
  }
  return shown;
}
