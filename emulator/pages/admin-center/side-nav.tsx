import { Button } from "@zendeskgarden/react-buttons";
import { Drawer } from "@zendeskgarden/react-modals";
import { useState } from "react";
import { NavLink } from "react-router-dom";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { color } from "../theme.tsx";
import { categories } from "./navigation.ts";
import { useAdminWords } from "./words/words.ts";

const List = styled.ul`
  margin: 0;
  padding: 0;
  list-style: none;
`;

const Entry = styled(NavLink)`
  display: flex;
  align-items: center;
  gap: 8px;
  border-radius: 4px;
  padding: 6px 12px;
  color: ${color("foreground.default")};
  text-decoration: none;
  &:hover {
    background: ${color("border.subtle")};
    color: ${color("foreground.default")};
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: -2px;
  }
  &[aria-current="page"] {
    background: ${color("border.subtle")};
    font-weight: 600;
  }
`;

const CategoryEntry = styled(Entry)`
  margin-top: 16px;
  font-weight: 600;
`;

const Item = styled(Entry)`
  padding-inline-start: 36px;
`;

/** `chosen` is told when a page is opened from here. */
function Entries({ chosen }: { chosen?: () => void }) {
  const words = useAdminWords();
  return (
    <List>
      <li>
        <Entry to="/admin" end onClick={chosen} style={{ fontWeight: 600 }}>
          <Icon name="home" />
          {words.home}
        </Entry>
      </li>
      {categories.map(({ path, label, icon, items }) => (
        <li key={path}>
          <CategoryEntry to={path} end onClick={chosen}>
            <Icon name={icon} />
            {words[label]}
          </CategoryEntry>
          <List>
            {items.map((item) => (
              <li key={item.path}>
                <Item to={item.path} onClick={chosen}>
                  {words[item.label]}
                </Item>
              </li>
            ))}
          </List>
        </li>
      ))}
    </List>
  );
}

const Side = styled.nav`
  flex-shrink: 0;
  box-sizing: border-box;
  width: 280px;
  overflow-y: auto;
  border-inline-end: 1px solid ${color("border.default")};
  padding: 16px 12px;
  background: ${color("background.subtle")};
`;

/** The categories of Admin Center and their pages, beside the page. */
export function SideNav() {
  const words = useAdminWords();
  return (
    <Side aria-label={words.navigation}>
      <Entries />
    </Side>
  );
}

const Bar = styled.div`
  flex-shrink: 0;
  border-bottom: 1px solid ${color("border.default")};
  padding: 6px 8px;
`;

/** The same on a phone: a button, and a drawer that closes once a page is chosen. */
export function DrawerNav() {
  const words = useAdminWords();
  const [open, setOpen] = useState(false);
  return (
    <Bar>
      <Button isBasic isNeutral aria-expanded={open} onClick={() => setOpen(true)}>
        <Button.StartIcon>
          <Icon name="menu" />
        </Button.StartIcon>
        {words.menu}
      </Button>
      <Drawer isOpen={open} onClose={() => setOpen(false)}>
        <Drawer.Header tag="h2">{words.menu}</Drawer.Header>
        <Drawer.Body>
          <nav aria-label={words.navigation}>
            <Entries chosen={() => setOpen(false)} />
          </nav>
        </Drawer.Body>
        <Drawer.Close aria-label={words.close} />
      </Drawer>
    </Bar>
  );
}
