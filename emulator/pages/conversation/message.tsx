import { memo } from "react";
import { styled } from "styled-components";
import type { MessageContent, TicketMessage } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { Face } from "../shell/face.tsx";
import { color } from "../theme.tsx";
import { Time } from "../time.tsx";
import { Body } from "./body.tsx";
import type { Side } from "./bubble.tsx";
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

const Row = styled.article<{ $side: Side; $together: boolean }>`
  display: grid;
  grid-template-columns: 32px minmax(0, 1fr) 32px;
  column-gap: 8px;
  margin-top: ${({ $together }) => ($together ? 4 : 12)}px;
  > :first-child {
    order: ${({ $side }) => ($side === "start" ? 0 : 2)};
  }
  &::after {
    order: ${({ $side }) => ($side === "start" ? 2 : 0)};
    content: "";
  }
`;

const Said = styled.div<{ $side: Side }>`
  display: flex;
  flex-direction: column;
  order: 1;
  align-items: ${({ $side }) => ($side === "start" ? "flex-start" : "flex-end")};
  gap: 2px;
  min-width: 0;
`;

const By = styled.div`
  color: ${color("foreground.subtle")};
  font-size: 12px;
  strong {
    color: ${color("foreground.default")};
    font-weight: 600;
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
      $side={side}
      $together={together}
      data-author={spokenBy[author.type]}
      data-part={message.part}
      aria-label={author.name}
    >
      <span>
        {!together && (
          <Face
            name={author.name}
            avatarUrl={author.avatarUrl}
            bot={author.type === "bot" || author.type === "system"}
          />
        )}
      </span>
      <Said $side={side}>
        {!together && (
          <By>
            <strong>{author.name}</strong> ·{" "}
            {author.name !== words.kind[author.type] && `${words.kind[author.type]} · `}{" "}
            <Time at={at} always="time" />
          </By>
        )}
        {message.survey && (
          <By>
            <Icon name="star" /> {more.survey}
            {message.survey.rated && ` · ${more.surveyRated}`}
          </By>
        )}
        <Body content={content} side={side} />
      </Said>
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
  return (
    <Centred data-author="system">
      {text} · <Time at={at} always="time" />
    </Centred>
  );
}
