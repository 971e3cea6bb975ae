import { useEffect } from "react";
import { useParams } from "react-router-dom";
import { styled } from "styled-components";
import { Conversation } from "./conversation/conversation.tsx";
import { useOutbox } from "./conversation/outbox.ts";
import { loadEditor } from "./conversation/reply-form.tsx";
import { useWords } from "./i18n.ts";
import { Icon } from "./icons.tsx";
import { useShortcuts } from "./shell/shortcuts.ts";
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
  useEffect(() => {
    const idle = window.setTimeout(() => void loadEditor(), 300);
    return () => window.clearTimeout(idle);
  }, []);
  useShortcuts([
    { key: "l", chord: false, run: () => focusList() },
    { key: "j", chord: false, run: () => focusList() },
  ]);
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

/** The open ticket in the list, else the first one. */
function focusList(): void {
  const list = document.querySelector("[data-list]");
  const link = list?.querySelector("a[aria-current]") ?? list?.querySelector("a");
  if (link instanceof HTMLElement) link.focus();
}
