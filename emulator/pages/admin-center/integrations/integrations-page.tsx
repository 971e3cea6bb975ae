import { Button } from "@zendeskgarden/react-buttons";
import { Table } from "@zendeskgarden/react-tables";
import { Tag } from "@zendeskgarden/react-tags";
import { useNavigate } from "react-router-dom";
import type { IntegrationSummary } from "../../../admin/contract.ts";
import { useMediaQuery } from "../../media-query.ts";
import { Failure, Nothing, Waiting } from "../../shell/states.tsx";
import { media } from "../../theme.tsx";
import { useAdminLoaded } from "../calls.ts";
import { crumbOf, paths } from "../navigation.ts";
import { AdminPage, Mono, TextLink } from "../page.tsx";
import { useAdminWords } from "../words/words.ts";

const hues = { active: "green", inactive: "grey", error: "red" } as const;

export function StatusTag({ status }: { status: IntegrationSummary["status"] }) {
  const words = useAdminWords();
  return (
    <Tag hue={hues[status]} isPill>
      <span>{words.integrations.statuses[status]}</span>
    </Tag>
  );
}

/** Apps and Integrations › Conversation Integrations. */
export function IntegrationsPage() {
  const words = useAdminWords();
  const navigate = useNavigate();
  const phone = useMediaQuery(media.phone);
  const loaded = useAdminLoaded("integrations", (api) => api.integrations());
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  return (
    <AdminPage
      title={words.conversationIntegrations}
      intro={words.integrations.intro}
      crumbs={[crumbOf("appsIntegrations", words)]}
      action={
        <Button isPrimary onClick={() => void navigate(`${paths.conversationIntegrations}/new`)}>
          {words.integrations.create}
        </Button>
      }
    >
      {loaded.data.length === 0 ? (
        <Nothing title={words.integrations.empty} hint={words.integrations.emptyHint} />
      ) : (
        <Table isReadOnly>
          <Table.Head>
            <Table.HeaderRow>
              <Table.HeaderCell>{words.name}</Table.HeaderCell>
              {!phone && <Table.HeaderCell width="50%">{words.integrations.endpoint}</Table.HeaderCell>}
              <Table.HeaderCell width={100}>{words.integrations.status}</Table.HeaderCell>
            </Table.HeaderRow>
          </Table.Head>
          <Table.Body>
            {loaded.data.map(({ id, name, status, webhook }) => (
              <Table.Row key={id}>
                <Table.Cell>
                  <TextLink to={`${paths.conversationIntegrations}/${id}`}>{name || id}</TextLink>
                </Table.Cell>
                {!phone && (
                  <Table.Cell width="50%">
                    <Mono>{webhook?.target}</Mono>
                  </Table.Cell>
                )}
                <Table.Cell width={100}>
                  <StatusTag status={status} />
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      )}
    </AdminPage>
  );
}
