import { Button } from "@zendeskgarden/react-buttons";
import { Alert } from "@zendeskgarden/react-notifications";
import { useState } from "react";
import type { IntegrationDetail, IntegrationSummary, Webhook } from "../../../admin/contract.ts";
import { useAdminApi, useSubmit } from "../calls.ts";
import { CopyField } from "../copy-field.tsx";
import { Card, Fields } from "../page.tsx";
import type { AdminWords } from "../words/en.ts";
import { useAdminWords } from "../words/words.ts";
import { emptyDraft, IntegrationFields } from "./integration-fields.tsx";

/** How the check of the webhook's server went, and whether that needs a look. */
function probeText(probe: NonNullable<Webhook["probe"]>, words: AdminWords): [string, boolean] {
  const { probeOk, probeRefused, probeFailed } = words.integrations;
  if (probe.status === undefined) return [probeFailed(probe.error ?? words.unknown), false];
  const good = probe.status >= 200 && probe.status < 300;
  return [good ? probeOk(probe.status) : probeRefused(probe.status), good];
}

/** How the webhook's server answered when it was saved; nothing while that is not known. */
export function ProbeResult({ webhook }: { webhook: Webhook | undefined }) {
  const words = useAdminWords();
  if (!webhook?.probe) return null;
  const [text, good] = probeText(webhook.probe, words);
  return (
    <Alert type={good ? "success" : "warning"} role="none" style={{ marginBottom: 16 }}>
      {text}
    </Alert>
  );
}

/** Name, address and subscriptions of an integration that exists. */
export function WebhookForm({
  integration,
  saved,
}: {
  integration: IntegrationSummary;
  saved: (detail: IntegrationDetail) => void;
}) {
  const words = useAdminWords();
  const api = useAdminApi();
  const { webhook } = integration;
  const [draft, setDraft] = useState({ ...emptyDraft, ...webhook, name: integration.name });
  const [done, setDone] = useState(false);
  const { busy, submit, errorOf, problem } = useSubmit(
    () => api.changeIntegration(integration.id, draft),
    (detail) => {
      saved(detail);
      setDone(true);
    },
  );
  return (
    <Card>
      <form noValidate onSubmit={submit}>
        <IntegrationFields
          draft={draft}
          change={(next) => {
            setDraft((before) => ({ ...before, ...next }));
            setDone(false);
          }}
          errorOf={errorOf}
        />
        <Fields style={{ marginTop: 24 }}>
          {webhook ? (
            <CopyField label={words.integrations.webhookId} value={webhook.id} />
          ) : (
            <Alert type="warning">{words.integrations.noWebhook}</Alert>
          )}
          <div role="status">
            {done && (
              <Alert type="success" role="none">
                {words.saved}
              </Alert>
            )}
          </div>
          {problem && (
            <Alert type="error" role="alert">
              {problem}
            </Alert>
          )}
          <div>
            <Button isPrimary type="submit" disabled={busy}>
              {words.save}
            </Button>
          </div>
        </Fields>
      </form>
    </Card>
  );
}
