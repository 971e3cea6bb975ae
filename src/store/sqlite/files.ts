import { z } from "zod";
import type { StoredFile } from "../port.ts";
import { flag, mustChange, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

const rowSchema = z.object({
  id: z.string(),
  botId: z.string(),
  conversationId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.exactOptional(z.number()),
  image: flag,
  stored: flag,
} satisfies Record<keyof Omit<StoredFile, "remote">, z.ZodType>);
const remoteSchema = z.object({ connectorId: z.string(), mediaUrl: z.string() });

export function addFile(session: Session, file: StoredFile): void {
  session.run(
    `INSERT INTO file (id, bot_id, conversation_id, name, media_type, size, image, remote_connector_id, remote_url, stored, opened_at)
     VALUES (:id, :botId, :conversationId, :name, :mediaType, :size, :image, :remoteConnectorId, :remoteUrl, :stored, :openedAt)`,
    {
      id: file.id,
      botId: file.botId,
      conversationId: file.conversationId,
      name: file.name,
      mediaType: file.mediaType,
      size: file.size ?? null,
      image: file.image ? 1 : 0,
      remoteConnectorId: file.remote?.connectorId ?? null,
      remoteUrl: file.remote?.mediaUrl ?? null,
      stored: file.stored ? 1 : 0,
      openedAt: file.stored && file.remote !== undefined ? session.now : null,
    },
  );
}

export function loadFile(session: Session, id: string): StoredFile | undefined {
  const row = session.get(
    `SELECT id, bot_id AS botId, conversation_id AS conversationId, name, media_type AS mediaType, size, image, stored,
       remote_connector_id AS connectorId, remote_url AS mediaUrl
     FROM file WHERE id = :id`,
    { id },
  );
  if (row === undefined) return undefined;
  const file = readRow(rowSchema, row);
  return row["mediaUrl"] === null ? file : { ...file, remote: readRow(remoteSchema, row) };
}

export function markFileStored(
  session: Session,
  id: string,
  facts: { size: number; mediaType: string; image: boolean },
): void {
  const changed = session.run(
    `UPDATE file SET stored = 1, size = :size, media_type = :mediaType, image = :image,
       opened_at = CASE WHEN remote_url IS NULL THEN NULL ELSE :now END
     WHERE id = :id`,
    { id, size: facts.size, mediaType: facts.mediaType, image: facts.image ? 1 : 0, now: session.now },
  );
  mustChange(changed, `no file ${id}`);
}
