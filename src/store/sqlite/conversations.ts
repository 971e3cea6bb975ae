import { z } from "zod";
import type { ConversationHead, Message } from "../../conversation/model.ts";
import { emptyState } from "../../conversation/state.ts";
import type { ChangesPage, ChangesQuery, LoadedConversation } from "../port.ts";
import { authorSchema, contentSchema, messageShape, stateSchema } from "../stored.ts";
import { flag, json, readOrPassOver, readRow } from "./rows.ts";
import type { Row, Session } from "./session.ts";

const headColumns = `id, bot_id AS botId, channel_id AS channelId, language, test, created_at AS createdAt`;
const headSchema = z.object({
  id: z.string(),
  botId: z.string(),
  channelId: z.string(),
  language: z.enum(["en", "fr"]),
  test: flag,
  createdAt: z.number(),
} satisfies Record<keyof ConversationHead, z.ZodType>);

const loadedSchema = z.object({ version: z.number(), state: json(stateSchema) });

const messageColumns = `id, seq, revision, at, author_json AS author, content_json AS content,
  client_id AS clientId, delivery, failure, handoff_id AS handoffId, zendesk_message_id AS zendeskMessageId,
  received, above, late`;
const messageSchema: z.ZodType<Message> = z.object({
  ...messageShape(json(authorSchema), json(contentSchema)),
  late: z.exactOptional(flag),
});

export function createConversation(session: Session, head: ConversationHead, tokenHash: string): void {
  session.run(
    `INSERT INTO conversation (id, bot_id, channel_id, language, test, created_at, token_hash, version, state_json)
     VALUES (:id, :botId, :channelId, :language, :test, :createdAt, :tokenHash, 0, :state)`,
    { ...head, test: head.test ? 1 : 0, tokenHash, state: JSON.stringify(emptyState) },
  );
}

export function loadConversation(session: Session, id: string): LoadedConversation | undefined {
  const row = session.get(
    `SELECT ${headColumns}, version, state_json AS state FROM conversation WHERE id = :id`,
    { id },
  );
  return row && { head: readRow(headSchema, row), ...readRow(loadedSchema, row) };
}

export function findConversationByToken(session: Session, tokenHash: string): ConversationHead | undefined {
  const row = session.get(`SELECT ${headColumns} FROM conversation WHERE token_hash = :tokenHash`, {
    tokenHash,
  });
  return row && readRow(headSchema, row);
}

export function findMessageByClientId(
  session: Session,
  conversationId: string,
  clientId: string,
): Message | undefined {
  const row = session.get(
    `SELECT ${messageColumns} FROM message WHERE conversation_id = :conversationId AND client_id = :clientId`,
    { conversationId, clientId },
  );
  return row && readRow(messageSchema, row);
}

const placeSchema = z.object({ conversationId: z.string(), seq: z.number() });

export function findMessageByZendeskId(
  session: Session,
  connectorId: string,
  zendeskMessageId: string,
): { conversationId: string; seq: number } | undefined {
  const row = session.get(
    `SELECT conversation_id AS conversationId, seq FROM message
     WHERE connector_id = :connectorId AND zendesk_message_id = :zendeskMessageId`,
    { connectorId, zendeskMessageId },
  );
  return row && readRow(placeSchema, row);
}

/** By the index on revisions: a resume usually asks for few of many. */
export function changedMessages(session: Session, conversationId: string, query: ChangesQuery): ChangesPage {
  const { afterRevision } = query;
  const revision = endOfPage(session, conversationId, query);
  const rows = session.all(
    `SELECT ${messageColumns} FROM message INDEXED BY message_revision
     WHERE conversation_id = :conversationId AND revision > :afterRevision AND revision <= :revision
     ORDER BY seq`,
    { conversationId, afterRevision, revision },
  );
  return { messages: rows.flatMap((row) => readMessageRow(session, conversationId, row)), revision };
}

const sizeSchema = z.object({ revision: z.number(), bytes: z.number() });

/** The last revision that a page has room for. Only sizes are read: what is too much is never parsed. */
function endOfPage(
  session: Session,
  conversationId: string,
  { afterRevision, upToRevision, limit, bytes }: ChangesQuery,
): number {
  const sizes = session
    .all(
      `SELECT revision, octet_length(content_json) AS bytes FROM message INDEXED BY message_revision
       WHERE conversation_id = :conversationId AND revision > :afterRevision AND revision <= :upToRevision
       ORDER BY revision LIMIT :looked`,
      { conversationId, afterRevision, upToRevision, looked: limit + 1 },
    )
    .map((row) => readRow(sizeSchema, row));
  let sum = 0;
  const tooMuch = sizes.find((row, index) => {
    sum += row.bytes;
    return index === limit || sum > bytes;
  });
  if (tooMuch === undefined) return upToRevision;
  return Math.max(tooMuch.revision - 1, sizes[0]?.revision ?? 0);
}

export function loadMessage(session: Session, conversationId: string, seq: number): Message | undefined {
  return messageRange(session, conversationId, { fromSeq: seq, toSeq: seq, limit: 1 })[0];
}

/** By an index of its own: few of what may be many. */
export function undeliveredMessages(session: Session, handoffId: string): readonly Message[] {
  return session
    .all(
      `SELECT conversation_id AS conversationId, ${messageColumns} FROM message
       WHERE handoff_id = :handoffId AND delivery = 'sent' ORDER BY seq`,
      { handoffId },
    )
    .flatMap(({ conversationId, ...row }) => readMessageRow(session, String(conversationId), row));
}

export function messageRange(
  session: Session,
  conversationId: string,
  range: { fromSeq: number; toSeq: number; limit: number },
): readonly Message[] {
  return session
    .all(
      `SELECT ${messageColumns} FROM message
       WHERE conversation_id = :conversationId AND seq BETWEEN :fromSeq AND :toSeq
       ORDER BY seq LIMIT :limit`,
      { conversationId, ...range },
    )
    .flatMap((row) => readMessageRow(session, conversationId, row));
}

/** A message that cannot be read is left out: the rest of its conversation goes on. */
function readMessageRow(session: Session, conversationId: string, row: Row): readonly Message[] {
  const name = { table: "message", key: `${conversationId} ${String(row["seq"])}` } as const;
  const message = readOrPassOver(session, messageSchema, row, name);
  return message === undefined ? [] : [message];
}
