import { z } from "zod";
import { CodedError } from "../../errors.ts";
import type { InboxEvent } from "../port.ts";
import { readNumber, readOrPassOver } from "./rows.ts";
import type { Session } from "./session.ts";

interface EventKey {
  readonly connectorId: string;
  readonly eventId: string;
}

const eventSchema: z.ZodType<InboxEvent> = z.object({
  connectorId: z.string(),
  eventId: z.string(),
  type: z.string(),
  body: z.string(),
  storedAt: z.number(),
  tries: z.number(),
} satisfies Record<keyof InboxEvent, z.ZodType>);

/** An event of an unknown connector fails (its bot is NOT NULL), so that nothing is acknowledged unstored. */
export function addToInbox(
  session: Session,
  events: readonly Pick<InboxEvent, "connectorId" | "eventId" | "type" | "body">[],
): number {
  let added = 0;
  for (const { connectorId, eventId, type, body } of events) {
    added += session.run(
      `INSERT INTO inbox (bot_id, connector_id, event_id, type, body, stored_at, due_at)
       VALUES ((SELECT bot_id FROM connector WHERE id = :connectorId), :connectorId, :eventId, :type, :body, :now, :now)
       ON CONFLICT (connector_id, event_id) DO NOTHING`,
      { connectorId, eventId, type, body, now: session.now },
    );
  }
  return added;
}

/** An event that cannot be read has failed, or it would be due for ever. */
export function dueInbox(session: Session, limit: number): readonly InboxEvent[] {
  return session
    .all(
      `SELECT connector_id AS connectorId, event_id AS eventId, type, body, stored_at AS storedAt, tries
       FROM inbox INDEXED BY inbox_waiting WHERE result IS NULL AND due_at <= :now ORDER BY arrival LIMIT :limit`,
      { now: session.now, limit },
    )
    .flatMap((row) => {
      const key = { connectorId: String(row["connectorId"]), eventId: String(row["eventId"]) };
      const name = { table: "inbox", key: `${key.connectorId} ${key.eventId}` } as const;
      const event = readOrPassOver(session, eventSchema, row, name);
      if (event !== undefined) return event;
      endEvent(session, key, "failed");
      return [];
    });
}

/** A finished event stays finished. */
export function postponeInbox(session: Session, event: EventKey, inMs: number, tries: 0 | 1): void {
  session.run(
    `UPDATE inbox SET due_at = :dueAt, tries = tries + :tries
     WHERE connector_id = :connectorId AND event_id = :eventId AND result IS NULL`,
    { connectorId: event.connectorId, eventId: event.eventId, dueAt: session.now + inMs, tries },
  );
}

/**
 * The first result stands; false when there was one already. What a finished event said is not kept: the
 * conversation has what it needs. A failed one stays whole.
 */
function endEvent(session: Session, event: EventKey, result: "done" | "foreign" | "failed"): boolean {
  const changed = session.run(
    `UPDATE inbox SET result = :result, body = iif(:result = 'failed', body, '')
     WHERE connector_id = :connectorId AND event_id = :eventId AND result IS NULL`,
    { connectorId: event.connectorId, eventId: event.eventId, result },
  );
  return changed > 0;
}

export function finishInbox(session: Session, event: EventKey, result: "done" | "foreign" | "failed"): void {
  endEvent(session, event, result);
}

/** Within a turn the event must still wait: one that was answered is not answered twice. */
export function answerInbox(session: Session, event: EventKey): void {
  if (!endEvent(session, event, "done"))
    throw new CodedError("store_failed", `event ${event.eventId} does not wait in the inbox`);
}

export function forgetFinished(session: Session, ageMs: number, limit: number): number {
  return session.run(
    `DELETE FROM inbox WHERE arrival IN (
       SELECT arrival FROM inbox WHERE result IS NOT NULL AND stored_at <= :until ORDER BY stored_at LIMIT :limit)`,
    { until: session.now - ageMs, limit },
  );
}

export function nextInboxDue(session: Session): number | undefined {
  const due = readNumber(session.get(`SELECT min(due_at) AS value FROM inbox WHERE result IS NULL`));
  return due === undefined ? undefined : Math.max(0, due - session.now);
}
