import { Alert } from "@zendeskgarden/react-notifications";
import { useWords } from "../i18n.ts";
import type { Ticket } from "./conversation.tsx";
import type { Outbox } from "./outbox.ts";
import { ReplyForm } from "./reply-form.tsx";

/** The reply box; in its place, words when nothing can be sent any more. */
export function Composer(props: { ticket: Ticket; outbox: Outbox; sent: (ticket: Ticket) => void }) {
  const words = useWords();
  if (props.ticket.status === "closed") {
    return <Refused title={words.ticketClosed} hint={words.ticketClosedHint} />;
  }
  if (!props.ticket.sessionOpen) {
    return <Refused title={words.sessionEnded} hint={words.sessionEndedHint} />;
  }
  return <ReplyForm {...props} />;
}

function Refused({ title, hint }: { title: string; hint: string }) {
  return (
    <div style={{ padding: "12px 16px" }}>
      <Alert type="info" role="status">
        <Alert.Title>{title}</Alert.Title>
        {hint}
      </Alert>
    </div>
  );
}
