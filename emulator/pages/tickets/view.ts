import { useSearchParams } from "react-router-dom";
import { type TicketSummary, type TicketView, ticketViews } from "../../agent/contract.ts";

/** The API's views and one of our own: the open tickets assigned to whoever works here. */
export const views = ["mine", ...ticketViews] as const;
export type View = (typeof views)[number];

/** What the list shows, kept in the address so that links and "back" hold it. */
export function useView() {
  const [query, setQuery] = useSearchParams();
  const view: View = views.find((name) => name === query.get("view")) ?? "open";
  const groupId = query.get("group");
  const search = query.size > 0 ? `?${query}` : "";
  const choose = (next: { view?: View; groupId?: string | null }): void => {
    const chosen = { view, groupId, ...next };
    setQuery({ view: chosen.view, ...(chosen.groupId && { group: chosen.groupId }) });
  };
  return { view, groupId, search, choose };
}

/** The view to ask the API for. */
export const apiView = (view: View): TicketView => (view === "mine" ? "open" : view);

export const belongs = (view: View, ticket: TicketSummary, agentId: string): boolean =>
  view !== "mine" || ticket.assignee?.id === agentId;
