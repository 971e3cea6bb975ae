import { Button } from "@zendeskgarden/react-buttons";
import { Checkbox, Field, Hint, Label } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { useState } from "react";
import { Failure, Waiting } from "../shell/states.tsx";
import { useAdminApi, useAdminLoaded, useSubmit } from "./calls.ts";
import { crumbOf } from "./navigation.ts";
import { AdminPage, Card, Fields } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

/** Apps and Integrations › API configuration. */
export function ApiConfiguration() {
  const words = useAdminWords();
  const api = useAdminApi();
  const settings = useAdminLoaded("settings", (calls) => calls.settings());
  const [draft, setDraft] = useState<boolean>();
  const [saved, setSaved] = useState(false);
  const { busy, submit, problem } = useSubmit(
    () => api.changeSettings({ apiTokenAccess: draft }),
    (next) => {
      settings.replace(next);
      setDraft(undefined);
      setSaved(true);
    },
  );
  if (!settings.data)
    return settings.failure ? <Failure failure={settings.failure} retry={settings.reload} /> : <Waiting />;
  const allowed = draft ?? settings.data["apiTokenAccess"] === true;
  return (
    <AdminPage
      title={words.apiConfiguration}
      intro={words.configuration.intro}
      crumbs={[crumbOf("appsIntegrations", words)]}
    >
      <Card>
        <form onSubmit={submit}>
          <Fields>
            <Field>
              <Checkbox
                checked={allowed}
                onChange={(event) => {
                  setDraft(event.target.checked);
                  setSaved(false);
                }}
              >
                <Label>{words.configuration.allow}</Label>
                <Hint>{words.configuration.allowHint}</Hint>
              </Checkbox>
            </Field>
            <div>
              <Button isPrimary type="submit" disabled={busy}>
                {words.save}
              </Button>
            </div>
          </Fields>
        </form>
      </Card>
      <div role="status">
        {saved && (
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
    </AdminPage>
  );
}
