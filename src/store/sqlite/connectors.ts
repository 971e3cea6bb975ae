import { z } from "zod";
import type { Connector } from "../port.ts";
import {
  connectorApiSchema,
  connectorGroupsSchema,
  connectorSecretsSchema,
  endOptionsSchema,
  webhookSecretSchema,
} from "../stored.ts";
import { json, mustChange, readRow } from "./rows.ts";
import type { Session } from "./session.ts";

const columns = `id, bot_id AS botId, origin, app_id AS appId, integration_id AS integrationId, key_id AS keyId,
  api_json AS api, sender_id AS senderId, secrets_json AS secrets, state, checked_at AS checkedAt,
  warnings_json AS warnings, groups_json AS groups, agent_workspace AS agentWorkspace,
  own_switchboard_integration AS ownSwitchboardIntegration, webhook_secret_json AS webhookSecret,
  ends_json AS ends`;
const connectorSchema: z.ZodType<Connector> = z.object({
  id: z.string(),
  botId: z.string(),
  origin: z.string(),
  appId: z.string(),
  integrationId: z.string(),
  keyId: z.string(),
  api: json(connectorApiSchema),
  senderId: z.string(),
  secrets: json(connectorSecretsSchema),
  state: z.enum(["empty", "unchecked", "checked"]),
  checkedAt: z.exactOptional(z.number()),
  warnings: z.string(),
  groups: json(connectorGroupsSchema),
  agentWorkspace: z.exactOptional(z.string()),
  ownSwitchboardIntegration: z.exactOptional(z.string()),
  webhookSecret: z.exactOptional(json(webhookSecretSchema)),
  ends: z.exactOptional(json(endOptionsSchema)),
} satisfies Record<keyof Connector, z.ZodType>);

export function loadConnector(session: Session, id: string): Connector | undefined {
  const row = session.get(`SELECT ${columns} FROM connector WHERE id = :id`, { id });
  return row && readRow(connectorSchema, row);
}

export function findConnectorByBot(session: Session, botId: string): Connector | undefined {
  const row = session.get(`SELECT ${columns} FROM connector WHERE bot_id = :botId`, { botId });
  return row && readRow(connectorSchema, row);
}

/** Nothing happens when the connector was moved to another integration meanwhile: the secret is not that one's. */
export function saveWebhookSecret(
  session: Session,
  { id, origin, integrationId }: Pick<Connector, "id" | "origin" | "integrationId">,
  secret: NonNullable<Connector["webhookSecret"]>,
): void {
  session.run(
    `UPDATE connector SET webhook_secret_json = :secret
     WHERE id = :id AND origin = :origin AND integration_id = :integrationId`,
    { id, origin, integrationId, secret: JSON.stringify(secret) },
  );
}

export function saveConnector(session: Session, connector: Connector): "ok" | "taken" {
  const taken = session.get(
    `SELECT 1 FROM connector WHERE origin = :origin AND integration_id = :integrationId AND id <> :id
       AND origin <> '' AND integration_id <> ''`,
    { id: connector.id, origin: connector.origin, integrationId: connector.integrationId },
  );
  if (taken !== undefined) return "taken";
  const changed = session.run(
    `INSERT INTO connector (id, bot_id, origin, app_id, integration_id, key_id, api_json, sender_id, secrets_json,
       state, checked_at, warnings_json, groups_json, agent_workspace, own_switchboard_integration, webhook_secret_json,
       ends_json)
     VALUES (:id, :botId, :origin, :appId, :integrationId, :keyId, :api, :senderId, :secrets, :state, :checkedAt,
       :warnings, :groups, :agentWorkspace, :ownSwitchboardIntegration, :webhookSecret, :ends)
     ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, app_id = excluded.app_id,
       integration_id = excluded.integration_id, key_id = excluded.key_id, api_json = excluded.api_json,
       sender_id = excluded.sender_id, secrets_json = excluded.secrets_json, state = excluded.state,
       checked_at = excluded.checked_at, warnings_json = excluded.warnings_json, groups_json = excluded.groups_json,
       agent_workspace = excluded.agent_workspace,
       own_switchboard_integration = excluded.own_switchboard_integration,
       webhook_secret_json = excluded.webhook_secret_json, ends_json = excluded.ends_json
     WHERE bot_id = excluded.bot_id`,
    {
      id: connector.id,
      botId: connector.botId,
      origin: connector.origin,
      appId: connector.appId,
      integrationId: connector.integrationId,
      keyId: connector.keyId,
      api: JSON.stringify(connector.api),
      senderId: connector.senderId,
      secrets: JSON.stringify(connector.secrets),
      state: connector.state,
      checkedAt: connector.checkedAt ?? null,
      warnings: connector.warnings,
      groups: JSON.stringify(connector.groups),
      agentWorkspace: connector.agentWorkspace ?? null,
      ownSwitchboardIntegration: connector.ownSwitchboardIntegration ?? null,
      webhookSecret: connector.webhookSecret === undefined ? null : JSON.stringify(connector.webhookSecret),
      ends: connector.ends === undefined ? null : JSON.stringify(connector.ends),
    },
  );
  mustChange(changed, `connector ${connector.id} belongs to another bot`);
  return "ok";
}
