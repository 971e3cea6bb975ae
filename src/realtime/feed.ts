import type { ServerFrame } from "../protocol/chat.ts";
import type { ConversationStore } from "../store/port.ts";
import { changesSince } from "./changes.ts";
import type { View } from "./wire.ts";

export interface Feed {
  /** Something is new. However often this is said while a frame is on its way, one more look follows. */
  readonly changed: () => void;
  readonly stop: () => void;
}

/**
 * Keeps one reader up to date from a revision on. `send` resolves when the frame has left the process: until
 * then nothing more is fetched, so a slow reader costs one frame of memory and skips what it had no time for.
 */
export function startFeed(options: {
  conversations: Pick<ConversationStore, "load" | "changes">;
  conversationId: string;
  view: View;
  revision: number;
  send: (frame: ServerFrame) => Promise<void>;
  onError: (error: unknown) => void;
}): Feed {
  const { conversations, conversationId, view, send } = options;
  let revision = options.revision;
  let always = true;
  let due = false;
  let running = false;
  let stopped = false;
  const isStopped = () => stopped;

  async function run(): Promise<void> {
    running = true;
    while (due && !isStopped()) {
      due = false;
      const frame = await changesSince(conversations, conversationId, view, { revision, always });
      if (isStopped()) return;
      always = false;
      if (frame === undefined) continue;
      await send(frame);
      revision = frame.revision;
      if (frame.more === true) due = true;
    }
    running = false;
  }

  function changed(): void {
    due = true;
    if (!running && !stopped) run().catch(options.onError);
  }

  changed();
  return {
    changed,
    stop: () => {
      stopped = true;
    },
  };
}
