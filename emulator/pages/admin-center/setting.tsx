import { Field, Hint, Label, Select, Toggle } from "@zendeskgarden/react-forms";
import { Code } from "@zendeskgarden/react-typography";
import { useContext } from "react";
import { settingWords } from "../admin-words.ts";
import { LanguageContext } from "../i18n.ts";

/** A switch, a choice where the page knows the choices, else only the value. */
export function Setting({
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
  if (typeof value === "boolean")
    return (
      <Field>
        <Toggle checked={value} onChange={(event) => change(event.target.checked)}>
          <Label>{label}</Label>
          {hint}
        </Toggle>
      </Field>
    );
  if (typeof value !== "string" || !known?.choices)
    return (
      <>
        {label}: <Code>{JSON.stringify(value)}</Code>
      </>
    );
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
