import { Skeleton } from "@zendeskgarden/react-loaders";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { styled } from "styled-components";
import { getTickets, PAGE_SIZE } from "../api.ts";
import { useWords } from "../i18n.ts";
import { useLoaded } from "../loaded.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { Failure, Nothing } from "../shell/states.tsx";
import { color } from "../theme.tsx";
import { Pages } from "./pages.tsx";
import { TicketRow } from "./ticket-row.tsx";
import { useView } from "./view.ts";
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
  position: relative;
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
  const { view, groupId, page, search, choose } = useView();
  const list = useLoaded(
    `${me.id} ${view} ${groupId} ${page}`,
    () => getTickets(view, { groupId, agentId: me.id, page }),
    (event) => event.type !== "account",
  );
  const tickets = list.data?.tickets;
  const total = list.data?.counts[view];
  const lastPage = Math.ceil((total ?? 0) / PAGE_SIZE);
  const rows = useRef<HTMLUListElement>(null);
  const turn = (to: number): void => {
    choose({ page: to });
    rows.current?.scrollTo({ top: 0 });
  };
  useEffect(() => {
    // Tickets that leave the view may leave its last page empty.
    if (tickets?.length === 0 && page > 1) choose({ page: Math.max(1, lastPage) });
  });
  return (
    <Pane aria-label={words.tickets}>
      <Head>
        <ViewMenu list={list.data} />
        {total !== undefined && <Count>{total}</Count>}
      </Head>
      {list.failure && !tickets && <Failure failure={list.failure} retry={list.reload} />}
      {!list.failure && !tickets && <Waiting label={words.loading} />}
      {tickets?.length === 0 && <Nothing title={words.emptyView} hint={words.emptyViewHint} />}
      {tickets && tickets.length > 0 && (
        <Rows ref={rows} aria-label={words.view[view]} onKeyDown={moveFocus} data-list={view}>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <TicketRow ticket={ticket} current={ticket.id === openTicket} search={search} />
            </li>
          ))}
        </Rows>
      )}
      {lastPage > 1 && <Pages page={page} lastPage={lastPage} total={total ?? 0} turn={turn} />}
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
