import { styled } from "styled-components";
import type { MessageContent } from "../../agent/contract.ts";
import { color } from "../theme.tsx";
import { Attachment } from "./attachment.tsx";
import { Bubble, type Side } from "./bubble.tsx";
import { FormattedText } from "./formatted-text.tsx";
import { LinkedText } from "./linked-text.tsx";
import { Actions, RichContent } from "./rich.tsx";
import { useConversationWords } from "./words.ts";

const Gone = styled.p`
  margin: 0;
  border: 1px dashed ${color("border.default")};
  border-radius: 8px;
  padding: 7px 12px;
  color: ${color("foreground.subtle")};
  font-style: italic;
`;

/** What a message says, whatever its kind. */
export function Body({ content, side }: { content: Exclude<MessageContent, { type: "event" }>; side: Side }) {
  const words = useConversationWords();
  switch (content.type) {
    case "text": {
      const { text, htmlText, markdownText } = content;
      const formatted = htmlText !== undefined || markdownText !== undefined;
      return (
        <>
          <Bubble $side={side}>
            {formatted ? (
              <FormattedText html={htmlText} markdown={markdownText} />
            ) : (
              <LinkedText text={text} />
            )}
          </Bubble>
          <Actions of={content.actions} />
        </>
      );
    }
    case "image":
    case "file":
      return (
        <>
          <Attachment content={content} side={side} />
          <Actions of={content.actions} />
        </>
      );
    case "deleted":
      return <Gone>{words.deleted}</Gone>;
    default:
      return <RichContent content={content} />;
  }
}
