/**
 * `POST /webhooks/zendesk/<connectorId>`: secret, size, parse, store, 200 — in this order. Nothing of a request
 * without the right secret is read, and Zendesk hears 200 only for what is stored.
 */
import type { FastifyInstance } from "fastify";
import { CodedError, toCoded } from "../errors.ts";
import type { SecretBox } from "../secrets/box.ts";
import type { Connector, Store } from "../store/port.ts";
import { deskAccount, webhookSecrets, withWebhookSecret } from "../zendesk/account.ts";
import { parseEnvelope } from "../zendesk/incoming.ts";
import type { Setup } from "../zendesk/setup-port.ts";
import { isFromZendesk } from "../zendesk/verify-webhook.ts";

export interface WebhookPorts {
  readonly store: Store;
  readonly setup: Pick<Setup, "readWebhookSecret">;
  readonly secretBox: SecretBox;
  readonly now: () => number;
  /** The address Zendesk was given for this connector. */
  readonly webhookUrl: (connectorId: string) => string;
  readonly onStored: () => void;
  readonly count: (
    name:
      | "webhook_refused"
      | "webhook_malformed"
      | "webhook_event_stored"
      | "webhook_event_duplicate"
      | "webhook_event_invalid",
  ) => void;
}

/** Largest body taken, in bytes: far above the 100 kB that a posted message may have (zendesk.md §2), for a batch. */
const largestBody = 2 * 1024 * 1024;
/** A secret that does not match is read anew at most this often. */
const readAgainMs = 60_000;

export function registerWebhook(app: FastifyInstance, ports: WebhookPorts): void {
  const checkSecret = createSecretCheck(ports);
  void app.register((scope, _options, done) => {
    // What a body says is looked at by ourselves: whatever its type is said to be.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: largestBody }, (_request, body, parsed) =>
      parsed(null, body),
    );

    scope.post<{ Params: { connectorId: string } }>(
      "/webhooks/zendesk/:connectorId",
      {
        bodyLimit: largestBody,
        // Before the body is read: who has no secret makes us keep none of it.
        onRequest: ({ params, headers }) => checkSecret(params.connectorId, headers["x-api-key"]),
      },
      async (request, reply) => {
        const { connectorId } = request.params;
        const envelope = parseEnvelope(parseJson(ports, request.body));
        if (envelope === undefined) {
          ports.count("webhook_malformed");
          throw new CodedError("request_invalid", "the body is not a webhook of Sunshine Conversations");
        }
        for (let index = 0; index < envelope.invalid; index++) ports.count("webhook_event_invalid");
        const stored = await ports.store.inbox.add(
          envelope.events.map(({ id, type, raw }) => ({
            connectorId,
            eventId: id,
            type,
            body: JSON.stringify(raw),
          })),
        );
        for (let index = 0; index < envelope.events.length; index++) {
          ports.count(index < stored ? "webhook_event_stored" : "webhook_event_duplicate");
        }
        if (stored > 0) ports.onStored();
        return reply.code(200).send({});
      },
    );
    done();
  });
}

function parseJson(ports: WebhookPorts, body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString("utf8") : "");
  } catch (error) {
    ports.count("webhook_malformed");
    throw new CodedError("request_invalid", "the body is not JSON", { cause: error });
  }
}

/**
 * The check passes silently or fails with `webhook_not_ready` (503), `webhook_secret_unknown` (503: we may be
 * the ones who are out of date, Zendesk tries again) or `webhook_secret_refused` (401, final for Zendesk: only
 * against a secret read this moment).
 */
function createSecretCheck(ports: WebhookPorts) {
  const { store, secretBox, now } = ports;
  /** When the secret was last asked for, by connector: also when the answer never came. */
  const askedAt = new Map<string, number>();

  return async (connectorId: string, given: unknown): Promise<void> => {
    const connector = await store.connectors.load(connectorId);
    if (connector === undefined) throw refused(ports, "not_found", "no such connector");
    if (connector.state === "empty")
      throw refused(ports, "webhook_not_ready", "the connector was never saved");
    if (matches(webhookSecrets(connector, secretBox, now()), given)) return;

    const readAt = Math.max(connector.webhookSecret?.readAt ?? 0, askedAt.get(connectorId) ?? 0);
    if (now() - readAt < readAgainMs) {
      throw refused(ports, "webhook_secret_unknown", "the secret does not match and was read a moment ago");
    }
    askedAt.set(connectorId, now());
    const fresh = await readAgain(ports, connector);
    if (fresh === undefined)
      throw refused(ports, "webhook_secret_unknown", "the secret does not match and Zendesk shows no other");
    if (!matches(webhookSecrets(fresh, secretBox, now()), given)) {
      throw refused(ports, "webhook_secret_refused", "the secret does not match");
    }
  };
}

function matches(accepted: readonly string[], given: unknown): boolean {
  const [current, ...others] = accepted;
  return current !== undefined && isFromZendesk(given, [current, ...others]);
}

function refused(
  ports: WebhookPorts,
  code: "not_found" | "webhook_not_ready" | "webhook_secret_unknown" | "webhook_secret_refused",
  why: string,
): CodedError {
  ports.count("webhook_refused");
  return new CodedError(code, why);
}

/** The connector with the secret as Zendesk has it now; undefined when Zendesk has no webhook of ours. */
async function readAgain(
  { store, setup, secretBox, now, webhookUrl }: WebhookPorts,
  connector: Connector,
): Promise<Connector | undefined> {
  const account = deskAccount(connector, secretBox);
  if (account === undefined) return undefined;
  const secret = await setup.readWebhookSecret(account, webhookUrl(connector.id)).catch((error: unknown) => {
    throw new CodedError("webhook_secret_unknown", "the webhook's secret could not be read", {
      cause: toCoded(error),
    });
  });
  // Loaded again: an Update may have been saved while we asked.
  const latest = (await store.connectors.load(connector.id)) ?? connector;
  if (secret === undefined) return undefined;
  const updated = withWebhookSecret(latest, secret, secretBox, now());
  if (updated.webhookSecret !== undefined)
    await store.connectors.saveWebhookSecret(updated, updated.webhookSecret);
  return updated;
}
