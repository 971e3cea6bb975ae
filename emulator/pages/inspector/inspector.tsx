/** What programs wrote, what was sent to them, and what shall go wrong: below `/inspector`. */
import { Tabs } from "@zendeskgarden/react-tabs";
import { useEffect } from "react";
import { Link, useLocation, useNavigate } from "react-router-dom";
import { styled } from "styled-components";
import { color, media } from "../theme.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Activity } from "./activity.tsx";
import { ClockBar } from "./clock-bar.tsx";
import { Faults } from "./faults.tsx";
import { Webhooks } from "./webhooks.tsx";
import { useInspectorWords } from "./words.ts";

const Head = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px 24px;
  padding: 16px 24px 8px;
  @media ${media.phone} {
    padding: 12px 16px 4px;
  }
`;

const Heading = styled.div`
  flex: 1 1 280px;
  > h2 {
    margin: 0;
    font-size: 14px;
    font-weight: 400;
    line-height: 20px;
    color: ${color("foreground.subtle")};
  }
`;

const Tools = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px 16px;
`;

const Settings = styled(Link)`
  color: ${color("foreground.primary")};
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
  }
`;

const Body = styled.div`
  display: flex;
  flex: 1;
  flex-direction: column;
  min-height: 0;
  > [data-garden-id="tabs.tabs"] {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  [data-garden-id="tabs.tablist"] {
    margin-bottom: 0;
    padding-inline: 12px;
  }
  [data-garden-id="tabs.tabpanel"]:not([hidden], [aria-hidden="true"]) {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
`;

const panels = { activity: Activity, webhooks: Webhooks, faults: Faults } as const;
type Panel = keyof typeof panels;
const names = ["activity", "webhooks", "faults"] as const satisfies readonly Panel[];

export function Inspector() {
  const words = useInspectorWords();
  const navigate = useNavigate();
  const asked = useLocation().pathname.split("/")[2];
  const open = names.find((name) => name === asked) ?? "activity";
  useEffect(() => {
    document.title = `${words.tabs[open]} · ${words.title}`;
  }, [words, open]);
  return (
    <>
      <Head>
        <Heading>
          <h2>{words.intro}</h2>
        </Heading>
        <Tools>
          <ClockBar />
          <AccountMenu />
          <Settings to="/admin/channels/emulator-switches">{words.settings}</Settings>
        </Tools>
      </Head>
      <Body>
        <Tabs selectedItem={open} onChange={(name) => void navigate(`/inspector/${name}`)}>
          <Tabs.TabList>
            {names.map((name) => (
              <Tabs.Tab key={name} item={name}>
                {words.tabs[name]}
              </Tabs.Tab>
            ))}
          </Tabs.TabList>
          {names.map((name) => {
            const Shown = panels[name];
            return (
              <Tabs.TabPanel key={name} item={name}>
                {name === open && <Shown />}
              </Tabs.TabPanel>
            );
          })}
        </Tabs>
      </Body>
    </>
  );
}
