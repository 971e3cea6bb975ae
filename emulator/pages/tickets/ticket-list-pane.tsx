import { Skeleton } from "@zendeskgarden/react-loaders";
import type { KeyboardEvent } from "react";
import { styled } from "styled-components";
import { getTickets } from "../api.ts";
import { useWords } from "../i18n.ts";
import { useLoaded } from "../loaded.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { Failure, Nothing } from "../shell/states.tsx";
import { color } from "../theme.tsx";
import { TicketRow } from "./ticket-row.tsx";
import { apiView, belongs, useView } from "./view.ts";
import { ViewMenu } from "./view-menu.tsx";

const Pane = styled.section`
  display: flex;
  flex-direction: column;
  border-inline-end: 1px solid ${color("border.default")};
  min-height: 0;
  min-width: 0;
`;

const Head = styled.div`
  display: flex;
  align-items: center;
  flex-shrink: 0;
  justify-content: space-between;
  border-bottom: 1px solid ${color("border.default")};
  height: 56px;
  padding: 0 16px 0 4px;
`;

const Rows = styled.ul`
  flex: 1;
  margin: 0;
  overflow-y: auto;
  padding: 0;
  list-style: none;
`;

const Count = styled.span`
  color: ${color("foreground.subtle")};
`;

const Placeholder = styled.div`
  display: grid;
  gap: 8px;
  padding: 12px 16px;
`;

/** The tickets of the chosen view, newest change first and always up to date. */
export function TicketListPane({ openTicket }: { openTicket: string | undefined }) {
  const words = useWords();
  const { me } = useAccount();
  const { view, groupId, search } = useView();
  const list = useLoaded(
    `${view} ${groupId}`,
    () => getTickets(apiView(view), groupId),
    () => true,
  );
  const tickets = list.data?.tickets.filter((ticket) => belongs(view, ticket, me.id));
  return (
    <Pane aria-label={words.tickets}>
      <Head>
        <ViewMenu counts={list.data?.counts} />
        {tickets && <Count>{tickets.length}</Count>}
      </Head>
      {list.failure && !tickets && <Failure failure={list.failure} retry={list.reload} />}
      {!list.failure && !tickets && <Waiting label={words.loading} />}
      {tickets?.length === 0 && <Nothing title={words.emptyView} hint={words.emptyViewHint} />}
      {tickets && tickets.length > 0 && (
        <Rows aria-label={words.view[view]} onKeyDown={moveFocus}>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <TicketRow ticket={ticket} current={ticket.id === openTicket} search={search} />
            </li>
          ))}
        </Rows>
      )}
    </Pane>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      {[80, 64, 72].map((width) => (
        <Placeholder key={width}>
          <Skeleton width="40%" height="16px" />
          <Skeleton width={`${width}%`} height="16px" />
        </Placeholder>
      ))}
    </div>
  );
}

/** Arrows, or j and k as in many mail programs, walk through the tickets. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll("a")];
  const next = links[links.findIndex((link) => link === document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
