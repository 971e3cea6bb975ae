import { useParams } from "react-router-dom";
import { styled } from "styled-components";
import { Conversation } from "./conversation/conversation.tsx";
import { useOutbox } from "./conversation/outbox.ts";
import { useWords } from "./i18n.ts";
import { Icon } from "./icons.tsx";
import { useAccount } from "./shell/signed-in.tsx";
import { Nothing } from "./shell/states.tsx";
import { color, media } from "./theme.tsx";
import { TicketListPane } from "./tickets/ticket-list-pane.tsx";

const Columns = styled.div<{ $reading: boolean }>`
  display: grid;
  flex: 1;
  grid-template-columns: 328px minmax(0, 1fr);
  grid-template-rows: minmax(0, 1fr);
  min-height: 0;
  @media ${media.phone} {
    grid-template-columns: minmax(0, 1fr);
    > :nth-child(${({ $reading }) => ($reading ? 1 : 2)}) {
      display: none;
    }
  }
`;

const Empty = styled.div`
  display: flex;
  background: ${color("background.subtle")};
`;

/** Agent Workspace: the tickets, and the one that is open. On a phone one at a time. */
export function Workspace() {
  const words = useWords();
  const { ticketId } = useParams();
  const { me } = useAccount();
  const outbox = useOutbox(me.id);
  return (
    <Columns $reading={ticketId !== undefined}>
      <TicketListPane openTicket={ticketId} />
      {ticketId ? (
        <Conversation key={`${me.id} ${ticketId}`} ticketId={ticketId} outbox={outbox} />
      ) : (
        <Empty>
          <Nothing
            title={words.noneChosen}
            hint={words.noneChosenHint}
            icon={<Icon name="chat" width="32" height="32" />}
          />
        </Empty>
      )}
    </Columns>
  );
}
