/**
 * Echoes of our own messages, as webhooks bring them. One settles a delivery whose outcome is in doubt; one that comes
 * again under another message id tells of a message that stands twice, and one of a message that is said to have failed
 * that it has arrived.
 *
 * The webhook's secret is all that vouches for an echo. It is believed for a delivery that is being attempted or in
 * doubt, whose key nobody can guess; of all else it only leads to a look (docs/decisions/0017).
 */
import type { Store } from "../store/port.ts";

export interface EchoPorts {
  readonly store: Pick<Store, "lanes" | "secondLooks" | "handoffs" | "parked" | "conversations">;
  /** A lane became due. */
  readonly onSettled: () => void;
  /** A second look became due. */
  readonly onLook: () => void;
}

interface DeliveryName {
  readonly handoffId: string;
  readonly position: number;
}

export type TakeEcho = (echo: { connectorId: string; key: string; messageId: string }) => Promise<void>;

/** So many of the newest keys are remembered with the message they came with. */
const mostKnown = 10_000;

export function createEchoes({ store, onSettled, onLook }: EchoPorts): TakeEcho {
  const known = new Map<string, string>();

  return async ({ connectorId, key, messageId }) => {
    const delivery = deliveryOf(key);
    if (delivery === undefined) return;
    if (await store.lanes.echoed({ connectorId, ...delivery, key, messageId })) onSettled();
    const first = known.get(key) ?? messageId;
    const tells = first !== messageId || (await saidToHaveFailed(delivery));
    if (tells && (await isOf(connectorId, delivery.handoffId))) {
      await store.secondLooks.add(delivery.handoffId, 0);
      onLook();
    }
    known.set(key, first);
    for (const oldest of known.keys()) {
      if (known.size <= mostKnown) break;
      known.delete(oldest);
    }
  };

  async function saidToHaveFailed({ handoffId, position }: DeliveryName): Promise<boolean> {
    const { task, conversationId } = (await store.parked.load(handoffId, position)) ?? {};
    if (task?.kind !== "message" || conversationId === undefined) return false;
    return (await store.conversations.message(conversationId, task.seq))?.delivery === "failed";
  }

  async function isOf(connectorId: string, handoffId: string): Promise<boolean> {
    return (await store.handoffs.load(handoffId))?.connectorId === connectorId;
  }
}

/** The delivery that a key of ours names (`deliveryKey` in `post.ts`). */
function deliveryOf(key: string): DeliveryName | undefined {
  const [, handoffId, position] = /^([^.]{1,100})\.(\d{1,9})(?:\.\d{1,9})?$/.exec(key) ?? [];
  return handoffId === undefined ? undefined : { handoffId, position: Number(position) };
}
