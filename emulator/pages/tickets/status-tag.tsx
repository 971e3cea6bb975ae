import { styled } from "styled-components";
import type { TicketStatus } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";

/** Zendesk's colours of a ticket's status, as agents know them. */
const Label = styled.span`
  flex-shrink: 0;
  border-radius: 2px;
  padding: 0 4px;
  background: #cc3340;
  color: #fff;
  font-size: 10px;
  font-weight: 600;
  line-height: 16px;
  white-space: nowrap;
  &[data-status="new"] {
    background: #ffb057;
    color: #293239;
  }
  &[data-status="pending"] {
    background: #1f73b7;
  }
  &[data-status="hold"] {
    background: #2f3941;
  }
  &[data-status="solved"] {
    background: #5c6970;
  }
  &[data-status="closed"] {
    background: #d8dcde;
    color: #293239;
  }
`;

/** One plain element: a list shows thirty of them at once. */
export function StatusTag({ status }: { status: TicketStatus }) {
  const words = useWords();
  return <Label data-status={status}>{words.status[status]}</Label>;
}
