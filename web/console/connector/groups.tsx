import { Table } from "@zendeskgarden/react-tables";
import { styled } from "styled-components";
import type { ConnectorView } from "../../../src/protocol/console.ts";
import { useBot } from "../bot.tsx";
import { useTexts } from "../i18n.tsx";
import { Card, CardTitle, Subtle, TextLink } from "../page.tsx";

const Wrapping = styled(Table.Cell)`
  overflow-wrap: anywhere;
`;
const Members = styled(Table.Cell)`
  font-variant-numeric: tabular-nums;
`;
const Foot = styled.p`
  margin-top: 16px;
`;

/** What each skill became in Zendesk. */
export function Groups({ groups, warnings }: Pick<ConnectorView, "groups" | "warnings">) {
  const { connector } = useTexts();
  const { botId } = useBot();
  const words = connector.groups;
  const missing = (skillId: string) =>
    warnings.some((warning) => warning.code === "group_ambiguous" && warning.skillId === skillId)
      ? words.ambiguous
      : words.missing;
  return (
    <Card aria-labelledby="groups-title">
      <CardTitle id="groups-title" title={words.title} intro={words.intro} />
      {groups.length === 0 ? (
        <Subtle>{words.none}</Subtle>
      ) : (
        <Table aria-labelledby="groups-title">
          <Table.Head>
            <Table.HeaderRow>
              <Table.HeaderCell>{words.skill}</Table.HeaderCell>
              <Table.HeaderCell>{words.group}</Table.HeaderCell>
              <Table.HeaderCell width="25%">{words.members}</Table.HeaderCell>
            </Table.HeaderRow>
          </Table.Head>
          <Table.Body>
            {groups.map(({ skillId, skill, groupId, members }) => (
              <Table.Row key={skillId}>
                <Wrapping>{skill}</Wrapping>
                <Wrapping>{groupId ?? missing(skillId)}</Wrapping>
                <Members>{groupId === undefined ? "–" : (members ?? words.unknown)}</Members>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      )}
      <Foot>
        <TextLink to={`/${encodeURIComponent(botId)}/preferences/livechat/skills`}>{words.manage}</TextLink>
      </Foot>
    </Card>
  );
}
