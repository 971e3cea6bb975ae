import { Checkbox, Field, Fieldset, Hint, Label, Message } from "@zendeskgarden/react-forms";
import { styled } from "styled-components";
import { type IntegrationDraft, webhookTriggers } from "../../../admin/contract.ts";
import { color } from "../../theme.tsx";
import { CardTitle, Fields, Mono } from "../page.tsx";
import { TextField } from "../text-field.tsx";
import { useAdminWords } from "../words/words.ts";

const [messageTrigger, ...otherTriggers] = webhookTriggers;

/** What a connector needs is chosen by the person, as on the real page: nothing is checked beforehand. */
export const emptyDraft: IntegrationDraft = {
  name: "",
  target: "",
  triggers: [],
  includeFullUser: false,
  includeFullSource: false,
};

const More = styled.details`
  margin-top: 12px;
  /* A fieldset of Garden's takes the size from its text. */
  font-size: 14px;
  > summary {
    color: ${color("foreground.primary")};
    cursor: pointer;
  }
  > summary:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: 2px;
    border-radius: 2px;
  }
  > div {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(240px, 1fr));
    gap: 8px 16px;
    margin-top: 12px;
  }
`;

/** "conversation:message" in words: Conversation message. */
function eventName(trigger: string): string {
  const text = trigger
    .replaceAll(":", " ")
    .replaceAll(/([a-z])([A-Z])/gu, "$1 $2")
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The fields of an integration and its webhook, for a new one and for one that exists. */
export function IntegrationFields({
  draft,
  change,
  errorOf,
  focus = false,
}: {
  draft: IntegrationDraft;
  change: (draft: IntegrationDraft) => void;
  errorOf: (field: string) => string | undefined;
  focus?: boolean;
}) {
  const words = useAdminWords();
  const known = [...otherTriggers, ...draft.triggers];
  const others = [...new Set(known)].filter((trigger) => trigger !== messageTrigger);
  const othersChosen = draft.triggers.filter((trigger) => trigger !== messageTrigger).length;
  const toggle = (trigger: string, on: boolean) =>
    change({
      ...draft,
      triggers: on ? [...draft.triggers, trigger] : draft.triggers.filter((each) => each !== trigger),
    });
  const box = (trigger: string, plain: boolean) => (
    <Field key={trigger}>
      <Checkbox
        name={trigger === messageTrigger ? "triggers" : trigger}
        checked={draft.triggers.includes(trigger)}
        onChange={(event) => toggle(trigger, event.target.checked)}
      >
        <Label isRegular={plain}>{eventName(trigger)}</Label>
        <Hint>
          <Mono>{trigger}</Mono>
        </Hint>
      </Checkbox>
    </Field>
  );
  return (
    <Fields>
      <TextField
        name="name"
        focus={focus}
        label={words.name}
        hint={words.integrations.nameHint}
        value={draft.name}
        change={(name) => change({ ...draft, name })}
        error={errorOf("name")}
      />
      <CardTitle style={{ margin: 0 }}>{words.integrations.webhook}</CardTitle>
      <TextField
        name="target"
        type="url"
        label={words.integrations.endpoint}
        hint={words.integrations.endpointHint}
        value={draft.target}
        change={(target) => change({ ...draft, target })}
        error={errorOf("target")}
      />
      <Fieldset>
        <Fieldset.Legend>{words.integrations.bodyData}</Fieldset.Legend>
        {(["includeFullUser", "includeFullSource"] as const).map((name) => (
          <Field key={name}>
            <Checkbox
              checked={draft[name]}
              onChange={(event) => change({ ...draft, [name]: event.target.checked })}
            >
              <Label isRegular>{words.integrations[name]}</Label>
              <Hint>{words.integrations[`${name}Hint`]}</Hint>
            </Checkbox>
          </Field>
        ))}
      </Fieldset>
      <Fieldset>
        <Fieldset.Legend>{words.integrations.subscriptions}</Fieldset.Legend>
        {box(messageTrigger, true)}
        {errorOf("triggers") && (
          <Message validation="error" role="alert">
            {errorOf("triggers")}
          </Message>
        )}
        <More open={othersChosen > 0}>
          <summary>
            {othersChosen > 0
              ? words.integrations.otherEventsChosen(othersChosen)
              : words.integrations.otherEvents}
          </summary>
          <div>{others.map((trigger) => box(trigger, true))}</div>
        </More>
      </Fieldset>
    </Fields>
  );
}
