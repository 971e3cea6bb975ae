/**
 * Runs one event: load → step → commit → announce. Events of a conversation wait for each other's commit, so
 * `step()` never sees a state that is not durable; nothing is announced that is not committed.
 */
import type { StepContext } from "../conversation/draft.ts";
import type { ConversationEvent, Step } from "../conversation/events.ts";
import { waitingLimits } from "../conversation/state.ts";
import { isRequest, step } from "../conversation/step.ts";
import { CodedError } from "../errors.ts";
import type { LoadedConversation, Store, Turn } from "../store/port.ts";
import { createSerial } from "./serial.ts";

/** What belongs into the same transaction as the event's consequences. */
export type Attached = Pick<Partial<Turn>, "settled" | "inboxEvent" | "files">;

/**
 * `applied`: committed. `stale`: the fence of `settled` is no longer the newest, nothing was written.
 * `skipped`: the event turned out not to matter, nothing was written.
 */
export type Applied =
  | { readonly outcome: "applied"; readonly step: Step }
  | { readonly outcome: "stale" | "skipped" };

/** Makes the event from the state it will meet; undefined skips it. Runs again when the state moved on meanwhile. */
export type MakeEvent = (
  conversation: LoadedConversation,
) => Promise<ConversationEvent | undefined> | ConversationEvent | undefined;

export type Apply = (conversationId: string, makeEvent: MakeEvent, attached?: Attached) => Promise<Applied>;

interface ApplyPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
  /** After the commit: what changed, and what is to be done now. */
  readonly onCommitted: (conversationId: string, committed: { step: Step; visible: boolean }) => void;
}

/** Fails with `not_found` for an unknown conversation, `queue_full` when the event was refused, or as the store does. */
export function createApply({ store, now, newId, onCommitted }: ApplyPorts): Apply {
  const inTurn = createSerial();

  return (conversationId, makeEvent, attached = {}) =>
    inTurn(conversationId, async () => {
      let lostVersion: number | undefined;
      for (;;) {
        const loaded = await store.conversations.load(conversationId);
        if (loaded === undefined) throw new CodedError("not_found", `no conversation ${conversationId}`);
        // A conflict although nobody else wrote: it was the fence.
        if (loaded.version === lostVersion) return { outcome: "stale" };
        const event = await makeEvent(loaded);
        if (event === undefined) return { outcome: "skipped" };
        const context: StepContext = { head: loaded.head, now: now(), newId };
        const next = step(loaded.state, event, context);
        if ("refused" in next) throw new CodedError(next.refused, "the conversation takes no more for now");
        const { effects, ...rows } = next;
        const turn: Turn = {
          conversationId,
          expectedVersion: loaded.version,
          files: [],
          ...rows,
          ...attached,
          // Asked for, it is refused in words before it is acknowledged; what follows from it never is.
          ...(isRequest(event) && { mostWaiting: waitingLimits.account }),
        };
        const committed = await store.conversations.commit(turn);
        if (committed === "full") throw new CodedError("queue_full", "too much waits for the account");
        if (committed === "ok") {
          onCommitted(conversationId, { step: next, visible: next.state.revision !== loaded.state.revision });
          return { outcome: "applied", step: next };
        }
        lostVersion = loaded.version;
      }
    });
}
