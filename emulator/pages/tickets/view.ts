import { useCallback, useEffect, useRef } from "react";
import { useSearchParams } from "react-router-dom";
import { type TicketView, ticketViews } from "../../agent/contract.ts";

/** What the list shows, kept in the address so that links and "back" hold it. */
export function useView() {
  const [query, setQuery] = useSearchParams();
  const view: TicketView = ticketViews.find((name) => name === query.get("view")) ?? "open";
  const groupId = query.get("group");
  const page = Math.max(1, Math.trunc(Number(query.get("page") ?? 1)) || 1);
  const search = query.size > 0 ? `?${query}` : "";
  /** Another view or group begins at its first page. */
  const latest = useRef({ view, groupId, setQuery });
  useEffect(() => {
    latest.current = { view, groupId, setQuery };
  });
  const choose = useCallback((next: { view?: TicketView; groupId?: string | null; page?: number }): void => {
    const { setQuery: set, ...current } = latest.current;
    const chosen = { ...current, page: 1, ...next };
    set({
      view: chosen.view,
      ...(chosen.groupId && { group: chosen.groupId }),
      ...(chosen.page > 1 && { page: String(chosen.page) }),
    });
  }, []);
  return { view, groupId, page, search, choose };
}
