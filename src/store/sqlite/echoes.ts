/** What echoes of our own messages tell of deliveries whose outcome is not known. */
import { z } from "zod";
import type { LaneStore } from "../port.ts";
import { foundSchema, positionsSchema } from "../stored.ts";
import { flag, json, readOrPassOver } from "./rows.ts";
import type { Session } from "./session.ts";

const headSchema = z.object({
  position: z.number(),
  earlier: z.exactOptional(json(positionsSchema)),
  earlierUnclearSince: z.exactOptional(z.number()),
  claimPosition: z.exactOptional(z.number()),
  look: flag,
  found: z.exactOptional(json(foundSchema)),
  dueAt: z.exactOptional(z.number()),
});

/** More keys than a delivery has parts mean nothing. */
const mostFound = 100;

export function noteEcho(session: Session, echo: Parameters<LaneStore["echoed"]>[0]): boolean {
  const { connectorId, handoffId, position, key, messageId } = echo;
  const row = session.get(
    `SELECT position, earlier_json AS earlier, delivery.unclear_since AS earlierUnclearSince,
       claim_position AS claimPosition, look, found_json AS found, due_at AS dueAt
     FROM lane JOIN handoff ON handoff.id = lane.handoff_id JOIN delivery USING (handoff_id)
     WHERE handoff_id = :handoffId AND connector_id = :connectorId ORDER BY position LIMIT 1`,
    { handoffId, connectorId },
  );
  const name = { table: "delivery", key: `${handoffId} ${position}` } as const;
  const head = row && readOrPassOver(session, headSchema, row, name);
  if (head === undefined) return false;
  const { earlier = [], found = {}, dueAt } = head;
  const underWay = head.claimPosition === head.position;
  const inDoubt = head.look || head.earlierUnclearSince !== undefined;
  if (position !== head.position && !earlier.includes(position)) return false;
  if (!(underWay || inDoubt) || Object.hasOwn(found, key) || Object.keys(found).length >= mostFound)
    return false;
  session.run(
    `UPDATE lane SET found_json = :found, echoed = 1, due_at = iif(:underWay = 1, due_at, min(due_at, :now))
     WHERE handoff_id = :handoffId`,
    {
      handoffId,
      found: JSON.stringify({ ...found, [key]: messageId }),
      underWay: underWay ? 1 : 0,
      now: session.now,
    },
  );
  return !underWay && dueAt !== undefined && dueAt > session.now;
}
