import { useContext } from "react";
import { styled } from "styled-components";
import type { Ticket } from "../conversation/conversation.tsx";
import { useConversationWords } from "../conversation/words.ts";
import { LanguageContext, useWords } from "../i18n.ts";
import { Face } from "../shell/face.tsx";
import { color } from "../theme.tsx";
import { Facts } from "./facts.tsx";
import { OtherTickets } from "./other-tickets.tsx";

const Head = styled.div`
  display: flex;
  align-items: center;
  gap: 12px;
`;

const Name = styled.h2`
  margin: 0;
  overflow-wrap: anywhere;
  font-size: 14px;
  font-weight: 600;
  line-height: 20px;
`;

const Quiet = styled.span`
  display: block;
  color: ${color("foreground.subtle")};
  font-size: 12px;
`;

/** What is known of the person who asked. */
export function RequesterCard({ ticket }: { ticket: Ticket }) {
  const words = useWords();
  const more = useConversationWords();
  const { language } = useContext(LanguageContext);
  const { name, avatarUrl, email, emailVerified, externalId, locale, tickets, otherTickets } =
    ticket.requester;
  return (
    <div>
      <Head>
        <Face name={name} avatarUrl={avatarUrl} size="medium" />
        <div style={{ minWidth: 0 }}>
          <Name>{name}</Name>
          <Quiet>{words.requester}</Quiet>
        </div>
      </Head>
      <Facts
        of={[
          [
            words.email,
            email === undefined ? (
              <Quiet key="email">{words.none}</Quiet>
            ) : (
              <span key="email">
                {email}
                {emailVerified === false && <Quiet>{words.emailStated}</Quiet>}
              </span>
            ),
          ],
          [words.externalId, externalId],
          [words.locale, locale && languageName(locale, language)],
          [words.requestedTickets, tickets],
          [
            more.otherTickets,
            otherTickets.length > 0 ? <OtherTickets key="others" tickets={otherTickets} /> : undefined,
          ],
        ]}
      />
    </div>
  );
}

/** "Anglais (en-US)"; a code that is none stays as it is. */
function languageName(code: string, shownIn: string): string {
  try {
    const name = new Intl.DisplayNames(shownIn, { type: "language" }).of(code);
    return name === undefined || name === code
      ? code
      : `${name.replace(/^./u, (first) => first.toUpperCase())} (${code})`;
  } catch {
    return code;
  }
}
