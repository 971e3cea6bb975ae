import { Span } from "@zendeskgarden/react-typography";
import { useContext, useState } from "react";
import { styled } from "styled-components";
import type { MessageContent } from "../../agent/contract.ts";
import { LanguageContext, useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { safeUrl } from "../safe-url.ts";
import { color } from "../theme.tsx";
import { Bubble, type Side } from "./bubble.tsx";
import { fileSize } from "./file-size.ts";
import { LinkedText } from "./linked-text.tsx";

const Picture = styled.a`
  display: block;
  border-radius: 8px;
  overflow: hidden;
  border: 1px solid ${color("border.default")};
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
  }
  img {
    display: block;
    max-width: min(320px, calc(100vw - 112px));
    max-height: 260px;
    background: ${color("background.subtle")};
  }
`;

const Card = styled.a`
  display: flex;
  align-items: center;
  gap: 12px;
  box-sizing: border-box;
  max-width: min(320px, 100%);
  border: 1px solid ${color("border.default")};
  border-radius: 8px;
  padding: 10px 12px;
  background: ${color("background.default")};
  color: inherit;
  text-decoration: none;
  &:hover {
    border-color: ${color("border.primaryEmphasis")};
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
  }
  > svg {
    flex-shrink: 0;
    color: ${color("foreground.subtle")};
  }
`;

const FileName = styled.span`
  flex: 1;
  min-width: 0;
  overflow-wrap: anywhere;
  line-height: 18px;
`;

const Quiet = styled.span`
  display: block;
  color: ${color("foreground.subtle")};
  font-size: 12px;
`;

/** A picture shown in place, any other file as a card to download. A picture that does not load is a card too. */
export function Attachment({
  content,
  side,
}: {
  content: Extract<MessageContent, { type: "image" | "file" }>;
  side: Side;
}) {
  const words = useWords();
  const { language } = useContext(LanguageContext);
  const [broken, setBroken] = useState(false);
  const href = safeUrl(content.url);
  const { name, size, mediaType } = content;
  const leave = { href, target: "_blank", rel: "noopener noreferrer" };
  return (
    <>
      {content.type === "image" && !broken ? (
        <Picture {...leave} aria-label={words.openImage(name)}>
          <img src={href} alt={name} onError={() => setBroken(true)} />
        </Picture>
      ) : (
        <Card {...leave} download={name}>
          <Icon name={mediaType === "application/pdf" ? "pdf" : "file"} width="24" height="24" />
          <FileName>
            <Span hidden>{words.download} </Span>
            {name}
            {size !== undefined && <Quiet>{fileSize(size, language)}</Quiet>}
          </FileName>
          <Icon name="download" />
        </Card>
      )}
      {content.text && (
        <Bubble $side={side}>
          <LinkedText text={content.text} />
        </Bubble>
      )}
    </>
  );
}
