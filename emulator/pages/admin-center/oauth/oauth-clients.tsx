import { Button } from "@zendeskgarden/react-buttons";
import { Table } from "@zendeskgarden/react-tables";
import { Span } from "@zendeskgarden/react-typography";
import { useState } from "react";
import type { OauthClient } from "../../../admin/contract.ts";
import { useMediaQuery } from "../../media-query.ts";
import { Failure, Nothing, Waiting } from "../../shell/states.tsx";
import { media } from "../../theme.tsx";
import { useAdminApi, useAdminLoaded } from "../calls.ts";
import { ConfirmDelete } from "../confirm-modal.tsx";
import { crumbOf } from "../navigation.ts";
import { AdminPage, Mono } from "../page.tsx";
import { DeleteButton } from "../row-actions.tsx";
import { useMoment } from "../time.ts";
import { useAdminWords } from "../words/words.ts";
import { AddClient } from "./add-client.tsx";

/** Apps and Integrations › OAuth clients. */
export function OauthClients() {
  const words = useAdminWords();
  const api = useAdminApi();
  const phone = useMediaQuery(media.phone);
  const moment = useMoment();
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<OauthClient>();
  const loaded = useAdminLoaded("clients", (calls) => calls.clients());
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  const nameOf = (client: OauthClient) => client.name || client.id;
  return (
    <AdminPage
      title={words.oauthClients}
      intro={words.oauth.intro}
      crumbs={[crumbOf("appsIntegrations", words)]}
      action={
        <Button isPrimary onClick={() => setAdding(true)}>
          {words.oauth.add}
        </Button>
      }
    >
      {loaded.data.length === 0 ? (
        <Nothing title={words.oauth.empty} hint={words.oauth.emptyHint} />
      ) : (
        <Table isReadOnly>
          <Table.Head>
            <Table.HeaderRow>
              <Table.HeaderCell>{words.name}</Table.HeaderCell>
              <Table.HeaderCell>{words.oauth.identifier}</Table.HeaderCell>
              {!phone && <Table.HeaderCell>{words.oauth.actsFor}</Table.HeaderCell>}
              {!phone && <Table.HeaderCell>{words.created}</Table.HeaderCell>}
              <Table.HeaderCell width={56}>
                <Span hidden>{words.actions}</Span>
              </Table.HeaderCell>
            </Table.HeaderRow>
          </Table.Head>
          <Table.Body>
            {loaded.data.map((client) => (
              <Table.Row key={client.id}>
                <Table.Cell>{nameOf(client)}</Table.Cell>
                <Table.Cell>
                  <Mono>{client.id}</Mono>
                </Table.Cell>
                {!phone && <Table.Cell>{client.actsFor?.name ?? words.unknown}</Table.Cell>}
                {!phone && <Table.Cell>{moment(client.createdAt)}</Table.Cell>}
                <Table.Cell width={56}>
                  <DeleteButton name={nameOf(client)} onClick={() => setDeleting(client)} />
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      )}
      {adding && <AddClient changed={loaded.reload} close={() => setAdding(false)} />}
      {deleting && (
        <ConfirmDelete
          title={words.oauth.deleteTitle(nameOf(deleting))}
          body={words.oauth.deleteBody}
          run={() => api.deleteClient(deleting.id)}
          done={() => {
            setDeleting(undefined);
            loaded.reload();
          }}
          cancel={() => setDeleting(undefined)}
        />
      )}
    </AdminPage>
  );
}
