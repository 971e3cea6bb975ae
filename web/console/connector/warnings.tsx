import { Button } from "@zendeskgarden/react-buttons";
import { Field, Fieldset, Radio } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { useState } from "react";
import { styled } from "styled-components";
import type { SetupWarning } from "../../../src/protocol/console.ts";
import { useLanguage, useTexts } from "../i18n.tsx";
import { color } from "../theme.tsx";

type Choices = Readonly<Record<string, string>>;

const List = styled.ul`
  list-style: none;
  margin: 12px 0 16px;
  padding: 0;
`;
const Item = styled.li`
  padding: 12px 0;
  border-top: 1px solid ${color("border.warning")};
  color: ${color("foreground.default")};
`;
const What = styled.div`
  font-weight: 600;
`;
const Legend = styled(Fieldset.Legend)`
  font-weight: 400;
`;
const Choice = styled(Fieldset)`
  margin: 8px 0 12px;
`;

/** Saved all the same; each with what to do about it. */
export function Warnings({
  warnings,
  busy,
  tryAgain,
}: {
  warnings: readonly SetupWarning[];
  busy: boolean;
  tryAgain: (groupChoices: Choices) => void;
}) {
  const texts = useTexts();
  const words = texts.connector.warnings;
  return (
    <Alert type="warning" role="region" aria-label={words.title(warnings.length)}>
      <Alert.Title>{words.title(warnings.length)}</Alert.Title>
      {words.intro}
      <List>
        {warnings.map((warning) => (
          <Item key={JSON.stringify(warning)}>
            <Warning warning={warning} busy={busy} choose={tryAgain} />
          </Item>
        ))}
      </List>
      <Button size="small" aria-disabled={busy} onClick={() => tryAgain({})}>
        {busy ? words.trying : texts.tryAgain}
      </Button>
    </Alert>
  );
}

function Warning({
  warning,
  busy,
  choose,
}: {
  warning: SetupWarning;
  busy: boolean;
  choose: (choices: Choices) => void;
}) {
  const words = useTexts().connector.warnings;
  switch (warning.code) {
    case "webhook_missing":
      return (
        <>
          <What>{words.webhook_missing}</What>
          {words.webhook_missing_do}
          {warning.targets.length > 0 && <> {words.webhook_targets(warning.targets.join(", "))}</>}
        </>
      );
    case "webhook_unreachable":
      return <Plain what={words.webhook_unreachable} todo={words.webhook_unreachable_do(warning.url)} />;
    case "box_missing":
      return <Plain what={words.box_missing(words.boxes[warning.box])} todo={words.box_missing_do} />;
    case "trigger_missing":
      return <Plain what={words.trigger_missing} todo={words.trigger_missing_do(warning.trigger)} />;
    case "group_not_created":
      return (
        <Plain
          what={words.group_not_created(warning.skill)}
          todo={words.group_not_created_do(warning.detail.replace(/\.$/u, ""))}
        />
      );
    case "group_empty":
      return <Plain what={words.group_empty(warning.skill)} todo={words.group_empty_do} />;
    case "agent_workspace_missing":
      return <Plain what={words.agent_workspace_missing} todo={words.agent_workspace_missing_do} />;
    case "group_ambiguous":
      return <GroupChoice warning={warning} busy={busy} choose={choose} />;
  }
}

function Plain({ what, todo }: { what: string; todo: string }) {
  return (
    <>
      <What>{what}</What>
      {todo}
    </>
  );
}

function GroupChoice({
  warning: { skillId, skill, choices },
  busy,
  choose,
}: {
  warning: Extract<SetupWarning, { code: "group_ambiguous" }>;
  busy: boolean;
  choose: (choices: Choices) => void;
}) {
  const words = useTexts().connector.warnings;
  const { language } = useLanguage();
  const [groupId, setGroupId] = useState(choices[0]?.groupId ?? "");
  const date = (iso: string) => {
    const at = new Date(iso);
    return Number.isNaN(at.getTime()) ? iso : at.toLocaleDateString(language, { dateStyle: "long" });
  };
  return (
    <>
      <What>{words.group_ambiguous(skill)}</What>
      <Choice>
        <Legend>{words.group_ambiguous_do}</Legend>
        {choices.map((choice) => (
          <Field key={choice.groupId}>
            <Radio
              name={`group-of-${skillId}`}
              value={choice.groupId}
              checked={groupId === choice.groupId}
              onChange={() => setGroupId(choice.groupId)}
            >
              <Field.Label isRegular>
                {words.choice(choice.groupId, choice.members, date(choice.createdAt))}
              </Field.Label>
            </Radio>
          </Field>
        ))}
      </Choice>
      <Button size="small" aria-disabled={busy} onClick={() => choose({ [skillId]: groupId })}>
        {words.use}
      </Button>
    </>
  );
}
