import { IconButton } from "@zendeskgarden/react-buttons";
import type { RefObject } from "react";
import { useNavigate } from "react-router-dom";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useMediaQuery } from "../media-query.ts";
import { color, media } from "../theme.tsx";
import { StatusTag } from "../tickets/status-tag.tsx";
import { useView } from "../tickets/view.ts";
import type { Ticket } from "./conversation.tsx";

const Bar = styled.div`
  display: flex;
  flex-shrink: 0;
  align-items: center;
  gap: 8px;
  border-bottom: 1px solid ${color("border.default")};
  height: 56px;
  padding: 0 8px 0 16px;
  @media ${media.phone} {
    padding-inline-start: 4px;
  }
`;

const Names = styled.div`
  flex: 1;
  min-width: 0;
`;

const Name = styled.h2`
  margin: 0;
  overflow: hidden;
  font-size: 16px;
  font-weight: 600;
  line-height: 20px;
  text-overflow: ellipsis;
  white-space: nowrap;
  &:focus {
    outline: none;
  }
`;

const Subject = styled.p`
  margin: 0;
  overflow: hidden;
  color: ${color("foreground.subtle")};
  font-size: 12px;
  line-height: 16px;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

/** Whose ticket this is and how it stands. */
export function ConversationHead({
  ticket,
  heading,
  openCard,
}: {
  ticket: Ticket;
  heading: RefObject<HTMLHeadingElement>;
  openCard: () => void;
}) {
  const words = useWords();
  const navigate = useNavigate();
  const { search } = useView();
  const phone = useMediaQuery(media.phone);
  const noCard = useMediaQuery(media.noCard);
  return (
    <Bar>
      {phone && (
        <IconButton aria-label={words.back} onClick={() => void navigate(`/agent${search}`)}>
          <Icon name="back" />
        </IconButton>
      )}
      <Names>
        <Name ref={heading} tabIndex={-1}>
          {ticket.requester.name}
        </Name>
        <Subject>
          {words.ticketNumber(ticket.id)} · {ticket.subject}
        </Subject>
      </Names>
      <StatusTag status={ticket.status} />
      {noCard && (
        <IconButton aria-label={words.details} title={words.details} onClick={openCard}>
          <Icon name="person" />
        </IconButton>
      )}
    </Bar>
  );
}
