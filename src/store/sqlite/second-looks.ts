/** Handoffs whose conversation is to be searched for messages that stand twice. */
import { z } from "zod";
import type { SecondLook } from "../port.ts";
import { readNumber, readOrPassOver } from "./rows.ts";
import type { Session } from "./session.ts";

const lookSchema: z.ZodType<SecondLook> = z.object({ handoffId: z.string(), looks: z.number() });

/** New trouble begins the looks anew. */
export function addSecondLook(session: Session, handoffId: string, inMs: number): void {
  session.run(
    `INSERT INTO second_look (handoff_id, due_at) VALUES (:handoffId, :dueAt)
     ON CONFLICT (handoff_id) DO UPDATE SET looks = 0, due_at = min(due_at, excluded.due_at)`,
    { handoffId, dueAt: session.now + inMs },
  );
}

/**
 * Each is counted as it is taken: one that is asked for while it is under way has another number, and stays due. One that
 * cannot be read is forgotten.
 */
export function takeSecondLooks(session: Session, limit: number, againMs: number): readonly SecondLook[] {
  return session
    .all(
      `SELECT handoff_id AS handoffId, looks + 1 AS looks FROM second_look
       WHERE due_at <= :now ORDER BY due_at LIMIT :limit`,
      { now: session.now, limit },
    )
    .flatMap((row) => {
      const handoffId = String(row["handoffId"]);
      const look = readOrPassOver(session, lookSchema, row, { table: "second_look", key: handoffId });
      if (look === undefined)
        session.run(`DELETE FROM second_look WHERE handoff_id = :handoffId`, { handoffId });
      else
        session.run(`UPDATE second_look SET looks = :looks, due_at = :again WHERE handoff_id = :handoffId`, {
          ...look,
          again: session.now + againMs,
        });
      return look ?? [];
    });
}

export function planSecondLook(
  session: Session,
  { handoffId, looks }: SecondLook,
  next: { looks: number; inMs: number } | null,
): void {
  if (next === null) {
    session.run(`DELETE FROM second_look WHERE handoff_id = :handoffId AND looks = :looks`, {
      handoffId,
      looks,
    });
    return;
  }
  session.run(
    `UPDATE second_look SET looks = :next, due_at = :dueAt WHERE handoff_id = :handoffId AND looks = :looks`,
    { handoffId, looks, next: next.looks, dueAt: session.now + next.inMs },
  );
}

export function nextSecondLook(session: Session): number | undefined {
  const due = readNumber(session.get(`SELECT min(due_at) AS value FROM second_look`));
  return due === undefined ? undefined : Math.max(0, due - session.now);
}
