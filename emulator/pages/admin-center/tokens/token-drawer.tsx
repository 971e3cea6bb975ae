import { Drawer } from "@zendeskgarden/react-modals";
import { styled } from "styled-components";
import type { Token } from "../../../admin/contract.ts";
import { color } from "../../theme.tsx";
import { CopyField } from "../copy-field.tsx";
import { useMoment } from "../time.ts";
import { useAdminWords } from "../words/words.ts";

const Facts = styled.dl`
  margin: 0 0 16px;
  > dt {
    color: ${color("foreground.subtle")};
    font-size: 12px;
  }
  > dd {
    margin: 0 0 16px;
    overflow-wrap: anywhere;
  }
`;

/** Whose token it is and what for. The token itself was told once. */
export function TokenDrawer({ token, close }: { token: Token | undefined; close: () => void }) {
  const words = useAdminWords();
  const moment = useMoment();
  return (
    <Drawer isOpen={token !== undefined} onClose={close}>
      <Drawer.Header tag="h2">{words.tokens.details}</Drawer.Header>
      <Drawer.Body>
        {token && (
          <>
            <Facts>
              <dt>{words.description}</dt>
              <dd>{token.description || words.tokens.noDescription}</dd>
              <dt>{words.tokens.createdBy}</dt>
              <dd>{token.creator?.name ?? words.unknown}</dd>
              <dt>{words.created}</dt>
              <dd>{moment(token.createdAt)}</dd>
              <dt>{words.lastUsed}</dt>
              <dd>{moment(token.lastUsedAt, words.never)}</dd>
            </Facts>
            {token.creator && (
              <CopyField
                label={words.tokens.email}
                hint={words.tokens.emailHint}
                value={token.creator.email}
              />
            )}
          </>
        )}
      </Drawer.Body>
      <Drawer.Close aria-label={words.close} />
    </Drawer>
  );
}
