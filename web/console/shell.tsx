import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { Field, Select } from "@zendeskgarden/react-forms";
import { useEffect, useRef, useState } from "react";
import { Navigate, Outlet, useLocation, useNavigate, useParams } from "react-router-dom";
import { styled } from "styled-components";
import { channelsAnswerSchema, generalPreferencesSchema } from "../../src/protocol/console.ts";
import { BotProvider } from "./bot.tsx";
import { useTexts } from "./i18n.tsx";
import { Icon } from "./icon.tsx";
import { useLoaded } from "./loaded.ts";
import { Navigation } from "./navigation.tsx";
import { Failed, Loading } from "./page.tsx";
import { useSession } from "./session.tsx";
import { Switches } from "./switches.tsx";
import { color, narrow } from "./theme.tsx";

const Skip = styled.a`
  position: absolute;
  left: -9999px;
  z-index: 10;
  padding: 8px 16px;
  background: ${color("background.default")};
  color: ${color("foreground.primary")};
  &:focus {
    left: 8px;
    top: 8px;
  }
`;
const Bar = styled.header`
  position: sticky;
  top: 0;
  z-index: 3;
  display: flex;
  align-items: center;
  gap: 8px;
  height: 56px;
  padding: 0 16px;
  background: ${color("background.default")};
  border-bottom: 1px solid ${color("border.default")};
`;
const Brand = styled.div`
  display: flex;
  align-items: center;
  gap: 8px;
  min-width: 0;
  margin-right: auto;
  > svg {
    flex: none;
    color: ${color("foreground.primary")};
  }
`;
const BotName = styled.span`
  font-weight: 600;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
`;
const Product = styled.span`
  color: ${color("foreground.subtle")};
  white-space: nowrap;
  ${narrow} {
    display: none;
  }
`;
const MenuButton = styled(IconButton)`
  display: none;
  ${narrow} {
    display: inline-flex;
  }
`;
const LogOutText = styled.span`
  ${narrow} {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
const Columns = styled.div`
  display: grid;
  grid-template-columns: 248px minmax(0, 1fr);
  ${narrow} {
    grid-template-columns: minmax(0, 1fr);
  }
`;
const Side = styled.div<{ $open: boolean }>`
  background: ${color("background.default")};
  border-right: 1px solid ${color("border.default")};
  min-height: calc(100vh - 57px);
  ${narrow} {
    display: ${({ $open }) => ($open ? "block" : "none")};
    min-height: 0;
    border-right: 0;
    border-bottom: 1px solid ${color("border.default")};
  }
`;
const Content = styled.main`
  width: 100%;
  max-width: 920px;
  box-sizing: border-box;
  margin: 0 auto;
  padding: 32px 32px 48px;
  outline: none;
  ${narrow} {
    padding: 24px 16px 40px;
  }
`;

export function Shell() {
  const { botId = "" } = useParams();
  const { me } = useSession();
  // An address of a bot that is no more, or mistyped: the way in is better than a dead end.
  if (!me.bots.some(({ id }) => id === botId)) return <Navigate to="/" replace />;
  return <BotShell key={botId} botId={botId} />;
}

function BotShell({ botId }: { botId: string }) {
  const texts = useTexts();
  const { me, logOut } = useSession();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const path = `bots/${encodeURIComponent(botId)}`;
  const preferences = useLoaded(`${path}/preferences/general`, generalPreferencesSchema);
  const channels = useLoaded(`${path}/channels`, channelsAnswerSchema);
  const [menuOpen, setMenuOpen] = useState(false);
  const main = useRef<HTMLElement>(null);

  // A new page begins at its top, and the menu that led there closes.
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setMenuOpen(false);
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  if (preferences.kind === "loading" || channels.kind === "loading") return <Loading />;
  if (preferences.kind === "failed") return <Failed {...preferences} />;
  if (channels.kind === "failed") return <Failed {...channels} />;
  const bot = {
    botId,
    preferences: preferences.body,
    setPreferences: preferences.replace,
    channels: channels.body.channels,
  };

  return (
    <BotProvider value={bot}>
      <Skip href="#content">{texts.skip}</Skip>
      <Bar>
        <MenuButton
          aria-label={menuOpen ? texts.closeMenu : texts.menu}
          aria-expanded={menuOpen}
          aria-controls="navigation"
          onClick={() => setMenuOpen(!menuOpen)}
        >
          <Icon name={menuOpen ? "close" : "menu"} />
        </MenuButton>
        <Brand>
          <Icon name="chat" />
          {me.bots.length > 1 ? (
            <Field>
              <Field.Label hidden>{texts.bot}</Field.Label>
              <Select
                isCompact
                value={botId}
                onChange={(event) => void navigate(`/${encodeURIComponent(event.target.value)}`)}
              >
                {me.bots.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {id === botId ? bot.preferences.name : name}
                  </option>
                ))}
              </Select>
            </Field>
          ) : (
            <BotName>{bot.preferences.name}</BotName>
          )}
          <Product>{texts.product}</Product>
        </Brand>
        <Switches />
        <Button isBasic size="small" onClick={() => void logOut()}>
          <Button.StartIcon>
            <Icon name="exit" />
          </Button.StartIcon>
          <LogOutText>{texts.logOut}</LogOutText>
        </Button>
      </Bar>
      <Columns>
        <Side id="navigation" $open={menuOpen}>
          <Navigation />
        </Side>
        <Content id="content" tabIndex={-1} ref={main}>
          <Outlet />
        </Content>
      </Columns>
    </BotProvider>
  );
}
