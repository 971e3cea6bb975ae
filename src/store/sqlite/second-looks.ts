/** Handoffs whose conversation is to be searched for messages that stand twice. */
import { z } from "zod";
import { readNumber, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

const lookSchema = z.object({ handoffId: z.string(), looks: z.number() });

/** New trouble begins the looks anew. */
export function addSecondLook(session: Session, handoffId: string, inMs: number): void {
  session.run(
    `INSERT INTO second_look (handoff_id, due_at) VALUES (:handoffId, :dueAt)
     ON CONFLICT (handoff_id) DO UPDATE SET looks = 0, due_at = min(due_at, excluded.due_at)`,
    { handoffId, dueAt: session.now + inMs },
  );
}

export function dueSecondLooks(
  session: Session,
  limit: number,
): readonly { handoffId: string; looks: number }[] {
  return session
    .all(
      `SELECT handoff_id AS handoffId, looks FROM second_look WHERE due_at <= :now ORDER BY due_at LIMIT :limit`,
      { now: session.now, limit },
    )
    .map((row) => readRow(lookSchema, row));
}

export function planSecondLook(
  session: Session,
  handoffId: string,
  next: { looks: number; inMs: number } | null,
): void {
  if (next === null) {
    session.run(`DELETE FROM second_look WHERE handoff_id = :handoffId`, { handoffId });
    return;
  }
  session.run(`UPDATE second_look SET looks = :looks, due_at = :dueAt WHERE handoff_id = :handoffId`, {
    handoffId,
    looks: next.looks,
    dueAt: session.now + next.inMs,
  });
}

export function nextSecondLook(session: Session): number | undefined {
  const due = readNumber(session.get(`SELECT min(due_at) AS value FROM second_look`));
  return due === undefined ? undefined : Math.max(0, due - session.now);
}
