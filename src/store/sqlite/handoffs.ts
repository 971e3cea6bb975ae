import { z } from "zod";
import type { Handoff } from "../../conversation/model.ts";
import { handoffShape, handoffSkillSchema, identitySchema } from "../stored.ts";
import { json, mustChange, readOrPassOver, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

const columns = `id, conversation_id AS conversationId, bot_id AS botId, connector_id AS connectorId, number, phase,
  skill_json AS skill, identity_json AS identity, external_id AS externalId, zendesk_user_id AS zendeskUserId,
  zendesk_conversation_id AS zendeskConversationId, opening_message_id AS openingMessageId,
  last_posted_message_id AS lastPostedMessageId, ticket_id AS ticketId, started_at AS startedAt,
  ended_at AS endedAt, end_reason AS endReason, account, history_skipped AS historySkipped,
  group_before AS groupBefore`;
const handoffSchema: z.ZodType<Handoff> = z.object(
  handoffShape(json(handoffSkillSchema), json(identitySchema)),
);

export function loadHandoff(session: Session, id: string): Handoff | undefined {
  const row = session.get(`SELECT ${columns} FROM handoff WHERE id = :id`, { id });
  return row && readRow(handoffSchema, row);
}

export function connectorOfHandoff(session: Session, id: string): string | undefined {
  const connectorId = session.get(`SELECT connector_id AS value FROM handoff WHERE id = :id`, { id })?.[
    "value"
  ];
  return typeof connectorId === "string" ? connectorId : undefined;
}

/** The newest, should Zendesk ever give one conversation to two handoffs. */
export function findHandoffByZendeskConversation(
  session: Session,
  connectorId: string,
  zendeskConversationId: string,
): Handoff | undefined {
  const row = session.get(
    `SELECT ${columns} FROM handoff
     WHERE connector_id = :connectorId AND zendesk_conversation_id = :zendeskConversationId
     ORDER BY started_at DESC LIMIT 1`,
    { connectorId, zendeskConversationId },
  );
  return row && readRow(handoffSchema, row);
}

/** By an index of its own. */
export function awaitsConversation(session: Session, connectorId: string): boolean {
  const row = session.get(
    `SELECT 1 FROM handoff
     WHERE connector_id = :connectorId AND phase <> 'ended' AND zendesk_conversation_id IS NULL LIMIT 1`,
    { connectorId },
  );
  return row !== undefined;
}

export function openHandoffs(session: Session): readonly Handoff[] {
  return session
    .all(`SELECT ${columns} FROM handoff WHERE phase <> 'ended' ORDER BY started_at, id`)
    .flatMap(
      (row) =>
        readOrPassOver(session, handoffSchema, row, { table: "handoff", key: String(row["id"]) }) ?? [],
    );
}

/** Inserts or replaces; a handoff never moves to another conversation or connector. */
export function saveHandoff(session: Session, handoff: Handoff): void {
  const changed = session.run(
    `INSERT INTO handoff (id, bot_id, conversation_id, connector_id, number, phase, skill_json, identity_json,
       external_id, zendesk_user_id, zendesk_conversation_id, opening_message_id, last_posted_message_id, ticket_id,
       started_at, ended_at, end_reason, account, history_skipped, group_before)
     VALUES (:id, :botId, :conversationId, :connectorId, :number, :phase, :skill, :identity, :externalId,
       :zendeskUserId, :zendeskConversationId, :openingMessageId, :lastPostedMessageId, :ticketId, :startedAt,
       :endedAt, :endReason, :account, :historySkipped, :groupBefore)
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, phase = excluded.phase,
       skill_json = excluded.skill_json, identity_json = excluded.identity_json, external_id = excluded.external_id,
       zendesk_user_id = excluded.zendesk_user_id, zendesk_conversation_id = excluded.zendesk_conversation_id,
       opening_message_id = excluded.opening_message_id, last_posted_message_id = excluded.last_posted_message_id,
       ticket_id = excluded.ticket_id, started_at = excluded.started_at, ended_at = excluded.ended_at,
       end_reason = excluded.end_reason, account = excluded.account, history_skipped = excluded.history_skipped,
       group_before = excluded.group_before
     WHERE bot_id = excluded.bot_id AND conversation_id = excluded.conversation_id
       AND connector_id = excluded.connector_id`,
    {
      id: handoff.id,
      botId: handoff.botId,
      conversationId: handoff.conversationId,
      connectorId: handoff.connectorId,
      number: handoff.number,
      phase: handoff.phase,
      skill: handoff.skill === undefined ? null : JSON.stringify(handoff.skill),
      identity: handoff.identity === undefined ? null : JSON.stringify(handoff.identity),
      externalId: handoff.externalId,
      zendeskUserId: handoff.zendeskUserId ?? null,
      zendeskConversationId: handoff.zendeskConversationId ?? null,
      openingMessageId: handoff.openingMessageId ?? null,
      lastPostedMessageId: handoff.lastPostedMessageId ?? null,
      ticketId: handoff.ticketId ?? null,
      startedAt: handoff.startedAt,
      endedAt: handoff.endedAt ?? null,
      endReason: handoff.endReason ?? null,
      account: handoff.account ?? null,
      historySkipped: handoff.historySkipped ?? null,
      groupBefore: handoff.groupBefore ?? null,
    },
  );
  mustChange(changed, `handoff ${handoff.id} belongs to another conversation`);
}
