import { Drawer } from "@zendeskgarden/react-modals";
import { styled } from "styled-components";
import type { Ticket } from "../conversation/conversation.tsx";
import { useWords } from "../i18n.ts";
import { useMediaQuery } from "../media-query.ts";
import { color, media } from "../theme.tsx";
import { RequesterCard } from "./requester-card.tsx";
import { TicketCard } from "./ticket-card.tsx";

const Pane = styled.aside`
  position: relative;
  box-sizing: border-box;
  width: 288px;
  border-inline-start: 1px solid ${color("border.default")};
  overflow-y: auto;
  padding: 16px;
`;

/** Who asked and how the ticket stands: beside the conversation, or in a drawer where there is no room. */
export function CardPane({
  ticket,
  whole,
  changed,
  open,
  close,
}: {
  ticket: Ticket;
  /** Whether everything is drawn, or only what comes first. */
  whole: boolean;
  changed: (ticket: Ticket) => void;
  open: boolean;
  close: () => void;
}) {
  const words = useWords();
  const noCard = useMediaQuery(media.noCard);
  const cards = (
    <>
      <RequesterCard ticket={ticket} />
      {whole && <TicketCard ticket={ticket} changed={changed} />}
    </>
  );
  if (!noCard) return <Pane aria-label={words.details}>{cards}</Pane>;
  return (
    <Drawer isOpen={open} onClose={close} style={{ maxWidth: "100vw" }}>
      <Drawer.Header tag="h2">{words.details}</Drawer.Header>
      <Drawer.Body>{cards}</Drawer.Body>
      <Drawer.Close aria-label={words.close} />
    </Drawer>
  );
}
