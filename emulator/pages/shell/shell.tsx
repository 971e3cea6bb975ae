import { SkipNav } from "@zendeskgarden/react-chrome";
import { Tag } from "@zendeskgarden/react-tags";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { useNavigate } from "react-router-dom";
import { styled } from "styled-components";
import { useWords } from "../i18n.ts";
import { useConnected } from "../live.tsx";
import { color, media } from "../theme.tsx";
import { AgentMenu } from "./agent-menu.tsx";
import { DesktopButton, useSound } from "./alert-buttons.tsx";
import { EmulatorMark } from "./emulator-mark.tsx";
import { LanguageMenu } from "./language-menu.tsx";
import { useNotifications } from "./notifications.tsx";
import { useProduct } from "./product.ts";
import { Rail } from "./rail.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";

const Page = styled.div`
  display: flex;
  height: 100dvh;
  overflow: clip;
`;

const Column = styled.div`
  display: flex;
  flex: 1;
  flex-direction: column;
  min-width: 0;
`;

const Bar = styled.header`
  display: flex;
  flex-shrink: 0;
  align-items: center;
  gap: 8px;
  box-sizing: border-box;
  height: 52px;
  border-bottom: 1px solid ${color("border.default")};
  padding: 0 8px 0 16px;
`;

const Product = styled.h1`
  margin: 0;
  overflow: hidden;
  font-weight: 600;
  text-overflow: ellipsis;
  white-space: nowrap;
  font-size: 14px;
  @media ${media.phone} {
    position: absolute;
    width: 1px;
    clip-path: inset(50%);
  }
`;

const Main = styled.main`
  display: flex;
  flex: 1;
  flex-direction: column;
  min-height: 0;
`;

const Space = styled.span`
  flex: 1;
`;

/** Zendesk's frame around a product: rail, header, and what the product shows. */
export function Shell({ children }: { children: ReactNode }) {
  const words = useWords();
  const connected = useConnected();
  const sound = useSound();
  const unread = useNotifications(sound.off);
  const product = useProduct();
  const navigate = useNavigate();
  const latest = useRef(navigate);
  useEffect(() => {
    latest.current = navigate;
  });
  const go = useCallback((path: string) => void latest.current(path), []);
  return (
    <Page>
      <SkipNav targetId="main">{words.skip}</SkipNav>
      <Rail unread={unread} />
      <Column>
        <Bar>
          <EmulatorMark />
          <Product>{product}</Product>
          <Space />
          <span role="status">{!connected && <Tag hue="red">{words.reconnecting}</Tag>}</span>
          <ShortcutHelp />
          <DesktopButton />
          {sound.button}
          <LanguageMenu />
          <AgentMenu go={go} />
        </Bar>
        <Main id="main" tabIndex={-1}>
          {children}
        </Main>
      </Column>
    </Page>
  );
}
