/** Our copies of operators' files, which can be fetched again: what they hold, and which nobody has opened for longest. */
import { z } from "zod";
import type { Copy } from "../port.ts";
import { readNumber, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

/** Who opens a file once opens it again: its time is written at most once an hour. */
const noticedAfterMs = 3_600_000;

export function noteOpened(session: Session, id: string): void {
  session.run(
    `UPDATE file SET opened_at = :now
     WHERE id = :id AND remote_url IS NOT NULL AND stored = 1 AND opened_at <= :now - ${noticedAfterMs}`,
    { id, now: session.now },
  );
}

const copySchema = z.object({ id: z.string(), openedAt: z.number(), size: z.exactOptional(z.number()) });

export function surplusCopies(session: Session, bytes: number, limit: number): readonly Copy[] {
  let surplus = (readNumber(session.get(`SELECT bytes AS value FROM copies`)) ?? 0) - bytes;
  if (surplus <= 0) return [];
  const copies: Copy[] = [];
  const oldest = session.all(
    `SELECT id, opened_at AS openedAt, size FROM file INDEXED BY file_copy
     WHERE remote_url IS NOT NULL AND stored = 1 ORDER BY opened_at, id LIMIT :limit`,
    { limit },
  );
  for (const row of oldest) {
    if (surplus <= 0) break;
    const { id, openedAt, size } = readRow(copySchema, row);
    copies.push({ id, openedAt });
    surplus -= size ?? 0;
  }
  return copies;
}

export function forgetCopies(session: Session, copies: readonly Copy[]): void {
  for (const { id, openedAt } of copies) {
    session.run(
      `UPDATE file SET stored = 0 WHERE id = :id AND remote_url IS NOT NULL AND opened_at = :openedAt`,
      { id, openedAt },
    );
  }
}
