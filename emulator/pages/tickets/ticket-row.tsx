import { Span } from "@zendeskgarden/react-typography";
import { memo } from "react";
import { Link } from "react-router-dom";
import { styled } from "styled-components";
import type { TicketSummary } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";
import { Face } from "../shell/face.tsx";
import { color } from "../theme.tsx";
import { Time } from "../time.tsx";
import { StatusTag } from "./status-tag.tsx";

const Row = styled(Link)`
  display: grid;
  grid-template-columns: 32px minmax(0, 1fr);
  column-gap: 12px;
  position: relative;
  border-bottom: 1px solid ${color("border.subtle")};
  padding: 12px 16px;
  color: inherit;
  text-decoration: none;
  &:hover {
    background: ${color("background.subtle")};
  }
  &[aria-current="page"] {
    background: ${({ theme }) => (theme.colors.base === "dark" ? "#15323a" : "#edf7ff")};
    box-shadow: inset 3px 0 ${color("border.primaryEmphasis")};
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: -2px;
  }
`;

const Line = styled.span`
  display: flex;
  align-items: center;
  gap: 8px;
`;

const Cut = styled.span<{ $strong?: boolean; $quiet?: boolean }>`
  flex: 1;
  overflow: hidden;
  color: ${({ $quiet, theme }) => color($quiet ? "foreground.subtle" : "foreground.default")({ theme })};
  font-weight: ${({ $strong }) => ($strong ? 600 : 400)};
  text-overflow: ellipsis;
  white-space: nowrap;
`;

const Small = styled.span`
  flex-shrink: 0;
  color: ${color("foreground.subtle")};
  font-size: 12px;
`;

const Unread = styled.span`
  flex-shrink: 0;
  min-width: 20px;
  border-radius: 10px;
  box-sizing: border-box;
  padding: 0 6px;
  background: #1f73b7;
  color: #fff;
  font-size: 12px;
  font-weight: 600;
  text-align: center;
`;

/** One ticket of the list: a link named by its requester. */
export const TicketRow = memo(function TicketRow({
  ticket,
  current,
  search,
}: {
  ticket: TicketSummary;
  current: boolean;
  search: string;
}) {
  const words = useWords();
  const { requester, lastMessage, unread } = ticket;
  return (
    <Row
      to={`/agent/tickets/${ticket.id}${search}`}
      aria-current={current ? "page" : undefined}
      data-ticket={ticket.id}
    >
      <Face name={requester.name} avatarUrl={requester.avatarUrl} />
      <span>
        <Line>
          <Cut $strong>{requester.name}</Cut>
          <Small>
            <Time at={lastMessage?.at ?? ticket.updatedAt} />
          </Small>
        </Line>
        <Line>
          <Cut $strong={unread > 0} $quiet={unread === 0}>
            {lastMessage?.preview ?? ticket.subject}
          </Cut>
          {unread > 0 && (
            <Unread>
              <span aria-hidden>{unread}</span>
              <Span hidden>{words.unread(unread)}</Span>
            </Unread>
          )}
        </Line>
        <Line style={{ marginTop: 4 }}>
          <StatusTag status={ticket.status} />
          <Small>#{ticket.id}</Small>
          <Cut $quiet style={{ fontSize: 12 }}>
            {ticket.group?.name ?? words.noGroup}
          </Cut>
        </Line>
      </span>
    </Row>
  );
});
