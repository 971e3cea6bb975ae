import { memo, useContext } from "react";
import { styled } from "styled-components";
import type { MessageContent, TicketMessage } from "../../agent/contract.ts";
import { LanguageContext, useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { Face } from "../shell/face.tsx";
import { color } from "../theme.tsx";
import { Time } from "../time.tsx";
import { Body } from "./body.tsx";
import type { Side } from "./bubble.tsx";
import { eventText } from "./event-texts.ts";
import { useConversationWords } from "./words.ts";

type Author = TicketMessage["author"]["type"];

/** Who speaks, in the words of this project; browser tests look for them. */
const spokenBy: Record<Author, "visitor" | "operator" | "bot" | "system"> = {
  requester: "visitor",
  agent: "operator",
  bot: "bot",
  system: "system",
};

const sides: Record<Author, Side> = { requester: "start", agent: "end", bot: "bot", system: "bot" };

/** One styled element for the whole message: a conversation shows many at once. */
const Row = styled.article`
  display: grid;
  grid-template-columns: 32px minmax(0, 1fr) 32px;
  column-gap: 8px;
  margin-top: 12px;
  &[data-together] {
    margin-top: 4px;
  }
  &::after {
    order: 2;
    content: "";
  }
  > .said {
    display: flex;
    flex-direction: column;
    order: 1;
    align-items: flex-start;
    gap: 2px;
    min-width: 0;
  }
  &:not([data-side="start"]) {
    > .face {
      order: 2;
    }
    &::after {
      order: 0;
    }
    > .said {
      align-items: flex-end;
    }
  }
  .by {
    color: ${color("foreground.subtle")};
    font-size: 12px;
    overflow-wrap: anywhere;
    strong {
      color: ${color("foreground.default")};
      font-weight: 600;
    }
  }
`;

/** A message with its author, the kind of author and the time at the head of a group. */
export const Message = memo(function Message({
  message,
  content,
  together,
}: {
  message: TicketMessage;
  content: Exclude<MessageContent, { type: "event" }>;
  together: boolean;
}) {
  const words = useWords();
  const more = useConversationWords();
  const { author, at } = message;
  const side = sides[author.type];
  return (
    <Row
      data-side={side}
      data-together={together || undefined}
      data-author={spokenBy[author.type]}
      data-part={message.part}
      aria-label={author.name}
    >
      <span className="face">
        {!together && (
          <Face
            name={author.name}
            avatarUrl={author.avatarUrl}
            bot={author.type === "bot" || author.type === "system"}
          />
        )}
      </span>
      <div className="said">
        {!together && (
          <div className="by">
            <bdi>
              <strong>{author.name}</strong>
            </bdi>{" "}
            · {author.name !== words.kind[author.type] && `${words.kind[author.type]} · `}
            <Time at={at} always="time" />
          </div>
        )}
        {message.survey && (
          <div className="by">
            <Icon name="star" /> {more.survey}
            {message.survey.rated && ` · ${more.surveyRated}`}
          </div>
        )}
        <Body content={content} side={side} />
      </div>
    </Row>
  );
});

const Centred = styled.p`
  margin: 8px auto 0;
  color: ${color("foreground.subtle")};
  font-size: 12px;
  text-align: center;
`;

/** Something that happened to the ticket, as Zendesk notes it between the messages. */
export function EventLine({ text, at }: { text: string; at: number }) {
  const { language } = useContext(LanguageContext);
  return (
    <Centred data-author="system">
      {eventText(text, language)} · <Time at={at} always="time" />
    </Centred>
  );
}
