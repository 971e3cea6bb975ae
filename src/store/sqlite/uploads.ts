/** Visitors' uploads: how much there may be, and what becomes of those that no message carries. */
import { z } from "zod";
import { CodedError } from "../../errors.ts";
import type { StoredFile, UploadLimits } from "../port.ts";
import { addFile } from "./files.ts";
import { readNumber, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

export function addUpload(
  session: Session,
  file: StoredFile & { readonly size: number },
  limits: UploadLimits,
): "ok" | "conversation_full" | "bot_full" {
  const { conversationId, botId, size } = file;
  if (uploadedBytes(session, conversationId) + size > limits.conversationBytes) return "conversation_full";
  const unsaid = session.get(
    `SELECT coalesce(sum(size), 0) AS value FROM file WHERE bot_id = :botId AND unsaid IS NOT NULL`,
    { botId },
  );
  if ((readNumber(unsaid) ?? 0) + size > limits.unsaidBytesOfBot) return "bot_full";
  addFile(session, file);
  session.run(`UPDATE file SET uploaded_at = :now, unsaid = 'waiting' WHERE id = :id`, {
    id: file.id,
    now: session.now,
  });
  return "ok";
}

export function uploadedBytes(session: Session, conversationId: string): number {
  const sum = session.get(
    `SELECT coalesce(sum(size), 0) AS value FROM file WHERE conversation_id = :conversationId AND uploaded_at IS NOT NULL`,
    { conversationId },
  );
  return readNumber(sum) ?? 0;
}

/** A message carries the file from now on. Fails with `file_unknown` when it was retired meanwhile. */
export function sayFile(session: Session, id: string): void {
  session.run(`UPDATE file SET unsaid = NULL WHERE id = :id AND unsaid = 'waiting'`, { id });
  if (session.get(`SELECT 1 FROM file WHERE id = :id AND unsaid = 'retired'`, { id }) !== undefined)
    throw new CodedError("file_unknown", `file ${id} was removed, since no message carried it`);
}

const idSchema = z.object({ id: z.string() });

/** Those retired before come again, until they are forgotten. */
export function retireUnsaid(session: Session, ageMs: number, limit: number): readonly string[] {
  return session
    .all(
      `UPDATE file SET unsaid = 'retired', stored = 0 WHERE id IN (
         SELECT id FROM file WHERE unsaid IS NOT NULL AND uploaded_at <= :until ORDER BY uploaded_at LIMIT :limit)
       RETURNING id`,
      { until: session.now - ageMs, limit },
    )
    .map((row) => readRow(idSchema, row).id);
}

export function forgetRetired(session: Session, ids: readonly string[]): void {
  for (const id of ids) session.run(`DELETE FROM file WHERE id = :id AND unsaid = 'retired'`, { id });
}

export function nextUnsaid(session: Session, ageMs: number): number | undefined {
  const oldest = readNumber(
    session.get(`SELECT min(uploaded_at) AS value FROM file WHERE unsaid IS NOT NULL`),
  );
  return oldest === undefined ? undefined : Math.max(0, oldest + ageMs - session.now);
}
