import { Button } from "@zendeskgarden/react-buttons";
import { Alert } from "@zendeskgarden/react-notifications";
import { Table } from "@zendeskgarden/react-tables";
import { Span } from "@zendeskgarden/react-typography";
import { useState } from "react";
import { styled } from "styled-components";
import type { Token } from "../../../admin/contract.ts";
import { useMediaQuery } from "../../media-query.ts";
import { Failure, Nothing, Waiting } from "../../shell/states.tsx";
import { color, media } from "../../theme.tsx";
import { useAdminApi, useAdminLoaded } from "../calls.ts";
import { ConfirmDelete } from "../confirm-modal.tsx";
import { crumbOf, paths } from "../navigation.ts";
import { AdminPage, Quiet, TextLink } from "../page.tsx";
import { DeleteButton } from "../row-actions.tsx";
import { useMoment } from "../time.ts";
import { useAdminWords } from "../words/words.ts";
import { AddToken } from "./add-token.tsx";
import { TokenDrawer } from "./token-drawer.tsx";

const RowButton = styled.button`
  border: 0;
  border-radius: 2px;
  padding: 0;
  background: none;
  color: ${color("foreground.primary")};
  font: inherit;
  text-align: start;
  text-decoration: underline;
  text-underline-offset: 2px;
  cursor: pointer;
  overflow-wrap: anywhere;
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
  }
`;

/** Apps and Integrations › API Tokens. */
export function ApiTokens() {
  const words = useAdminWords();
  const api = useAdminApi();
  const phone = useMediaQuery(media.phone);
  const moment = useMoment();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<Token>();
  const [deleting, setDeleting] = useState<Token>();
  const loaded = useAdminLoaded("tokens", async (calls) => {
    const [tokens, settings] = await Promise.all([calls.tokens(), calls.settings()]);
    return { tokens, access: settings["apiTokenAccess"] === true };
  });
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  const { tokens, access } = loaded.data;
  const nameOf = (token: Token) => token.description || words.tokens.noDescription;
  return (
    <AdminPage
      title={words.apiTokens}
      intro={words.tokens.intro}
      crumbs={[crumbOf("appsIntegrations", words)]}
      action={
        <Button isPrimary onClick={() => setAdding(true)}>
          {words.tokens.add}
        </Button>
      }
    >
      {!access && (
        <Alert type="warning">
          {words.tokens.off} <TextLink to={paths.apiConfiguration}>{words.tokens.toConfiguration}</TextLink>
        </Alert>
      )}
      {tokens.length === 0 ? (
        <Nothing title={words.tokens.empty} hint={words.tokens.emptyHint} />
      ) : (
        <Table isReadOnly>
          <Table.Head>
            <Table.HeaderRow>
              <Table.HeaderCell>{words.description}</Table.HeaderCell>
              {!phone && <Table.HeaderCell>{words.created}</Table.HeaderCell>}
              {!phone && <Table.HeaderCell>{words.lastUsed}</Table.HeaderCell>}
              <Table.HeaderCell width={56}>
                <Span hidden>{words.actions}</Span>
              </Table.HeaderCell>
            </Table.HeaderRow>
          </Table.Head>
          <Table.Body>
            {tokens.map((token) => (
              <Table.Row key={token.id}>
                <Table.Cell>
                  <RowButton type="button" onClick={() => setShown(token)}>
                    {nameOf(token)}
                  </RowButton>
                </Table.Cell>
                {!phone && <Table.Cell>{moment(token.createdAt)}</Table.Cell>}
                {!phone && <Table.Cell>{moment(token.lastUsedAt, words.never)}</Table.Cell>}
                <Table.Cell width={56}>
                  <DeleteButton name={nameOf(token)} onClick={() => setDeleting(token)} />
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      )}
      <Quiet>
        {words.tokens.sunset} <TextLink to={paths.oauthClients}>{words.oauthClients}</TextLink>
      </Quiet>
      {adding && <AddToken changed={loaded.reload} close={() => setAdding(false)} />}
      <TokenDrawer token={shown} close={() => setShown(undefined)} />
      {deleting && (
        <ConfirmDelete
          title={words.tokens.deleteTitle(nameOf(deleting))}
          body={words.tokens.deleteBody}
          run={() => api.deleteToken(deleting.id)}
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
