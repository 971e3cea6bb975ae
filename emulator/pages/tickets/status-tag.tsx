import { Tag } from "@zendeskgarden/react-tags";
import type { TicketStatus } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";

/** Zendesk's colours of a ticket's status, as agents know them. */
const hues: Record<TicketStatus, string> = {
  new: "#ffb057",
  open: "#cc3340",
  pending: "#1f73b7",
  hold: "#2f3941",
  solved: "#5c6970",
  closed: "#d8dcde",
};

export function StatusTag({ status }: { status: TicketStatus }) {
  const words = useWords();
  return (
    <Tag data-status={status} hue={hues[status]} size="small" isRegular={false} style={{ flexShrink: 0 }}>
      <span>{words.status[status]}</span>
    </Tag>
  );
}
