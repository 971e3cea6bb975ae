import { Button } from "@zendeskgarden/react-buttons";
import { Spinner } from "@zendeskgarden/react-loaders";
import { Alert } from "@zendeskgarden/react-notifications";
import { LG, XXL } from "@zendeskgarden/react-typography";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router-dom";
import { styled } from "styled-components";
import type { Failure } from "./api.ts";
import { failureText } from "./failure.ts";
import { useTexts } from "./i18n.tsx";
import { color } from "./theme.tsx";

export const Stack = styled.div`
  display: flex;
  flex-direction: column;
  gap: 20px;
`;

export const Card = styled.section`
  background: ${color("background.default")};
  border: 1px solid ${color("border.default")};
  border-radius: 8px;
  padding: 24px;
  @media (max-width: 480px) {
    padding: 20px 16px;
  }
`;

export const Subtle = styled.p`
  color: ${color("foreground.subtle")};
  max-width: 80ch;
`;

const Head = styled.header`
  margin-bottom: 24px;
  > * + * {
    margin-top: 4px;
  }
`;

/** The title of a page, also of the window. */
export function PageHead({ title, intro }: { title: string; intro?: string }) {
  const { product } = useTexts();
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <Head>
      <XXL tag="h1">{title}</XXL>
      {intro !== undefined && <Subtle>{intro}</Subtle>}
    </Head>
  );
}

const CardHead = styled.header`
  margin-bottom: 20px;
  > * + * {
    margin-top: 4px;
  }
`;
const Line = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
`;

export function CardTitle({
  id,
  title,
  intro,
  children,
}: {
  id: string;
  title: string;
  intro?: string;
  children?: ReactNode;
}) {
  return (
    <CardHead>
      <Line>
        <LG tag="h2" id={id} isBold>
          {title}
        </LG>
        {children}
      </Line>
      {intro !== undefined && <Subtle>{intro}</Subtle>}
    </CardHead>
  );
}

const Middle = styled.div`
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 12px;
  min-height: 240px;
  padding: 24px;
  text-align: center;
  color: ${color("foreground.subtle")};
`;

export function Loading() {
  const { loading } = useTexts();
  return (
    <Middle role="status" aria-label={loading}>
      <Spinner size="32" delayMS={300} />
    </Middle>
  );
}

const Problem = styled(Alert)`
  text-align: left;
`;

/** A page that could not be loaded. */
export function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const texts = useTexts();
  return (
    <Middle>
      <Problem type="error">{failureText(texts, failure)}</Problem>
      <Button onClick={retry}>{texts.tryAgain}</Button>
    </Middle>
  );
}

const EmptyTitle = styled(LG)`
  color: ${color("foreground.default")};
`;
const EmptyText = styled.div`
  max-width: 52ch;
`;

export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Middle>
      <EmptyTitle tag="h2" isBold>
        {title}
      </EmptyTitle>
      <EmptyText>{text}</EmptyText>
      {children}
    </Middle>
  );
}

/** The buttons of a form, its one primary action first. */
export const Actions = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px 16px;
`;

/** A link within the console that looks like Garden's anchors. */
export const TextLink = styled(Link)`
  border-radius: 2px;
  color: ${color("foreground.primary")};
  text-decoration: underline;
  &:hover {
    text-decoration: none;
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
  }
`;

/** For screen readers only. */
export const Unseen = styled.span`
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;
