import { Anchor } from "@zendeskgarden/react-buttons";
import { Fragment, useMemo } from "react";
import { styled } from "styled-components";
import { safeUrl } from "../safe-url.ts";
import { color } from "../theme.tsx";
import { type Formatted, fromHtml, fromMarkdown } from "./formatted.ts";
import { LinkedText } from "./linked-text.tsx";

const Body = styled.div`
  white-space: normal;
  p,
  ul,
  ol,
  pre,
  blockquote {
    margin: 0;
  }
  p + p,
  p + ul,
  p + ol,
  ul + p,
  ol + p {
    margin-top: 4px;
  }
  p {
    min-height: 20px;
    white-space: pre-wrap;
  }
  ul,
  ol {
    padding-inline-start: 20px;
  }
  blockquote {
    border-inline-start: 3px solid ${color("border.default")};
    padding-inline-start: 8px;
  }
  pre,
  code {
    border-radius: 4px;
    background: color-mix(in srgb, currentColor 10%, transparent);
    padding: 0 4px;
    font-family: ${({ theme }) => theme.fonts.mono};
    font-size: 13px;
  }
  pre {
    overflow-x: auto;
    padding: 6px 8px;
    code {
      background: none;
      padding: 0;
    }
  }
`;

/** Text with its formatting; whatever is not formatting has no effect. */
export function FormattedText({
  html,
  markdown,
}: {
  html?: string | undefined;
  markdown?: string | undefined;
}) {
  const parts = useMemo(
    () => (html === undefined ? fromMarkdown(markdown ?? "") : fromHtml(html)),
    [html, markdown],
  );
  return (
    <Body>
      <Parts of={parts} plain={false} />
    </Body>
  );
}

function Parts({ of, plain }: { of: readonly Formatted[]; plain: boolean }) {
  // The parts have no identity but their place.
  return of.map((part, index) => <Part key={`${index} ${typeof part}`} part={part} plain={plain} />);
}

function Part({ part, plain }: { part: Formatted; plain: boolean }) {
  if (typeof part === "string") return plain ? part : <LinkedText text={part} />;
  const { tag: Tag, href, children } = part;
  if (Tag === "br") return <br />;
  const inside = <Parts of={children} plain={plain || Tag === "a" || Tag === "code"} />;
  if (Tag !== "a") return <Tag>{inside}</Tag>;
  const safe = href && safeUrl(href);
  if (!safe) return <Fragment>{inside}</Fragment>;
  return (
    <Anchor href={safe} target="_blank" rel="noopener noreferrer">
      {inside}
    </Anchor>
  );
}
