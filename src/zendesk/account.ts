/** A stored connector as the desk needs it: with its secrets in the clear. */
import type { SecretBox } from "../secrets/box.ts";
import type { Connector } from "../store/port.ts";
import type { DeskAccount } from "./desk.ts";

/** The places of a connector's secrets in the box, together with its bot. */
export type ConnectorSecret = "keySecret" | "apiSecret" | "webhookSecret";

/** By its type (zendesk.md §5.2), until Update has read its id from the switchboard. */
const usualAgentWorkspace = "zd:agentWorkspace";

/** Undefined while the form was never saved. Fails with `secret_key_wrong`. */
export function deskAccount(connector: Connector, box: SecretBox): DeskAccount | undefined {
  const { keySecret, apiSecret } = openSecrets(connector, box);
  if (connector.state === "empty" || keySecret === undefined || apiSecret === undefined) return undefined;
  const { ownSwitchboardIntegration } = connector;
  return {
    connectorId: connector.id,
    origin: connector.origin,
    appId: connector.appId,
    integrationId: connector.integrationId,
    key: { id: connector.keyId, secret: keySecret },
    api:
      connector.api.kind === "token"
        ? { kind: "token", email: connector.api.email, token: apiSecret }
        : { kind: "oauth", clientId: connector.api.clientId, clientSecret: apiSecret },
    agentWorkspace: connector.agentWorkspace ?? usualAgentWorkspace,
    ...(ownSwitchboardIntegration === undefined ? {} : { ownSwitchboardIntegration }),
  };
}

/** The secrets that are stored, in the clear. */
export function openSecrets(connector: Connector, box: SecretBox) {
  const open = (field: ConnectorSecret, sealed: string | undefined) =>
    sealed === undefined ? undefined : box.open(sealed, { bot: connector.botId, field });
  return {
    keySecret: open("keySecret", connector.secrets.keySecret),
    apiSecret: open("apiSecret", connector.secrets.apiSecret),
  };
}

/** How long the secret before the current one is still accepted: Zendesk retries within 15 minutes (zendesk.md §3). */
const previousSecretMs = 20 * 60_000;

/**
 * Takes in a freshly read secret of the webhook. The one before it stays good for 20 minutes.
 * @param now milliseconds since 1970
 */
export function withWebhookSecret(
  connector: Connector,
  secret: string,
  box: SecretBox,
  now: number,
): Connector {
  const place = { bot: connector.botId, field: "webhookSecret" satisfies ConnectorSecret };
  const known = connector.webhookSecret;
  if (known !== undefined && box.open(known.current, place) === secret) {
    return { ...connector, webhookSecret: { ...known, readAt: now } };
  }
  const previous =
    known === undefined ? {} : { previous: known.current, previousUntil: now + previousSecretMs };
  return {
    ...connector,
    webhookSecret: { current: box.seal(secret, place), readAt: now, ...previous },
  };
}

/** The webhook secrets that count at this moment, newest first. */
export function webhookSecrets(connector: Connector, box: SecretBox, now: number): readonly string[] {
  const known = connector.webhookSecret;
  if (known === undefined) return [];
  const { current, previous, previousUntil } = known;
  const place = { bot: connector.botId, field: "webhookSecret" satisfies ConnectorSecret };
  const accepted = [current];
  if (previous !== undefined && previousUntil !== undefined && now < previousUntil) accepted.push(previous);
  return accepted.map((sealed) => box.open(sealed, place));
}
