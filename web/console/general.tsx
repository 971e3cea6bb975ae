import { Button } from "@zendeskgarden/react-buttons";
import { Combobox, Field as DropdownField, Option } from "@zendeskgarden/react-dropdowns";
import { Field, Input } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { type FormEvent, useRef, useState } from "react";
import { styled } from "styled-components";
import { escalationTypes, generalPreferencesSchema } from "../../src/protocol/console.ts";
import type { Failure } from "./api.ts";
import { useBot } from "./bot.tsx";
import { failureText } from "./failure.ts";
import { useTexts } from "./i18n.tsx";
import { Actions, Card, CardTitle, PageHead, Stack, Subtle, TextLink } from "./page.tsx";
import { useSession } from "./session.tsx";

const Form = styled.div`
  max-width: 480px;
`;

/** Preferences › Bot › General. */
export function GeneralPage() {
  const texts = useTexts();
  const { botId, preferences, setPreferences } = useBot();
  const { request } = useSession();
  const [name, setName] = useState(preferences.name);
  const [type, setType] = useState(preferences.escalationType);
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [nameMissing, setNameMissing] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const changed = name.trim() !== preferences.name || type !== preferences.escalationType;
  const typeText = { NONE: texts.general.none, ZENDESK: "ZENDESK" };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (saving) return;
    const missing = name.trim() === "";
    setNameMissing(missing);
    if (missing) {
      nameInput.current?.focus();
      return;
    }
    setSaving(true);
    setSaved(false);
    const outcome = await request({
      method: "PUT",
      path: `bots/${encodeURIComponent(botId)}/preferences/general`,
      answer: generalPreferencesSchema,
      body: { name: name.trim(), escalationType: type },
    });
    setSaving(false);
    setSaved(outcome.ok);
    setFailure(outcome.ok ? undefined : outcome.failure);
    if (outcome.ok) {
      setName(outcome.body.name);
      setPreferences(outcome.body);
    }
  };

  return (
    <>
      <PageHead title={texts.general.title} />
      <form onSubmit={(event) => void save(event)} noValidate>
        <Stack>
          <Card aria-labelledby="bot-title">
            <CardTitle id="bot-title" title={texts.bot} />
            <Form>
              <Field>
                <Field.Label>{texts.general.name}</Field.Label>
                <Field.Hint>{texts.general.nameHint}</Field.Hint>
                <Input
                  ref={nameInput}
                  value={name}
                  maxLength={100}
                  onChange={(event) => setName(event.target.value)}
                  {...(nameMissing ? { validation: "error" as const } : {})}
                />
                {nameMissing && (
                  <Field.Message validation="error">{texts.general.nameRequired}</Field.Message>
                )}
              </Field>
            </Form>
          </Card>
          <Card aria-labelledby="escalation-title">
            <CardTitle
              id="escalation-title"
              title={texts.general.escalation}
              intro={texts.general.escalationIntro}
            />
            <Form>
              <DropdownField>
                <DropdownField.Label>{texts.general.type}</DropdownField.Label>
                <DropdownField.Hint>{texts.general.typeHint}</DropdownField.Hint>
                <Combobox
                  isEditable={false}
                  selectionValue={type}
                  inputValue={typeText[type]}
                  onChange={({ selectionValue }) => {
                    const chosen = escalationTypes.find((one) => one === selectionValue);
                    if (chosen !== undefined) setType(chosen);
                  }}
                >
                  {escalationTypes.map((one) => (
                    <Option key={one} value={one} label={typeText[one]} />
                  ))}
                </Combobox>
              </DropdownField>
            </Form>
          </Card>
          <Actions>
            <Button isPrimary type="submit" aria-disabled={saving}>
              {saving ? texts.general.saving : texts.general.save}
            </Button>
            {changed && !saving && <Subtle>{texts.general.unsaved}</Subtle>}
          </Actions>
          <div role="status">
            {saved && !changed && (
              <Alert type="success" role="none">
                {preferences.escalationType === "ZENDESK" ? (
                  <>
                    {texts.general.zendeskSaved}{" "}
                    <TextLink to={`/${encodeURIComponent(botId)}/preferences/livechat/connector`}>
                      {texts.general.openConnector}
                    </TextLink>
                    .
                  </>
                ) : (
                  texts.general.saved
                )}
              </Alert>
            )}
          </div>
          {failure !== undefined && (
            <Alert type="error" role="alert">
              {failureText(texts, failure)}
            </Alert>
          )}
        </Stack>
      </form>
    </>
  );
}
