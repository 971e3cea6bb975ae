import { Span } from "@zendeskgarden/react-typography";
import { NavLink } from "react-router-dom";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { media } from "../theme.tsx";

/** The dark bar of products, in the green of Zendesk's own in either colour scheme. */
const Bar = styled.nav`
  display: flex;
  flex-direction: column;
  flex-shrink: 0;
  width: 56px;
  background: #03363d;
  @media ${media.phone} {
    display: none;
  }
`;

const Brand = styled.span`
  display: grid;
  place-items: center;
  height: 52px;
  color: #d1e8df;
`;

const Product = styled(NavLink)`
  display: grid;
  place-items: center;
  position: relative;
  height: 52px;
  color: #d1e8df;
  opacity: 0.75;
  &:hover {
    opacity: 1;
  }
  &[aria-current="page"] {
    opacity: 1;
    background: #0b4b53;
    box-shadow: inset 3px 0 #d1e8df;
  }
  &:focus-visible {
    outline: 2px solid #fff;
    outline-offset: -4px;
    opacity: 1;
  }
`;

const Badge = styled.span`
  position: absolute;
  top: 6px;
  right: 6px;
  min-width: 16px;
  border-radius: 8px;
  background: #cc3340;
  color: #fff;
  font-size: 11px;
  font-weight: 600;
  line-height: 16px;
  text-align: center;
`;

export function Rail({ unread }: { unread: number }) {
  const words = useWords();
  return (
    <Bar aria-label={words.products}>
      <Brand>
        <Icon name="chat" width="24" height="24" />
      </Brand>
      <Product to="/agent" title={words.workspace}>
        <Icon name="inbox" width="20" height="20" />
        <Span hidden>{words.workspace}</Span>
        {unread > 0 && (
          <Badge>
            <span aria-hidden>{Math.min(unread, 99)}</span>
            <Span hidden>{words.unread(unread)}</Span>
          </Badge>
        )}
      </Product>
      <Product to="/admin" title={words.adminCenter}>
        <Span hidden>{words.adminCenter}</Span>
        <Icon name="gear" width="20" height="20" />
      </Product>
      <Product to="/inspector" title={words.inspector}>
        <Span hidden>{words.inspector}</Span>
        <Icon name="inspect" width="20" height="20" />
      </Product>
    </Bar>
  );
}
