/**
 * Lanes. A lane is idle (no `due_at`), waiting (`due_at`), or claimed (`claim_position` and `leased_until`; `due_at`
 * is the end of the lease while deliveries wait). A claim ends when it settles, is postponed, or a later claim
 * takes its place; only while it has not ended does its fence count.
 */
import { z } from "zod";
import type { Delivery } from "../../conversation/model.ts";
import { CodedError } from "../../errors.ts";
import type { Claim, ClaimKey, LaneStore } from "../port.ts";
import { deliveryTaskSchema, foundSchema, positionsSchema } from "../stored.ts";
import { loadHandoff } from "./handoffs.ts";
import { flag, json, mustChange, readNumber, readOrPassOver } from "./rows.ts";
import type { Row, Session } from "./session.ts";

const dueLaneSchema = z.object({
  handoffId: z.string(),
  fence: z.number(),
  attempt: z.number(),
  look: flag,
  unclearSince: z.exactOptional(z.number()),
  claimPosition: z.exactOptional(z.number()),
  leasedUntil: z.exactOptional(z.number()),
  found: z.exactOptional(json(foundSchema)),
  position: z.number(),
  task: json(deliveryTaskSchema),
  earlier: z.exactOptional(json(positionsSchema)),
  earlierUnclearSince: z.exactOptional(z.number()),
});

export function claimLanes(session: Session, leaseMs: number, limit: number): readonly Claim[] {
  return session
    .all(
      `SELECT lane.handoff_id AS handoffId, fence, attempt, look, lane.unclear_since AS unclearSince,
         claim_position AS claimPosition, leased_until AS leasedUntil, found_json AS found, position,
         task_json AS task, earlier_json AS earlier, delivery.unclear_since AS earlierUnclearSince
       FROM lane JOIN delivery ON delivery.handoff_id = lane.handoff_id
         AND position = (SELECT min(position) FROM delivery AS head WHERE head.handoff_id = lane.handoff_id)
       WHERE due_at <= :now ORDER BY due_at LIMIT :limit`,
      { now: session.now, limit },
    )
    .flatMap((row) => {
      const lane = readDueLane(session, row);
      return (lane && claimLane(session, lane, leaseMs)) ?? [];
    });
}

/** A head that cannot be read costs only itself: it is claimed as lost, and given up. A damaged lane is set aside. */
function readDueLane(session: Session, row: Row): z.infer<typeof dueLaneSchema> | undefined {
  const handoffId = String(row["handoffId"]);
  const key = `${handoffId} ${String(row["position"])}`;
  const lane = readOrPassOver(session, dueLaneSchema, row, { table: "delivery", key });
  if (lane !== undefined) return lane;
  const unread = { ...row, task: JSON.stringify({ kind: "lost" }), found: null, earlier: null };
  const withoutHead = readOrPassOver(session, dueLaneSchema, unread, { table: "lane", key: handoffId });
  if (withoutHead === undefined) rest(session, handoffId);
  return withoutHead;
}

function claimLane(
  session: Session,
  lane: z.infer<typeof dueLaneSchema>,
  leaseMs: number,
): Claim | undefined {
  const handoff = handoffOf(session, lane.handoffId);
  if (handoff === undefined) return undefined;
  // A lease that ran out leaves its outcome unclear, unless its delivery was dropped meanwhile.
  const expired = lane.claimPosition === lane.position ? lane.leasedUntil : undefined;
  const dropped = lane.claimPosition !== undefined && lane.claimPosition !== lane.position;
  const unclearSince = (dropped ? undefined : (expired ?? lane.unclearSince)) ?? lane.earlierUnclearSince;
  const found = dropped ? undefined : lane.found;
  const attempt = dropped ? 1 : lane.attempt + 1;
  const fence = lane.fence + 1;
  session.run(
    `UPDATE lane SET fence = :fence, attempt = :attempt, claim_position = :position, leased_until = :leasedUntil,
       due_at = :leasedUntil, look = :look, unclear_since = :unclearSince, found_json = :found, echoed = 0
     WHERE handoff_id = :handoffId`,
    {
      handoffId: lane.handoffId,
      fence,
      attempt,
      position: lane.position,
      leasedUntil: session.now + leaseMs,
      look: unclearSince === undefined ? 0 : 1,
      unclearSince: unclearSince ?? null,
      found: found === undefined ? null : JSON.stringify(found),
    },
  );
  return {
    handoff,
    position: lane.position,
    task: lane.task,
    attempt,
    fence,
    look: unclearSince !== undefined,
    ...(unclearSince !== undefined && { unclearSince }),
    ...(lane.earlier && { earlier: lane.earlier }),
    ...(found && { found }),
  };
}

/** A lane whose handoff cannot be read is set aside. */
function handoffOf(session: Session, handoffId: string): Claim["handoff"] | undefined {
  try {
    const handoff = loadHandoff(session, handoffId);
    if (handoff === undefined) throw new CodedError("row_unreadable", `lane ${handoffId} has no handoff`);
    return handoff;
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "row_unreadable") throw error;
    session.unreadable({ table: "handoff", key: handoffId, reason: error.message });
    rest(session, handoffId);
    return undefined;
  }
}

/** Nothing of the lane is due until something is appended to it; what is in doubt stays so. */
function rest(session: Session, handoffId: string): void {
  session.run(
    `UPDATE lane SET claim_position = NULL, leased_until = NULL, due_at = NULL WHERE handoff_id = :handoffId`,
    { handoffId },
  );
}

