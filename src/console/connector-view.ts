/** What the form shows of a stored connector. Secrets stay behind: only whether they are there is told. */
import { z } from "zod";
import {
  type ConnectorView,
  connectorViewSchema,
  type SetupWarning,
  setupWarningSchema,
} from "../protocol/console.ts";
import type { Connector, Skill } from "../store/port.ts";

export interface ConnectorContext {
  readonly skills: readonly Skill[];
  readonly variables: readonly string[];
  readonly publicUrl: string;
}

/** "Webhook URL to provide to Zendesk". */
export function webhookUrl(publicUrl: string, connectorId: string): string {
  return `${publicUrl.replace(/\/+$/u, "")}/webhooks/zendesk/${connectorId}`;
}

/** Warnings about skills that were removed since are left out: there is nothing to mend any more. */
export function storedWarnings(connector: Connector, skills: readonly Skill[]): readonly SetupWarning[] {
  const warnings = z.array(setupWarningSchema).parse(JSON.parse(connector.warnings));
  const known = new Set(skills.map((skill) => skill.id));
  return warnings.filter((warning) => !("skillId" in warning) || known.has(warning.skillId));
}

export function viewConnector(connector: Connector, context: ConnectorContext): ConnectorView {
  const { keySecret, apiSecret } = connector.secrets;
  const stored = apiSecret !== undefined;
  return connectorViewSchema.parse({
    webhookUrl: webhookUrl(context.publicUrl, connector.id),
    domain: domainOf(connector.origin),
    appId: connector.appId,
    integrationId: connector.integrationId,
    keyId: connector.keyId,
    keySecretStored: keySecret !== undefined,
    api:
      connector.api.kind === "token"
        ? { kind: "token", email: connector.api.email, apiTokenStored: stored }
        : { kind: "oauth", clientId: connector.api.clientId, clientSecretStored: stored },
    senderId: connector.senderId,
    state: connector.state,
    checkedAt: connector.checkedAt,
    warnings: storedWarnings(connector, context.skills),
    groups: context.skills.map((skill) => {
      const group = connector.groups.find(({ skillId }) => skillId === skill.id);
      return { skillId: skill.id, skill: skill.name, groupId: group?.groupId, members: group?.members };
    }),
    variables: context.variables,
  });
}

/** `acme.zendesk.com` as bot managers write it; a host of `ZENDESK_ORIGINS` keeps its scheme and port. */
function domainOf(origin: string): string {
  return origin.replace(/^https:\/\/(?=[\w-]+\.zendesk\.com$)/u, "");
}
