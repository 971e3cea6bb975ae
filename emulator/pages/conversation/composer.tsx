import { Alert } from "@zendeskgarden/react-notifications";
import { useEffect, useRef } from "react";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import type { Ticket } from "./conversation.tsx";
import type { Outbox } from "./outbox.ts";
import { ReplyForm } from "./reply-form.tsx";
import { useConversationWords } from "./words.ts";

/** The reply box; in its place, words when nothing can be sent any more. */
export function Composer(props: { ticket: Ticket; outbox: Outbox; sent: (ticket: Ticket) => void }) {
  const words = useWords();
  const { status, sessionOpen, id } = props.ticket;
  const unsent = props.outbox.drafts.get(id)?.text ?? "";
  if (status === "closed") {
    return <Refused title={words.ticketClosed} hint={words.ticketClosedHint} unsent={unsent} />;
  }
  if (!sessionOpen) {
    return <Refused title={words.sessionEnded} hint={words.sessionEndedHint} unsent={unsent} />;
  }
  return <ReplyForm {...props} />;
}

const Place = styled.div`
  max-height: 40vh;
  overflow-y: auto;
  padding: 12px 16px;
`;

const Unsent = styled.blockquote`
  margin: 4px 0 0;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
`;

/** `unsent`: what was being written when it became impossible to send; it stays to be copied. */
function Refused({ title, hint, unsent }: { title: string; hint: string; unsent: string }) {
  const words = useConversationWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The reply box is gone with the keyboard's place in it.
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Place ref={place} tabIndex={-1}>
      <Alert type="info" role="status">
        <Alert.Title>{title}</Alert.Title>
        {hint}
        {unsent !== "" && (
          <div>
            {words.unsent}
            <Unsent>{unsent}</Unsent>
          </div>
        )}
      </Alert>
    </Place>
  );
}