export function setLaneAside(session: Session, claim: ClaimKey): void {
  if (claimCounts(session, claim)) rest(session, claim.handoffId);
}

/** Whether the claim has not ended and is the lane's newest. */
export function claimCounts(session: Session, claim: ClaimKey): boolean {
  return (
    session.get(
      `SELECT 1 FROM lane WHERE handoff_id = :handoffId AND fence = :fence AND claim_position = :position`,
      claimValues(claim),
    ) !== undefined
  );
}

/** Callers may hand over a whole claim; a statement takes only the values it names. */
function claimValues(claim: ClaimKey): { handoffId: string; position: number; fence: number } {
  return { handoffId: claim.handoffId, position: claim.position, fence: claim.fence };
}

/** The delivery leaves its lane and the next one is due at once. To be called only while the claim counts. */
export function settleClaim(session: Session, claim: ClaimKey): void {
  session.run(`DELETE FROM delivery WHERE handoff_id = :handoffId AND position = :position`, {
    handoffId: claim.handoffId,
    position: claim.position,
  });
  startOver(session, claim.handoffId);
}

/** The lane is free for the delivery now at its head, which nobody has tried yet. */
function startOver(session: Session, handoffId: string): void {
  session.run(
    `UPDATE lane SET claim_position = NULL, leased_until = NULL, attempt = 0, look = 0, unclear_since = NULL,
       found_json = NULL, echoed = 0,
       due_at = iif(EXISTS (SELECT 1 FROM delivery WHERE delivery.handoff_id = lane.handoff_id), :now, NULL)
     WHERE handoff_id = :handoffId`,
    { handoffId, now: session.now },
  );
}

export function postponeClaim(
  session: Session,
  claim: ClaimKey,
  again: Parameters<LaneStore["postpone"]>[1],
): boolean {
  if (!claimCounts(session, claim)) return false;
  const stillWanted = session.run(
    `UPDATE lane SET claim_position = NULL, leased_until = NULL,
       due_at = iif(echoed = 1 AND (:look = 1 OR look = 1), :now, :dueAt), attempt = attempt - :untried,
       look = iif(:untried = 1, look, :look), unclear_since = iif(:untried = 1, unclear_since, :unclearSince)
     WHERE handoff_id = :handoffId
       AND EXISTS (SELECT 1 FROM delivery WHERE handoff_id = :handoffId AND position = :position)`,
    {
      handoffId: claim.handoffId,
      position: claim.position,
      now: session.now,
      dueAt: session.now + again.inMs,
      untried: again.untried === true ? 1 : 0,
      look: again.look ? 1 : 0,
      unclearSince: again.look ? session.now : null,
    },
  );
  if (stillWanted === 0) startOver(session, claim.handoffId);
  return true;
}

/**
 * Removes what waits in the lane. An attempt under way keeps its claim, so that its outcome can still be
 * committed and nothing overtakes it; it will not be tried again.
 */
export function dropLane(session: Session, handoffId: string): void {
  session.run(`DELETE FROM delivery WHERE handoff_id = :handoffId`, { handoffId });
  session.run(`UPDATE lane SET due_at = NULL WHERE handoff_id = :handoffId`, { handoffId });
  session.run(
    `UPDATE lane SET attempt = 0, look = 0, unclear_since = NULL, found_json = NULL, echoed = 0
     WHERE handoff_id = :handoffId AND claim_position IS NULL`,
    { handoffId },
  );
}

/** Appends; an idle lane is due at once, a claimed one when its claim ends, a postponed one when it was to be. */
export function appendDelivery(
  session: Session,
  delivery: Delivery,
  owner: { botId: string; conversationId: string },
): void {
  const changed = session.run(
    `INSERT INTO lane (handoff_id, bot_id, conversation_id, due_at)
     SELECT id, bot_id, conversation_id, :now FROM handoff
     WHERE id = :handoffId AND bot_id = :botId AND conversation_id = :conversationId
     ON CONFLICT (handoff_id) DO UPDATE SET due_at = coalesce(due_at, leased_until, excluded.due_at)`,
    { handoffId: delivery.handoffId, now: session.now, ...owner },
  );
  mustChange(changed, `no handoff ${delivery.handoffId} in conversation ${owner.conversationId}`);
  session.run(
    `INSERT INTO delivery (handoff_id, position, task_json, earlier_json, unclear_since)
     VALUES (:handoffId, :position, :task, :earlier, :unclearSince)`,
    {
      handoffId: delivery.handoffId,
      position: delivery.position,
      task: JSON.stringify(delivery.task),
      earlier: delivery.again === undefined ? null : JSON.stringify(delivery.again.positions),
      unclearSince: delivery.again?.unclearSince ?? null,
    },
  );
}

export function nextLaneDue(session: Session): number | undefined {
  const due = readNumber(session.get(`SELECT min(due_at) AS value FROM lane WHERE due_at IS NOT NULL`));
  return due === undefined ? undefined : Math.max(0, due - session.now);
}

export function laneDepth(session: Session, handoffId?: string): number {
  const row =
    handoffId === undefined
      ? session.get(`SELECT count(*) AS value FROM delivery`)
      : session.get(`SELECT count(*) AS value FROM delivery WHERE handoff_id = :handoffId`, { handoffId });
  return readNumber(row) ?? 0;
}

export function waitingDeliveries(session: Session, connectorId: string): number {
  const row = session.get(`SELECT deliveries AS value FROM waiting WHERE connector_id = :connectorId`, {
    connectorId,
  });
  return readNumber(row) ?? 0;
}
