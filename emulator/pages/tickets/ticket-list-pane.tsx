import { Skeleton } from "@zendeskgarden/react-loaders";
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from "react";
import { useNavigate } from "react-router-dom";
import { styled } from "styled-components";
import type { TicketList, TicketView } from "../../agent/contract.ts";
import { getTickets, PAGE_SIZE } from "../api.ts";
import { useWords } from "../i18n.ts";
import { unlessChanged, useLoaded } from "../loaded.ts";
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

/** What the list shows, and of what. */
interface Shown {
  readonly agentId: string;
  readonly view: TicketView;
  readonly page: number;
  readonly search: string;
  readonly list: TicketList;
}

/** The tickets of the chosen view, newest change first and always up to date. */
export function TicketListPane({ openTicket }: { openTicket: string | undefined }) {
  const words = useWords();
  const { me } = useAccount();
  const { view, groupId, page, search, choose } = useView();
  const navigate = useNavigate();
  const known = useRef<Shown>();
  const loaded = useLoaded(
    `${me.id} ${view} ${groupId} ${page}`,
    async () => {
      const fresh = await getTickets(view, { groupId, agentId: me.id, page });
      return { agentId: me.id, view, page, search, list: kept(known.current?.list, fresh) };
    },
    (event) => event.type !== "account",
  );
  useEffect(() => {
    known.current = loaded.latest;
  }, [loaded.latest]);
  // Until another page or view has come, the one before stays.
  const shown = loaded.latest?.agentId === me.id ? loaded.latest : undefined;
  const tickets = shown?.list.tickets;
  const total = shown?.list.counts[shown.view];
  const lastPage = Math.ceil((total ?? 0) / PAGE_SIZE);
  const rows = useRef<HTMLUListElement>(null);
  const openRow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    if (!href) return;
    event.preventDefault();
    void navigate(href);
  };
  const turn = (to: number): void => {
    choose({ page: to });
    rows.current?.scrollTo({ top: 0 });
  };
  useEffect(() => {
    // Tickets that leave the view may leave its last page empty.
    if (loaded.data?.list.tickets.length === 0 && page > 1) choose({ page: Math.max(1, lastPage) });
  });
  return (
    <Pane aria-label={words.tickets}>
      <Head>
        <ViewMenu list={shown?.list} view={view} groupId={groupId} choose={choose} />
        {total !== undefined && <Count>{total}</Count>}
      </Head>
      {loaded.failure && !tickets && <Failure failure={loaded.failure} retry={loaded.reload} />}
      {!loaded.failure && !tickets && <Waiting label={words.loading} />}
      {tickets?.length === 0 && <Nothing title={words.emptyView} hint={words.emptyViewHint} />}
      {shown && tickets && tickets.length > 0 && (
        <Rows
          ref={rows}
          aria-label={words.view[shown.view]}
          aria-busy={loaded.data === undefined}
          onClick={openRow}
          onKeyDown={moveFocus}
          data-list={shown.view}
        >
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <TicketRow ticket={ticket} current={ticket.id === openTicket} search={shown.search} />
            </li>
          ))}
        </Rows>
      )}
      {lastPage > 1 && (
        <Pages page={shown?.page ?? page} lastPage={lastPage} total={total ?? 0} turn={turn} />
      )}
    </Pane>
  );
}

/** What did not change keeps its identity, so that only other rows are drawn again. */
function kept(known: TicketList | undefined, fresh: TicketList): TicketList {
  const before = new Map(known?.tickets.map((ticket) => [ticket.id, ticket]));
  return { ...fresh, tickets: fresh.tickets.map((ticket) => unlessChanged(before.get(ticket.id), ticket)) };
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
