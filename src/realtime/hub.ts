import { CodedError } from "../errors.ts";
import type { Relay, Typing } from "../relay/port.ts";

/** Somebody looking at a conversation: told that it changed, it fetches what is new by itself. */
export interface Watcher {
  readonly changed: () => void;
  readonly typing: (typing: Typing) => void;
}

export interface Hub {
  /** The answer stops it. Fails with `too_many_requests` when the conversation is watched by too many. */
  readonly watch: (conversationId: string, watcher: Watcher) => () => void;
  readonly size: () => number;
  readonly close: () => void;
}

/** Tabs and devices that can watch one conversation at once. */
const maxWatchers = 20;

/** Who watches which conversation on this node. */
export function createHub(relay: Pick<Relay, "onChange" | "onTyping">): Hub {
  const watched = new Map<string, Set<Watcher>>();
  let size = 0;
  const stops = [
    relay.onChange((conversationId) => {
      for (const watcher of watched.get(conversationId) ?? []) watcher.changed();
    }),
    relay.onTyping((conversationId, typing) => {
      for (const watcher of watched.get(conversationId) ?? []) watcher.typing(typing);
    }),
  ];

  return {
    watch: (conversationId, watcher) => {
      const watchers = watched.get(conversationId) ?? new Set();
      if (watchers.size >= maxWatchers) {
        throw new CodedError("too_many_requests", "The conversation is open in too many places.", {
          retryAfterMs: 5000,
        });
      }
      watched.set(conversationId, watchers.add(watcher));
      size++;
      return () => {
        if (!watchers.delete(watcher)) return;
        size--;
        if (watchers.size === 0 && watched.get(conversationId) === watchers) watched.delete(conversationId);
      };
    },
    size: () => size,
    close: () => {
      for (const stop of stops) stop();
    },
  };
}
