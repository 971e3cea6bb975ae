import { Button } from "@zendeskgarden/react-buttons";
import { Tab, TabList, TabPanel, Tabs } from "@zendeskgarden/react-tabs";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router-dom";
import { styled } from "styled-components";
import { Failure, Nothing, Waiting } from "../../shell/states.tsx";
import { media } from "../../theme.tsx";
import { useAdminApi, useAdminLoaded } from "../calls.ts";
import { ConfirmDelete } from "../confirm-modal.tsx";
import { CopyField } from "../copy-field.tsx";
import { CreateKeyModal, KeyTable } from "../keys.tsx";
import { crumbOf, paths } from "../navigation.ts";
import { AdminPage, Card, Fields, Quiet, TextLink } from "../page.tsx";
import { useAdminWords } from "../words/words.ts";
import { Deliveries } from "./deliveries.tsx";
import { StatusTag } from "./integrations-page.tsx";
import { ProbeResult, WebhookForm } from "./webhook-form.tsx";

/** All tabs fit a phone. */
const Line = styled(TabList)`
  @media ${media.phone} {
    > [role="tab"] {
      padding-inline: 10px;
    }
  }
`;

const tabs = ["details", "webhook", "keys", "deliveries"] as const;

/** One integration: its ids, its webhook, its API keys, what was sent. */
export function IntegrationPage() {
  const words = useAdminWords();
  const api = useAdminApi();
  const navigate = useNavigate();
  const { integrationId = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const tab = tabs.find((name) => name === search.get("tab")) ?? "details";
  const [dialog, setDialog] = useState<"key" | "delete">();
  const loaded = useAdminLoaded(`integration ${integrationId}`, (calls) => calls.integration(integrationId));
  if (loaded.failure?.kind === "missing")
    return (
      <Nothing title={words.integrations.gone} hint={words.integrations.goneHint}>
        <TextLink to={paths.conversationIntegrations}>{words.conversationIntegrations}</TextLink>
      </Nothing>
    );
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  const { integration, appId, keys, deliveries } = loaded.data;
  const close = () => setDialog(undefined);
  return (
    <AdminPage
      title={integration.name || integration.id}
      crumbs={[
        crumbOf("appsIntegrations", words),
        { to: paths.conversationIntegrations, label: words.conversationIntegrations },
      ]}
      action={
        tab === "keys" && (
          <Button isPrimary onClick={() => setDialog("key")}>
            {words.keys.create}
          </Button>
        )
      }
    >
      <Tabs
        selectedItem={tab}
        onChange={(name: unknown) => setSearch({ tab: String(name) }, { replace: true })}
      >
        <Line>
          <Tab item="details">{words.integrations.details}</Tab>
          <Tab item="webhook">{words.integrations.webhook}</Tab>
          <Tab item="keys">{words.integrations.apiKeys}</Tab>
          <Tab item="deliveries">{words.integrations.deliveries}</Tab>
        </Line>
        <TabPanel item="details">
          <ProbeResult webhook={integration.webhook} />
          <Card>
            <Fields style={{ gap: 8 }}>
              <Quiet style={{ marginBottom: 8 }}>{words.integrations.idsHint}</Quiet>
              <CopyField label={words.integrations.appId} value={appId} />
              <CopyField label={words.integrations.integrationId} value={integration.id} />
              <div>
                {words.integrations.status} <StatusTag status={integration.status} />
              </div>
            </Fields>
          </Card>
          <p>
            <Button isDanger isBasic onClick={() => setDialog("delete")}>
              {words.integrations.delete}
            </Button>
          </p>
        </TabPanel>
        <TabPanel item="webhook">
          <ProbeResult webhook={integration.webhook} />
          <WebhookForm key={integration.id} integration={integration} saved={loaded.replace} />
        </TabPanel>
        <TabPanel item="keys">
          <Quiet style={{ marginBottom: 16 }}>{words.integrations.keysOf}</Quiet>
          <KeyTable keys={keys} changed={loaded.reload} />
        </TabPanel>
        <TabPanel item="deliveries">
          <Deliveries deliveries={deliveries} reload={loaded.reload} shown={tab === "deliveries"} />
        </TabPanel>
      </Tabs>
      {dialog === "key" && (
        <CreateKeyModal integrationId={integration.id} changed={loaded.reload} close={close} />
      )}
      {dialog === "delete" && (
        <ConfirmDelete
          title={words.integrations.deleteTitle(integration.name || integration.id)}
          body={words.integrations.deleteBody}
          button={words.integrations.delete}
          run={() => api.deleteIntegration(integration.id)}
          done={() => void navigate(paths.conversationIntegrations)}
          cancel={close}
        />
      )}
    </AdminPage>
  );
}
