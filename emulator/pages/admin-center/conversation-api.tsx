import { Button } from "@zendeskgarden/react-buttons";
import { useState } from "react";
import { Failure, Waiting } from "../shell/states.tsx";
import { useAdminLoaded } from "./calls.ts";
import { CopyField } from "./copy-field.tsx";
import { CreateKeyModal, KeyTable } from "./keys.tsx";
import { crumbOf } from "./navigation.ts";
import { AdminPage, Card } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

/** Apps and Integrations › Conversation API. */
export function ConversationApi() {
  const words = useAdminWords();
  const [creating, setCreating] = useState(false);
  const loaded = useAdminLoaded("keys", async (api) => {
    const [{ appId }, keys] = await Promise.all([api.account(), api.keys()]);
    return { appId, keys };
  });
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  const { appId, keys } = loaded.data;
  return (
    <AdminPage
      title={words.conversationApi}
      intro={words.keys.intro}
      crumbs={[crumbOf("appsIntegrations", words)]}
      action={
        <Button isPrimary onClick={() => setCreating(true)}>
          {words.keys.create}
        </Button>
      }
    >
      <KeyTable keys={keys} changed={loaded.reload} />
      <Card style={{ maxWidth: 560 }}>
        <CopyField label={words.integrations.appId} value={appId} />
      </Card>
      {creating && <CreateKeyModal changed={loaded.reload} close={() => setCreating(false)} />}
    </AdminPage>
  );
}
