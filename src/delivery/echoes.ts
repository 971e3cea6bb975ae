/**
 * Echoes of our own messages, as webhooks bring them. One settles a delivery whose outcome is in doubt; one that comes
 * again under another message id tells of a message that stands twice.
 *
 * The webhook's secret is all that vouches for an echo. It is believed for a delivery that is being attempted or in
 * doubt, whose key nobody can guess; of a double it only leads to a look (docs/decisions/0017).
 */
import type { Store } from "../store/port.ts";

export interface EchoPorts {
  readonly store: Pick<Store, "lanes" | "secondLooks" | "handoffs">;
  /** A lane became due. */
  readonly onSettled: () => void;
  /** A second look became due. */
  readonly onDouble: () => void;
}

export type TakeEcho = (echo: { connectorId: string; key: string; messageId: string }) => Promise<void>;

/** So many of the newest keys are remembered with the message they came with. */
const mostKnown = 10_000;

export function createEchoes({ store, onSettled, onDouble }: EchoPorts): TakeEcho {
  const known = new Map<string, string>();

  return async ({ connectorId, key, messageId }) => {
    const delivery = deliveryOf(key);
    if (delivery === undefined) return;
    if (await store.lanes.echoed({ connectorId, ...delivery, key, messageId })) onSettled();
    const first = known.get(key) ?? messageId;
    if (first !== messageId && (await isOf(connectorId, delivery.handoffId))) {
      await store.secondLooks.add(delivery.handoffId, 0);
      onDouble();
    }
    known.set(key, first);
    for (const oldest of known.keys()) {
      if (known.size <= mostKnown) break;
      known.delete(oldest);
    }
  };

  async function isOf(connectorId: string, handoffId: string): Promise<boolean> {
    return (await store.handoffs.load(handoffId))?.connectorId === connectorId;
  }
}

/** The delivery that a key of ours names (`deliveryKey` in `post.ts`). */
function deliveryOf(key: string): { handoffId: string; position: number } | undefined {
  const [, handoffId, position] = /^([^.]{1,100})\.(\d{1,9})(?:\.\d{1,9})?$/.exec(key) ?? [];
  return handoffId === undefined ? undefined : { handoffId, position: Number(position) };
}
