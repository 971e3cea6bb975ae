import { Field, Hint, Input, Label, Select, Toggle } from "@zendeskgarden/react-forms";
import { Code } from "@zendeskgarden/react-typography";
import { useContext, useState } from "react";
import { settingWords } from "../admin-words.ts";
import { LanguageContext } from "../i18n.ts";

/** A switch, a number, a choice where the page knows the choices, else only the value. */
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
  if (typeof value === "number")
    return (
      <Field>
        <Label>{label}</Label>
        {hint}
        <NumberInput key={value} value={value} change={change} />
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

/** Takes effect when it is left or Enter is pressed; what is no number goes back. */
function NumberInput({ value, change }: { value: number; change: (value: number) => void }) {
  const [typed, setTyped] = useState(String(value));
  const take = () => {
    const next = Number(typed);
    if (typed.trim() === "" || !Number.isFinite(next)) setTyped(String(value));
    else if (next !== value) change(next);
  };
  return (
    <Input
      value={typed}
      inputMode="numeric"
      style={{ maxWidth: 160 }}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
}
