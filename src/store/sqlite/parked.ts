/** Deliveries that were given up: kept with the reason, until they are tried again or forgotten. */
import { z } from "zod";
import type { Delivery } from "../../conversation/model.ts";
import type { ClaimKey, Parked } from "../port.ts";
import { deliveryTaskSchema, positionsSchema } from "../stored.ts";
import { json, readOrPassOver } from "./rows.ts";
import type { Row, Session } from "./session.ts";

const columns = `number, bot_id AS botId, conversation_id AS conversationId, handoff_id AS handoffId, position, code,
  parked_at AS parkedAt, unclear_since AS unclearSince, earlier_json AS earlier, retried_as AS retriedAs`;
const parkedSchema: z.ZodType<Omit<Parked, "task">> = z.object({
  number: z.number(),
  botId: z.string(),
  conversationId: z.string(),
  handoffId: z.string(),
  position: z.number(),
  code: z.string(),
  parkedAt: z.number(),
  unclearSince: z.exactOptional(z.number()),
  earlier: z.exactOptional(json(positionsSchema)),
  retriedAs: z.exactOptional(z.number()),
} satisfies Record<keyof Omit<Parked, "task">, z.ZodType>);
const inDoubtSchema = z.object({ position: z.number(), since: z.number(), seq: z.number() });
const taskSchema = z.object({ task: json(deliveryTaskSchema) });

/**
 * Keeps a delivery that is about to leave its lane. Of one that a drop has removed the outcome is noted where it was kept
 * then; otherwise it is no longer wanted.
 */
export function park(
  session: Session,
  parked: { handoffId: string; position: number; code: string; inDoubt: boolean },
): void {
  session.run(
    `UPDATE parked SET code = :code, unclear_since = iif(:inDoubt, unclear_since, NULL)
     WHERE handoff_id = :handoffId AND position = :position`,
    {
      handoffId: parked.handoffId,
      position: parked.position,
      code: parked.code,
      inDoubt: parked.inDoubt ? 1 : 0,
    },
  );
  session.run(
    `INSERT INTO parked (bot_id, conversation_id, handoff_id, position, task_json, code, parked_at, unclear_since,
       earlier_json)
     SELECT lane.bot_id, lane.conversation_id, delivery.handoff_id, position, task_json, :code, :now,
       iif(:inDoubt, :now, NULL), iif(:code = 'row_unreadable', NULL, earlier_json)
     FROM delivery JOIN lane USING (handoff_id) WHERE handoff_id = :handoffId AND position = :position`,
    {
      handoffId: parked.handoffId,
      position: parked.position,
      code: parked.code,
      inDoubt: parked.inDoubt ? 1 : 0,
      now: session.now,
    },
  );
}

/**
 * Keeps the visitor's messages of a lane about to be dropped that may have been accepted: what is under way or in doubt,
 * and what was in doubt when it was parked before. Those that have failed have failed in doubt.
 */
export function parkInDoubt(session: Session, handoffId: string, code: string): void {
  const inDoubt = session.all(
    `SELECT position, coalesce(delivery.unclear_since, lane.unclear_since, :now) AS since, task_json ->> 'seq' AS seq
     FROM delivery JOIN lane USING (handoff_id)
     WHERE handoff_id = :handoffId
       AND iif(json_valid(task_json), task_json ->> 'kind' = 'message' AND NOT task_json ->> 'history', 0)
       AND (delivery.unclear_since IS NOT NULL OR (look = 1 OR claim_position = position)
         AND position = (SELECT min(position) FROM delivery AS head WHERE head.handoff_id = :handoffId))`,
    { handoffId, now: session.now },
  );
  for (const row of inDoubt) {
    const name = { table: "delivery", key: `${handoffId} ${String(row["position"])}` } as const;
    const read = readOrPassOver(session, inDoubtSchema, row, name);
    if (read === undefined) continue;
    const { position, since, seq } = read;
    session.run(
      `INSERT INTO parked (bot_id, conversation_id, handoff_id, position, task_json, code, parked_at, unclear_since,
         earlier_json)
       SELECT lane.bot_id, lane.conversation_id, handoff_id, position, task_json, :code, :now, :since, earlier_json
       FROM delivery JOIN lane USING (handoff_id) WHERE handoff_id = :handoffId AND position = :position`,
      { handoffId, position, code, since, now: session.now },
    );
    session.run(
      `UPDATE message SET failure = :code
       WHERE conversation_id = (SELECT conversation_id FROM lane WHERE handoff_id = :handoffId) AND seq = :seq
         AND delivery = 'failed'`,
      { handoffId, seq, code },
    );
  }
}

/** It was parked as its lane was dropped, and its attempt got through. */
export function unpark(session: Session, { handoffId, position }: ClaimKey): void {
  session.run(`DELETE FROM parked WHERE handoff_id = :handoffId AND position = :position`, {
    handoffId,
    position,
  });
}

/** The first delivery that takes it up counts. */
export function markRetried(
  session: Session,
  { handoffId, position }: Pick<Delivery, "handoffId" | "position">,
  earlier: readonly number[],
): void {
  for (const tried of earlier) {
    session.run(
      `UPDATE parked SET retried_as = :position
       WHERE handoff_id = :handoffId AND position = :tried AND retried_as IS NULL`,
      { handoffId, position, tried },
    );
  }
}

export function listParked(
  session: Session,
  botId: string,
  page: { before?: number; limit: number },
): readonly Parked[] {
  return session
    .all(
      `SELECT ${columns}, task_json AS task FROM parked WHERE bot_id = :botId AND number < :before
       ORDER BY number DESC LIMIT :limit`,
      { botId, before: page.before ?? Number.MAX_SAFE_INTEGER, limit: page.limit },
    )
    .flatMap((row) => readParked(session, row) ?? []);
}

export function loadParked(session: Session, handoffId: string, position: number): Parked | undefined {
  const row = session.get(
    `SELECT ${columns}, task_json AS task FROM parked WHERE handoff_id = :handoffId AND position = :position`,
    { handoffId, position },
  );
  return row && readParked(session, row);
}

export function parkedOfHandoff(session: Session, handoffId: string): readonly Parked[] {
  return session
    .all(`SELECT ${columns}, task_json AS task FROM parked WHERE handoff_id = :handoffId ORDER BY number`, {
      handoffId,
    })
    .flatMap((row) => readParked(session, row) ?? []);
}

/** What was to be done may be what cannot be read: that is then the reason why it was parked. */
function readParked(session: Session, { task, ...row }: Row): Parked | undefined {
  const name = { table: "parked", key: `${String(row["handoffId"])} ${String(row["position"])}` } as const;
  const parked = readOrPassOver(session, parkedSchema, row, name);
  if (parked === undefined) return undefined;
  return parked.code === "row_unreadable"
    ? parked
    : { ...parked, ...readOrPassOver(session, taskSchema, { task: task ?? null }, name) };
}

export function forgetParked(session: Session, ageMs: number, limit: number): number {
  return session.run(
    `DELETE FROM parked WHERE number IN (
       SELECT number FROM parked WHERE parked_at <= :until ORDER BY parked_at LIMIT :limit)`,
    { until: session.now - ageMs, limit },
  );
}
