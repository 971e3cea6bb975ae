import { useCallback, useEffect, useRef, useState } from "react";
import { Link } from "react-router-dom";
import { styled } from "styled-components";
import type { TicketDetail } from "../../agent/contract.ts";
import { markSeen } from "../api.ts";
import { CardPane } from "../card/card-pane.tsx";
import { useWords } from "../i18n.ts";
import { useMediaQuery } from "../media-query.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { Failure, Nothing, Waiting } from "../shell/states.tsx";
import { media } from "../theme.tsx";
import { useView } from "../tickets/view.ts";
import { Composer } from "./composer.tsx";
import { ConversationHead } from "./conversation-head.tsx";
import { MessageLog } from "./message-log.tsx";
import type { Outbox } from "./outbox.ts";
import { SubmitBar } from "./submit-bar.tsx";
import { useSettled } from "./use-settled.ts";
import { useTicket } from "./use-ticket.ts";

export type Ticket = TicketDetail["ticket"];

const Columns = styled.div`
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  grid-template-rows: minmax(0, 1fr);
  min-width: 0;
`;

const Middle = styled.section`
  display: flex;
  flex-direction: column;
  min-width: 0;
  min-height: 0;
  @media (max-height: 520px) {
    overflow-y: auto;
  }
`;

/** One ticket: what was said, the reply, what to do with it, and who asked. */
export function Conversation({ ticketId, outbox }: { ticketId: string; outbox: Outbox }) {
  const words = useWords();
  const { me } = useAccount();
  const { search } = useView();
  const { data, failure, reload, changed, earlier, loadingEarlier } = useTicket(ticketId);
  const [cardOpen, setCardOpen] = useState(false);
  useSeen(data, me.id);
  const phone = useMediaQuery(media.phone);
  const heading = useRef<HTMLHeadingElement>(null);
  const ready = data !== undefined;
  const settled = useSettled(ready);
  useEffect(() => {
    // The list has just left the screen with the focus in it.
    if (phone && ready) heading.current?.focus();
  }, [phone, ready]);
  const closeCard = useCallback(() => setCardOpen(false), []);

  if (!data || failure?.kind === "missing") {
    if (failure?.kind === "missing")
      return (
        <Nothing title={words.ticketGone} hint={words.ticketGoneHint}>
          <Link to={`/agent${search}`}>{words.back}</Link>
        </Nothing>
      );
    return failure ? <Failure failure={failure} retry={reload} /> : <Waiting />;
  }
  const outgoing = outbox.waiting.filter((reply) => reply.ticketId === ticketId);
  return (
    <Columns>
      <Middle aria-label={words.conversationWith(data.requester.name)} data-open-ticket={ticketId}>
        <ConversationHead ticket={data} heading={heading} openCard={() => setCardOpen(true)} />
        <MessageLog
          ticket={data}
          outgoing={outgoing}
          outbox={outbox}
          sent={changed}
          whole={settled}
          earlier={() => void earlier()}
          loadingEarlier={loadingEarlier}
        />
        <Composer ticket={data} outbox={outbox} sent={changed} />
        <SubmitBar ticket={data} changed={changed} />
      </Middle>
      <CardPane ticket={data} whole={settled} changed={changed} open={cardOpen} close={closeCard} />
    </Columns>
  );
}

/** Marks the messages as seen once they are on a screen somebody looks at. */
function useSeen(ticket: Ticket | undefined, agentId: string): void {
  const id = ticket?.id;
  const unread = ticket?.unread ?? 0;
  useEffect(() => {
    if (!id || unread === 0) return undefined;
    const mark = (): void => {
      // Only a hint for other pages: if it fails, the next message marks both.
      if (document.visibilityState === "visible") markSeen(id, agentId).catch(() => undefined);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [id, unread, agentId]);
}
