import { z } from "zod";
import type { Bot, Channel, KnowledgeRow, Skill } from "../port.ts";
import { originsSchema } from "../stored.ts";
import { json, mustChange, readNumber, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

const botSchema: z.ZodType<Bot> = z.object({
  id: z.string(),
  name: z.string(),
  escalationType: z.enum(["NONE", "ZENDESK"]),
} satisfies Record<keyof Bot, z.ZodType>);
const botColumns = `id, name, escalation_type AS escalationType`;

export function listBots(session: Session): readonly Bot[] {
  return session.all(`SELECT ${botColumns} FROM bot ORDER BY name, id`).map((row) => readRow(botSchema, row));
}

export function loadBot(session: Session, id: string): Bot | undefined {
  const row = session.get(`SELECT ${botColumns} FROM bot WHERE id = :id`, { id });
  return row && readRow(botSchema, row);
}

export function saveBot(session: Session, bot: Bot): void {
  session.run(
    `INSERT INTO bot (id, name, escalation_type) VALUES (:id, :name, :escalationType)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, escalation_type = excluded.escalation_type`,
    { id: bot.id, name: bot.name, escalationType: bot.escalationType },
  );
}

const skillSchema: z.ZodType<Skill> = z.object({
  id: z.string(),
  botId: z.string(),
  name: z.string(),
} satisfies Record<keyof Skill, z.ZodType>);

export function listSkills(session: Session, botId: string): readonly Skill[] {
  return session
    .all(`SELECT id, bot_id AS botId, name FROM skill WHERE bot_id = :botId ORDER BY name`, { botId })
    .map((row) => readRow(skillSchema, row));
}

export function addSkill(session: Session, skill: Skill): "ok" | "taken" {
  const added = session.run(
    `INSERT INTO skill (id, bot_id, name) VALUES (:id, :botId, :name) ON CONFLICT (bot_id, name) DO NOTHING`,
    { id: skill.id, botId: skill.botId, name: skill.name.trim() },
  );
  return added === 0 ? "taken" : "ok";
}

export function removeSkill(session: Session, botId: string, skillId: string): void {
  session.run(`DELETE FROM skill WHERE id = :skillId AND bot_id = :botId`, { botId, skillId });
}

const channelSchema: z.ZodType<Channel> = z.object({
  id: z.string(),
  botId: z.string(),
  title: z.string(),
  accent: z.string(),
  origins: json(originsSchema),
} satisfies Record<keyof Channel, z.ZodType>);
const channelColumns = `id, bot_id AS botId, title, accent, origins_json AS origins`;

export function loadChannel(session: Session, id: string): Channel | undefined {
  const row = session.get(`SELECT ${channelColumns} FROM channel WHERE id = :id`, { id });
  return row && readRow(channelSchema, row);
}

export function listChannels(session: Session, botId: string): readonly Channel[] {
  return session
    .all(`SELECT ${channelColumns} FROM channel WHERE bot_id = :botId ORDER BY title, id`, { botId })
    .map((row) => readRow(channelSchema, row));
}

export function saveChannel(session: Session, channel: Channel): void {
  const changed = session.run(
    `INSERT INTO channel (id, bot_id, title, accent, origins_json) VALUES (:id, :botId, :title, :accent, :origins)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, accent = excluded.accent,
       origins_json = excluded.origins_json WHERE bot_id = excluded.bot_id`,
    {
      id: channel.id,
      botId: channel.botId,
      title: channel.title,
      accent: channel.accent,
      origins: JSON.stringify(channel.origins),
    },
  );
  mustChange(changed, `channel ${channel.id} belongs to another bot`);
}

const knowledgeSchema: z.ZodType<KnowledgeRow> = z.object({
  botId: z.string(),
  itemId: z.string(),
  order: z.number(),
  draft: z.string(),
  published: z.exactOptional(z.string()),
} satisfies Record<keyof KnowledgeRow, z.ZodType>);

export function listKnowledge(session: Session, botId: string): readonly KnowledgeRow[] {
  return session
    .all(
      `SELECT bot_id AS botId, item_id AS itemId, position AS "order", draft_json AS draft, published_json AS published
       FROM knowledge WHERE bot_id = :botId ORDER BY position, item_id`,
      { botId },
    )
    .map((row) => readRow(knowledgeSchema, row));
}

export function saveKnowledge(session: Session, row: KnowledgeRow): void {
  session.run(
    `INSERT INTO knowledge (bot_id, item_id, position, draft_json, published_json)
     VALUES (:botId, :itemId, :position, :draft, :published)
     ON CONFLICT (bot_id, item_id) DO UPDATE SET position = excluded.position, draft_json = excluded.draft_json,
       published_json = excluded.published_json`,
    {
      botId: row.botId,
      itemId: row.itemId,
      position: row.order,
      draft: row.draft,
      published: row.published ?? null,
    },
  );
  countKnowledgeChange(session, row.botId);
}

export function removeKnowledge(session: Session, botId: string, itemId: string): void {
  session.run(`DELETE FROM knowledge WHERE bot_id = :botId AND item_id = :itemId`, { botId, itemId });
  countKnowledgeChange(session, botId);
}

function countKnowledgeChange(session: Session, botId: string): void {
  session.run(`UPDATE bot SET knowledge_version = knowledge_version + 1 WHERE id = :botId`, { botId });
}

export function knowledgeVersion(session: Session, botId: string): number {
  return (
    readNumber(session.get(`SELECT knowledge_version AS value FROM bot WHERE id = :botId`, { botId })) ?? 0
  );
}
