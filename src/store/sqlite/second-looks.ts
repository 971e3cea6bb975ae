/** Handoffs whose conversation is to be searched for messages that stand twice. */
import { z } from "zod";
import type { SecondLook } from "../port.ts";
import { readNumber, readRow } from "./rows.ts";
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

/** Each is counted as it is taken: one that is asked for while it is under way has another number, and stays due. */
export function takeSecondLooks(session: Session, limit: number, againMs: number): readonly SecondLook[] {
  return session
    .all(
      `UPDATE second_look SET looks = looks + 1, due_at = :again WHERE handoff_id IN (
         SELECT handoff_id FROM second_look WHERE due_at <= :now ORDER BY due_at LIMIT :limit)
       RETURNING handoff_id AS handoffId, looks`,
      { now: session.now, again: session.now + againMs, limit },
    )
    .map((row) => readRow(lookSchema, row));
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
