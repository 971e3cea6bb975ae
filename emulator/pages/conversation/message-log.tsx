import { Button } from "@zendeskgarden/react-buttons";
import { Fragment, useEffect } from "react";
import { styled } from "styled-components";
import type { TicketMessage } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { Nothing } from "../shell/states.tsx";
import { color, media } from "../theme.tsx";
import { sameDay, useDayName } from "../time.tsx";
import type { Ticket } from "./conversation.tsx";
import { EventLine, Message } from "./message.tsx";
import type { Outbox, Outgoing } from "./outbox.ts";
import { OutgoingMessage } from "./outgoing-message.tsx";
import { useReaching } from "./reaching.ts";
import { useStickToEnd } from "./stick-to-end.ts";
import { useConversationWords } from "./words.ts";

const Around = styled.div`
  display: flex;
  flex: 1;
  position: relative;
  min-height: 0;
  /* On a low screen, as at a zoom of 200 %, the column scrolls rather than hide what was said. */
  @media (max-height: 520px) {
    flex: 0 0 auto;
    height: 260px;
  }
`;

const Area = styled.div`
  position: relative;
  flex: 1;
  min-width: 0;
  overflow-y: auto;
  /* What is read in above keeps its distance by useStickToEnd. */
  overflow-anchor: none;
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: -2px;
  }
`;

const Log = styled.div`
  display: flex;
  flex-direction: column;
  box-sizing: border-box;
  max-width: 860px;
  margin: 0 auto;
  padding: 16px 24px;
  @media ${media.phone} {
    padding: 12px;
  }
`;

const Separator = styled.div`
  display: flex;
  align-items: center;
  gap: 12px;
  margin: 20px 0 8px;
  color: ${color("foreground.subtle")};
  font-size: 12px;
  font-weight: 600;
  &:first-child {
    margin-top: 0;
  }
  &::before,
  &::after {
    flex: 1;
    border-top: 1px solid ${color("border.default")};
    content: "";
  }
`;

const Earlier = styled.div`
  display: grid;
  place-items: center;
`;

const Latest = styled.div`
  position: absolute;
  right: 24px;
  bottom: 12px;
  border-radius: 100px;
  background: ${color("background.default")};
`;

/** Messages of one author within this many milliseconds stand under one name. */
const TOGETHER = 5 * 60_000;

/** Messages that fill a screen: they are drawn at once, those above them right after. */
const FIRST = 20;

function follows(message: TicketMessage, before: TicketMessage | undefined): boolean {
  return (
    before !== undefined &&
    before.content.type !== "event" &&
    before.part === message.part &&
    before.author.type === message.author.type &&
    before.author.name === message.author.name &&
    message.at - before.at < TOGETHER &&
    sameDay(before.at, message.at)
  );
}

/** Everything said in order: before the handoff, then live, then what is still on its way. */
export function MessageLog({
  ticket,
  outgoing,
  outbox,
  sent,
  whole,
  earlier,
  loadingEarlier,
}: {
  ticket: Ticket;
  outgoing: readonly Outgoing[];
  outbox: Outbox;
  sent: (ticket: Ticket) => void;
  /** Whether the messages above the first screen are drawn too. */
  whole: boolean;
  /** Reads the messages before the first one here. */
  earlier: () => void;
  loadingEarlier: boolean;
}) {
  const words = useWords();
  const more = useConversationWords();
  const dayName = useDayName();
  const { messages } = ticket;
  const skipped = whole ? 0 : Math.max(0, messages.length - FIRST);
  const { area, away, toEnd } = useStickToEnd(messages[skipped]?.id);
  const top = useReaching(area, earlier);
  const newest = outgoing.at(-1)?.key;
  useEffect(() => {
    // Who sends wants to see it leave.
    if (newest !== undefined) toEnd();
  }, [newest, toEnd]);
  return (
    <Around>
      <Area ref={area} tabIndex={0} role="group" aria-label={words.conversation}>
        <Log
          role="log"
          aria-label={words.conversationWith(ticket.requester.name)}
          aria-relevant="additions"
          // What was said earlier is no news when it appears.
          aria-live={loadingEarlier ? "off" : "polite"}
          aria-busy={!whole}
        >
          {whole && ticket.earlier && (
            <Earlier ref={top}>
              <Button size="small" isBasic disabled={loadingEarlier} onClick={earlier}>
                {loadingEarlier ? more.loadingEarlier : more.earlierMessages}
              </Button>
            </Earlier>
          )}
          {messages.length === 0 && <Nothing title={words.noMessages} />}
          {messages.slice(skipped).map((message, index) => {
            const before = messages[skipped + index - 1];
            const newPart =
              message.part !== before?.part && (before || (message.part === "history" && !ticket.earlier));
            return (
              <Fragment key={message.id}>
                {newPart && (
                  <Separator>{message.part === "history" ? words.earlier : words.liveFrom}</Separator>
                )}
                {(!before || !sameDay(before.at, message.at)) && <Separator>{dayName(message.at)}</Separator>}
                {message.content.type === "event" ? (
                  <EventLine text={message.content.text} at={message.at} />
                ) : (
                  <Message
                    message={message}
                    content={message.content}
                    together={!newPart && follows(message, before)}
                  />
                )}
              </Fragment>
            );
          })}
          {outgoing.map((reply) => (
            <OutgoingMessage
              key={reply.key}
              reply={reply}
              retry={() => outbox.retry(reply, sent)}
              discard={() => outbox.discard(reply)}
            />
          ))}
        </Log>
      </Area>
      {away && (
        <Latest>
          <Button size="small" isPill onClick={toEnd}>
            <Button.StartIcon>
              <Icon name="chevron" />
            </Button.StartIcon>
            {words.latest}
          </Button>
        </Latest>
      )}
    </Around>
  );
}
