import { Combobox, Field as DropdownField, Option } from "@zendeskgarden/react-dropdowns";
import { Field, Input } from "@zendeskgarden/react-forms";
import { useRef, useState } from "react";
import { escalationTypes, generalPreferencesSchema } from "../../src/protocol/console.ts";
import { useBot } from "./bot.tsx";
import { useTexts } from "./i18n.tsx";
import { Card, CardTitle, PageHead, TextLink } from "./page.tsx";
import { Fields, PreferencesForm, useSaving } from "./preferences-form.tsx";

/** Preferences › Bot › General. */
export function GeneralPage() {
  const texts = useTexts();
  const { botId, preferences, setPreferences } = useBot();
  const [name, setName] = useState(preferences.name);
  const [type, setType] = useState(preferences.escalationType);
  const [nameMissing, setNameMissing] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const path = `bots/${encodeURIComponent(botId)}/preferences/general`;
  const { save, ...state } = useSaving(path, generalPreferencesSchema, (stored) => {
    setName(stored.name);
    setPreferences(stored);
  });
  const changed = name.trim() !== preferences.name || type !== preferences.escalationType;
  const typeText = { NONE: texts.general.none, ZENDESK: "ZENDESK" };

  const submit = () => {
    const missing = name.trim() === "";
    setNameMissing(missing);
    if (missing) nameInput.current?.focus();
    else void save({ name: name.trim(), escalationType: type });
  };

  const savedText =
    preferences.escalationType === "ZENDESK" ? (
      <>
        {texts.general.zendeskSaved}{" "}
        <TextLink to={`/${encodeURIComponent(botId)}/preferences/livechat/connector`}>
          {texts.general.openConnector}
        </TextLink>
        .
      </>
    ) : (
      texts.general.saved
    );

  return (
    <>
      <PageHead title={texts.general.title} />
      <PreferencesForm state={state} changed={changed} savedText={savedText} onSubmit={submit}>
        <Card aria-labelledby="bot-title">
          <CardTitle id="bot-title" title={texts.bot} />
          <Fields>
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
              {nameMissing && <Field.Message validation="error">{texts.general.nameRequired}</Field.Message>}
            </Field>
          </Fields>
        </Card>
        <Card aria-labelledby="escalation-title">
          <CardTitle
            id="escalation-title"
            title={texts.general.escalation}
            intro={texts.general.escalationIntro}
          />
          <Fields>
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
          </Fields>
        </Card>
      </PreferencesForm>
    </>
  );
}
