import { Button } from "@zendeskgarden/react-buttons";
import { Alert } from "@zendeskgarden/react-notifications";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import type { NewIntegration } from "../../../admin/contract.ts";
import { useAdminApi, useSubmit } from "../calls.ts";
import { CopyField } from "../copy-field.tsx";
import { crumbOf, paths } from "../navigation.ts";
import { AdminPage, Card, Fields } from "../page.tsx";
import { SecretModal } from "../secret-modal.tsx";
import { useAdminWords } from "../words/words.ts";
import { emptyDraft, IntegrationFields } from "./integration-fields.tsx";

/** "Create an integration": the form, then the dialog with the shared secret, then the integration's page. */
export function CreateIntegration() {
  const words = useAdminWords();
  const api = useAdminApi();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(emptyDraft);
  const [made, setMade] = useState<NewIntegration>();
  const { busy, submit, errorOf, problem } = useSubmit(() => api.createIntegration(draft), setMade);
  return (
    <AdminPage
      title={words.integrations.create}
      crumbs={[
        crumbOf("appsIntegrations", words),
        { to: paths.conversationIntegrations, label: words.conversationIntegrations },
      ]}
    >
      <Card>
        <form noValidate onSubmit={submit}>
          <IntegrationFields focus draft={draft} change={setDraft} errorOf={errorOf} />
          <Fields style={{ marginTop: 24 }}>
            {problem && (
              <Alert type="error" role="alert">
                {problem}
              </Alert>
            )}
            <div>
              <Button isPrimary type="submit" disabled={busy}>
                {words.save}
              </Button>{" "}
              <Button isBasic onClick={() => void navigate(paths.conversationIntegrations)}>
                {words.cancel}
              </Button>
            </div>
          </Fields>
        </form>
      </Card>
      {made && (
        <SecretModal
          title={words.integrations.secretTitle}
          hint={words.integrations.secretHint}
          button={words.next}
          close={() => void navigate(`${paths.conversationIntegrations}/${made.id}`)}
        >
          <CopyField label={words.integrations.webhookId} value={made.webhookId} />
          <CopyField label={words.integrations.sharedSecret} value={made.secret} />
        </SecretModal>
      )}
    </AdminPage>
  );
}
