import { Button } from "@zendeskgarden/react-buttons";
import { XXL } from "@zendeskgarden/react-typography";
import { useEffect } from "react";
import { styled } from "styled-components";
import type { Agent } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";
import { color } from "../theme.tsx";
import { EmulatorMark } from "./emulator-mark.tsx";
import { Face } from "./face.tsx";
import { LanguageMenu } from "./language-menu.tsx";
import { Nothing } from "./states.tsx";

const Page = styled.main`
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  align-content: start;
  justify-items: center;
  gap: 16px;
  box-sizing: border-box;
  min-height: 100dvh;
  padding: max(24px, 14vh) 16px 24px;
  background: ${color("background.subtle")};
`;

const Panel = styled.div`
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 16px;
  box-sizing: border-box;
  width: min(420px, 100%);
  border: 1px solid ${color("border.default")};
  border-radius: 8px;
  padding: 32px 24px;
  background: ${color("background.default")};
`;

const Top = styled.div`
  display: flex;
  align-items: center;
  justify-content: space-between;
`;

const People = styled.ul`
  display: grid;
  gap: 8px;
  margin: 0;
  padding: 0;
  list-style: none;
`;

const Choice = styled(Button)`
  display: flex;
  align-items: center;
  justify-content: flex-start;
  gap: 12px;
  padding: 8px 12px;
  height: auto;
  text-align: start;
  line-height: 20px;
  white-space: normal;
  overflow-wrap: anywhere;
`;

const Quiet = styled.span`
  display: block;
  color: ${color("foreground.subtle")};
`;

/** The sign-in page: which agent works here. */
export function AgentChooser({ agents, choose }: { agents: readonly Agent[]; choose: (id: string) => void }) {
  const words = useWords();
  useEffect(() => {
    document.title = `${words.whoAreYou} · ${words.emulator}`;
  }, [words]);
  return (
    <Page>
      <Panel>
        <Top>
          <EmulatorMark />
          <LanguageMenu />
        </Top>
        <div>
          <XXL tag="h1" isBold>
            {words.whoAreYou}
          </XXL>
          <Quiet>{words.whoHint}</Quiet>
        </div>
        {agents.length === 0 && <Nothing title={words.noAgents} />}
        <People>
          {agents.map((agent) => (
            <li key={agent.id}>
              <Choice isStretched isNeutral onClick={() => choose(agent.id)}>
                <Face name={agent.name} avatarUrl={agent.avatarUrl} size="medium" />
                <span>
                  {agent.name}
                  <Quiet>
                    {words.role[agent.role]} · {agent.email}
                  </Quiet>
                </span>
              </Choice>
            </li>
          ))}
        </People>
      </Panel>
    </Page>
  );
}
