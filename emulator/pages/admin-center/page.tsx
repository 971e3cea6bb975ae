import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import { styled } from "styled-components";
import { color, media } from "../theme.tsx";
import { useAdminWords } from "./words/words.ts";

const Frame = styled.div`
  display: flex;
  flex-direction: column;
  gap: 24px;
  box-sizing: border-box;
  width: 100%;
  max-width: 960px;
  padding: 24px 32px 64px;
  @media ${media.phone} {
    padding: 16px 16px 48px;
  }
`;

const Head = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  justify-content: space-between;
  gap: 12px 24px;
`;

const Title = styled.h2`
  margin: 0;
  font-size: 22px;
  font-weight: 600;
  line-height: 28px;
  overflow-wrap: anywhere;
`;

const Intro = styled.p`
  max-width: 640px;
  margin: 4px 0 0;
  color: ${color("foreground.subtle")};
`;

const Crumbs = styled.ol`
  display: flex;
  flex-wrap: wrap;
  margin: 0 0 4px;
  padding: 0;
  color: ${color("foreground.subtle")};
  font-size: 12px;
  list-style: none;
  > li + li::before {
    padding-inline: 8px;
    content: "›" / "";
  }
`;

export const TextLink = styled(Link)`
  color: ${color("foreground.primary")};
  text-decoration: underline;
  text-underline-offset: 2px;
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
    border-radius: 2px;
  }
`;

/** A bordered area of a page. */
export const Card = styled.section`
  border: 1px solid ${color("border.default")};
  border-radius: 8px;
  padding: 20px 24px;
  @media ${media.phone} {
    padding: 16px;
  }
`;

export const CardTitle = styled.h3`
  margin: 0 0 12px;
  font-size: 16px;
  font-weight: 600;
`;

export const Quiet = styled.p`
  margin: 0;
  color: ${color("foreground.subtle")};
`;

/** Fields below one another. */
export const Fields = styled.div`
  display: flex;
  flex-direction: column;
  gap: 20px;
  max-width: 560px;
`;

/** Technical text: ids, addresses. */
export const Mono = styled.span`
  font-family: ${({ theme }) => theme.fonts.mono};
  font-size: 13px;
  overflow-wrap: anywhere;
`;

export interface Crumb {
  readonly to: string;
  readonly label: string;
}

/** A page of Admin Center: where it is, what it is called, what can be done first. */
export function AdminPage({
  title,
  intro,
  crumbs = [],
  action,
  children,
}: {
  title: string;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  /** The one primary action. */
  action?: ReactNode;
  children?: ReactNode;
}) {
  const words = useAdminWords();
  return (
    <Frame>
      <Head>
        <div>
          {crumbs.length > 0 && (
            <nav aria-label={words.breadcrumb}>
              <Crumbs>
                {crumbs.map(({ to, label }) => (
                  <li key={to}>
                    <TextLink to={to}>{label}</TextLink>
                  </li>
                ))}
              </Crumbs>
            </nav>
          )}
          <Title tabIndex={-1}>{title}</Title>
          {intro && <Intro>{intro}</Intro>}
        </div>
        {action}
      </Head>
      {children}
    </Frame>
  );
}
