import { NavLink } from "react-router-dom";
import { styled } from "styled-components";
import { useBot } from "./bot.tsx";
import { useTexts } from "./i18n.tsx";
import { Icon } from "./icon.tsx";
import { color } from "./theme.tsx";

const Nav = styled.nav`
  position: sticky;
  top: 57px;
  padding: 16px 12px;
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
`;
const Area = styled.div`
  padding: 8px 12px 4px;
  font-weight: 600;
`;
const Group = styled.div`
  padding: 8px 12px 4px;
  font-size: 12px;
  color: ${color("foreground.subtle")};
`;
const Link = styled(NavLink)`
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 8px;
  padding: 8px 12px;
  border-radius: 4px;
  color: ${color("foreground.default")};
  text-decoration: none;
  overflow-wrap: anywhere;
  &:hover {
    background: ${color("background.recessed")};
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: -2px;
  }
  &[aria-current="page"] {
    background: ${color("background.recessed")};
    color: ${color("foreground.primary")};
    font-weight: 600;
  }
  svg {
    flex: none;
    color: ${color("foreground.subtle")};
  }
`;

/** Preferences and Channels; "Livechat settings" once ZENDESK is saved. */
export function Navigation() {
  const { nav, newWindow } = useTexts();
  const { botId, preferences, channels } = useBot();
  const to = (page: string) => `/${encodeURIComponent(botId)}/${page}`;
  return (
    <Nav aria-label={nav.label}>
      <ul>
        <li>
          <Area id="nav-preferences">{nav.preferences}</Area>
          <ul aria-labelledby="nav-preferences">
            <li>
              <Group id="nav-bot">{nav.bot}</Group>
              <ul aria-labelledby="nav-bot">
                <li>
                  <Link to={to("preferences/bot/general")}>{nav.general}</Link>
                </li>
              </ul>
            </li>
            {preferences.escalationType === "ZENDESK" && (
              <li>
                <Group id="nav-livechat">{nav.livechat}</Group>
                <ul aria-labelledby="nav-livechat">
                  <li>
                    <Link to={to("preferences/livechat/connector")}>{nav.connector}</Link>
                  </li>
                  <li>
                    <Link to={to("preferences/livechat/skills")}>{nav.skills}</Link>
                  </li>
                  <li>
                    <Link to={to("preferences/livechat/ends")}>{nav.ends}</Link>
                  </li>
                </ul>
              </li>
            )}
          </ul>
        </li>
        <li>
          <Area id="nav-channels">{nav.channels}</Area>
          <ul aria-labelledby="nav-channels">
            <li>
              <Link to={to("channels")}>{nav.channels}</Link>
            </li>
            {channels.map(({ id, title, previewUrl }) => (
              <li key={id}>
                <Link to={previewUrl} target="_blank" rel="noreferrer" title={newWindow}>
                  {nav.preview(title)}
                  <Icon name="open" />
                </Link>
              </li>
            ))}
          </ul>
        </li>
      </ul>
    </Nav>
  );
}
