import { Span } from "@zendeskgarden/react-typography";
import { memo, useContext } from "react";
import { styled } from "styled-components";
import type { TicketSummary } from "../../agent/contract.ts";
import { eventText } from "../conversation/event-texts.ts";
import { LanguageContext, useWords } from "../i18n.ts";
import { Face } from "../shell/face.tsx";
import { color } from "../theme.tsx";
import { Time } from "../time.tsx";
import { StatusTag } from "./status-tag.tsx";

/** One styled element for the whole row: a list shows thirty of them at once. */
const Row = styled.a`
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
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .last {
    margin-top: 4px;
    font-size: 12px;
  }
  .cut {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
    white-space: nowrap;
  }
  .strong {
    font-weight: 600;
  }
  .quiet,
  .small {
    color: ${color("foreground.subtle")};
  }
  .small {
    flex-shrink: 0;
    font-size: 12px;
  }
  .unread {
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
  }
`;

/** One ticket of the list: a link named by its requester. The list opens it, so that a row is not drawn for each move. */
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
  const { language } = useContext(LanguageContext);
  const { requester, lastMessage, unread } = ticket;
  return (
    <Row
      href={`/agent/tickets/${ticket.id}${search}`}
      aria-current={current ? "page" : undefined}
      data-ticket={ticket.id}
    >
      <Face name={requester.name} avatarUrl={requester.avatarUrl} />
      <span>
        <span className="line">
          <span className="cut strong">{requester.name}</span>
          <span className="small">
            <Time at={lastMessage?.at ?? ticket.updatedAt} />
          </span>
        </span>
        <span className="line">
          <span className={unread > 0 ? "cut strong" : "cut quiet"}>
            {lastMessage?.from === "system"
              ? eventText(lastMessage.preview, language)
              : (lastMessage?.preview ?? ticket.subject)}
          </span>
          {unread > 0 && (
            <span className="unread">
              <span aria-hidden>{unread}</span>
              <Span hidden>{words.unread(unread)}</Span>
            </span>
          )}
        </span>
        <span className="line last">
          <StatusTag status={ticket.status} />
          <span className="small">#{ticket.id}</span>
          <span className="cut quiet">{ticket.group?.name ?? words.noGroup}</span>
        </span>
      </span>
    </Row>
  );
});
