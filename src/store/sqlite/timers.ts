import { z } from "zod";
import { type TimerKind, timerKinds } from "../../conversation/time-limits.ts";
import type { Turn } from "../port.ts";
import { readNumber, readOrPassOver } from "./rows.ts";
import type { Session } from "./session.ts";

const timerSchema = z.object({ conversationId: z.string(), kind: z.enum(timerKinds) });

export function setTimer(
  session: Session,
  timer: Turn["timers"][number],
  owner: { botId: string; conversationId: string },
): void {
  if (timer.inMs === null) {
    session.run(`DELETE FROM timer WHERE conversation_id = :conversationId AND kind = :kind`, {
      conversationId: owner.conversationId,
      kind: timer.kind,
    });
    return;
  }
  session.run(
    `INSERT INTO timer (conversation_id, bot_id, kind, due_at) VALUES (:conversationId, :botId, :kind, :dueAt)
     ON CONFLICT (conversation_id, kind) DO UPDATE SET due_at = excluded.due_at`,
    { ...owner, kind: timer.kind, dueAt: session.now + timer.inMs },
  );
}

/** A timer that means nothing to this program is removed, or it would be due for ever. */
export function dueTimers(
  session: Session,
  limit: number,
): readonly { conversationId: string; kind: TimerKind }[] {
  return session
    .all(
      `SELECT conversation_id AS conversationId, kind FROM timer WHERE due_at <= :now ORDER BY due_at LIMIT :limit`,
      { now: session.now, limit },
    )
    .flatMap((row) => {
      const { conversationId, kind } = row;
      const name = { table: "timer", key: `${String(conversationId)} ${String(kind)}` } as const;
      const timer = readOrPassOver(session, timerSchema, row, name);
      if (timer !== undefined) return timer;
      session.run(`DELETE FROM timer WHERE conversation_id = :conversationId AND kind = :kind`, {
        conversationId: conversationId ?? null,
        kind: kind ?? null,
      });
      return [];
    });
}

export function postponeTimer(session: Session, conversationId: string, kind: TimerKind, inMs: number): void {
  session.run(
    `UPDATE timer SET due_at = :dueAt WHERE conversation_id = :conversationId AND kind = :kind AND due_at <= :now`,
    { conversationId, kind, dueAt: session.now + inMs, now: session.now },
  );
}

export function isTimerDue(session: Session, conversationId: string, kind: TimerKind): boolean {
  const row = session.get(
    `SELECT 1 FROM timer WHERE conversation_id = :conversationId AND kind = :kind AND due_at <= :now`,
    { conversationId, kind, now: session.now },
  );
  return row !== undefined;
}

export function nextTimerDue(session: Session): number | undefined {
  const due = readNumber(session.get(`SELECT min(due_at) AS value FROM timer`));
  return due === undefined ? undefined : Math.max(0, due - session.now);
}
