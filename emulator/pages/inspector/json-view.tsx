/** JSON as people read it, with a button that copies it. */
import { IconButton } from "@zendeskgarden/react-buttons";
import type { ReactNode } from "react";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { color } from "../theme.tsx";
import { useTold } from "./told.tsx";
import { useInspectorWords } from "./words.ts";

const Head = styled.div`
  display: flex;
  align-items: center;
  justify-content: space-between;
  min-height: 32px;
  margin-top: 16px;
`;

const Name = styled.h3`
  margin: 0;
  font-size: 14px;
  font-weight: 600;
`;

const Code = styled.pre`
  margin: 0;
  border: 1px solid ${color("border.subtle")};
  border-radius: 4px;
  padding: 12px;
  overflow: auto;
  max-height: 480px;
  background: ${color("background.subtle")};
  font: 12px/18px ${({ theme }) => theme.fonts.mono};
  tab-size: 2;
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
  }
`;

const Key = styled.span`
  color: ${color("foreground.primary")};
`;
const Text = styled.span`
  color: ${color("foreground.success")};
`;
const Value = styled.span`
  color: ${color("foreground.warning")};
`;

/** The parts of a printed JSON that have a colour of their own. */
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;
/** Beyond this many characters colours would only make the page slow. */
const COLOURED = 20_000;

function coloured(json: string): ReactNode[] {
  const shown: ReactNode[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [whole, text, colon] = match;
    shown.push(json.slice(end, match.index));
    end = match.index + whole.length;
    const key = match.index;
    if (text === undefined) shown.push(<Value key={key}>{whole}</Value>);
    else if (colon === undefined) shown.push(<Text key={key}>{whole}</Text>);
    else shown.push(<Key key={key}>{text}</Key>, colon);
  }
  shown.push(json.slice(end));
  return shown;
}

export function JsonView({ name, value }: { name: string; value: unknown }) {
  const words = useInspectorWords();
  const told = useTold();
  const nothing = value === undefined || value === null;
  const json = nothing ? words.nothing : JSON.stringify(value, null, 2);
  return (
    <section>
      <Head>
        <Name>{name}</Name>
        {!nothing && (
          <IconButton
            size="small"
            aria-label={words.copyIt(name)}
            title={words.copy}
            onClick={() => void told(() => navigator.clipboard.writeText(json), words.copied)}
          >
            <Icon name="copy" />
          </IconButton>
        )}
      </Head>
      <Code tabIndex={0} role="group" aria-label={name}>
        {nothing || json.length > COLOURED ? json : coloured(json)}
      </Code>
    </section>
  );
}
