import { Tag } from "@zendeskgarden/react-tags";
import type { ReactNode } from "react";
import { styled } from "styled-components";
import { Failure, Waiting } from "../shell/states.tsx";
import { color } from "../theme.tsx";
import { useAdminLoaded } from "./calls.ts";
import { CopyField } from "./copy-field.tsx";
import { paths } from "./navigation.ts";
import { AdminPage, Card, CardTitle, Quiet, TextLink } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

const Steps = styled.ol`
  margin: 0;
  padding: 0;
  counter-reset: step;
  list-style: none;
  > li {
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    gap: 4px 12px;
    border-top: 1px solid ${color("border.subtle")};
    padding: 16px 0;
    counter-increment: step;
  }
  > li:first-child {
    border-top: 0;
    padding-top: 0;
  }
  > li:last-child {
    padding-bottom: 0;
  }
  > li::before {
    display: grid;
    grid-row: span 2;
    place-items: center;
    width: 28px;
    height: 28px;
    border-radius: 50%;
    background: ${color("border.subtle")};
    font-weight: 600;
    content: counter(step);
  }
`;

const Line = styled.div`
  display: flex;
  flex-wrap: wrap;
  gap: 4px 12px;
  align-items: center;
  min-height: 28px;
  font-weight: 600;
`;

function Step({ to, title, text, mark }: { to: string; title: string; text: string; mark?: ReactNode }) {
  return (
    <li>
      <Line>
        <TextLink to={to}>{title}</TextLink>
        {mark}
      </Line>
      <Quiet>{text}</Quiet>
    </li>
  );
}

/** What a connector asks for and where it is, in the order in which it is needed. */
export function Home() {
  const words = useAdminWords();
  const facts = useAdminLoaded("home", async (api) => {
    const [account, settings, groups] = await Promise.all([api.account(), api.settings(), api.groups()]);
    return {
      account,
      access: settings["apiTokenAccess"] === true && settings["apiTokensRetired"] !== true,
      lonely: groups.filter(({ members }) => members.length === 0).length,
    };
  });
  if (!facts.data)
    return facts.failure ? <Failure failure={facts.failure} retry={facts.reload} /> : <Waiting />;
  const { account, access, lonely } = facts.data;
  const { steps } = words;
  return (
    <AdminPage title={words.homeTitle} intro={words.homeIntro}>
      <Card>
        <div style={{ maxWidth: 560 }}>
          <CopyField label={words.domain} value={account.domain} hint={words.domainHint} />
        </div>
      </Card>
      <Card>
        <Steps>
          <Step to={paths.conversationIntegrations} {...steps.integration} />
          <Step to={paths.conversationApi} {...steps.key} />
          <Step to={paths.apiTokens} {...steps.token} />
          <Step
            to={paths.apiConfiguration}
            title={steps.access.title}
            text={steps.access.text}
            mark={
              <Tag hue={access ? "green" : "red"} isPill>
                <span>{access ? steps.access.on : steps.access.off}</span>
              </Tag>
            }
          />
          <Step
            to={paths.groups}
            title={steps.groups.title}
            text={steps.groups.text}
            mark={
              <Tag hue={lonely === 0 ? "green" : "yellow"} isPill>
                <span>{lonely === 0 ? steps.groups.ready : steps.groups.empty(lonely)}</span>
              </Tag>
            }
          />
        </Steps>
      </Card>
      <section>
        <CardTitle>{words.alsoHere}</CardTitle>
        {(["oauthClients", "teamMembers", "messaging", "switches"] as const).map((label) => (
          <p key={label} style={{ margin: "0 0 8px" }}>
            <TextLink to={paths[label]}>{words[label]}</TextLink>{" "}
            <Quiet as="span">{words.about[label]}</Quiet>
          </p>
        ))}
      </section>
    </AdminPage>
  );
}
