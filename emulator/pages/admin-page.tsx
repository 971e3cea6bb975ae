import { Field, Hint, Label, Select, Toggle } from "@zendeskgarden/react-forms";
import { Notification, useToast } from "@zendeskgarden/react-notifications";
import { Code, XL } from "@zendeskgarden/react-typography";
import { useContext } from "react";
import { styled } from "styled-components";
import { settingWords } from "./admin-words.ts";
import { changeSettings, getSettings } from "./api.ts";
import { LanguageContext, useWords } from "./i18n.ts";
import { toFailure, useLoaded } from "./loaded.ts";
import { Failure, failureText, Nothing, Waiting } from "./shell/states.tsx";
import { color } from "./theme.tsx";

const Scroll = styled.div`
  flex: 1;
  overflow-y: auto;
`;

const Page = styled.div`
  box-sizing: border-box;
  max-width: 720px;
  padding: 24px;
`;

const List = styled.ul`
  margin: 24px 0 0;
  padding: 0;
  list-style: none;
  > li {
    border-top: 1px solid ${color("border.subtle")};
    padding: 16px 0;
  }
`;

/** Admin Center, as far as the emulator has one: the switches of its control API. */
export function AdminPage() {
  const words = useWords();
  const { addToast } = useToast();
  const settings = useLoaded("settings", getSettings, (event) => event.type === "reset");
  const change = async (name: string, value: unknown): Promise<void> => {
    try {
      settings.replace(await changeSettings({ [name]: value }));
    } catch (error) {
      const text = failureText(toFailure(error), words);
      addToast(({ close }) => (
        <Notification type="error">
          {text}
          <Notification.Close aria-label={words.close} onClick={close} />
        </Notification>
      ));
    }
  };
  if (!settings.data) {
    return settings.failure ? <Failure failure={settings.failure} retry={settings.reload} /> : <Waiting />;
  }
  const entries = Object.entries(settings.data);
  return (
    <Scroll>
      <Page>
        <XL tag="h2" isBold>
          {words.settings}
        </XL>
        <p>
          {words.settingsHint} <Code>PATCH /_emulator/settings</Code>
        </p>
        {entries.length === 0 && <Nothing title={words.settingsNone} />}
        <List>
          {entries.map(([name, value]) => (
            <li key={name}>
              <Setting name={name} value={value} change={(next) => void change(name, next)} />
            </li>
          ))}
        </List>
      </Page>
    </Scroll>
  );
}

/** A switch, a choice where the page knows the choices, else only the value. */
function Setting({
  name,
  value,
  change,
}: {
  name: string;
  value: unknown;
  change: (value: unknown) => void;
}) {
  const { language } = useContext(LanguageContext);
  const known = settingWords[language][name];
  const label = known?.label ?? name;
  const hint = known?.hint && <Hint>{known.hint}</Hint>;
  if (typeof value === "boolean") {
    return (
      <Field>
        <Toggle checked={value} onChange={(event) => change(event.target.checked)}>
          <Label>{label}</Label>
          {hint}
        </Toggle>
      </Field>
    );
  }
  if (typeof value !== "string" || !known?.choices) {
    return (
      <>
        {label}: <Code>{JSON.stringify(value)}</Code>
      </>
    );
  }
  return (
    <Field>
      <Label>{label}</Label>
      {hint}
      <Select value={value} onChange={(event) => change(event.target.value)} style={{ maxWidth: 360 }}>
        {Object.entries(known.choices).map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
}
