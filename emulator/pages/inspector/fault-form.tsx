/** Asks in plain words for a fault. */
import { Button } from "@zendeskgarden/react-buttons";
import { Field, Hint, Input, Label, Select } from "@zendeskgarden/react-forms";
import { useContext, useState } from "react";
import { styled } from "styled-components";
import { LanguageContext } from "../i18n.ts";
import { addFault } from "./api.ts";
import { faultWords } from "./fault-words.ts";
import { type NumberField, numbers, places, requestKinds, sources, triggers, webhookKinds } from "./kinds.ts";
import { useTold } from "./told.tsx";
import { useInspectorWords } from "./words.ts";

const Form = styled.form`
  display: grid;
  gap: 16px;
  > h3 {
    margin: 0;
    font-size: 16px;
  }
`;

const Two = styled.div`
  display: grid;
  grid-template-columns: 1fr 1fr;
  align-items: end;
  gap: 16px;
`;

const kinds = { request: requestKinds, webhook: webhookKinds } as const;
type On = keyof typeof kinds;

const fieldNames: readonly NumberField[] = [
  "status",
  "retryAfter",
  "delayMs",
  "holdMs",
  "lagMs",
  "copies",
  "behind",
  "size",
  "pieces",
  "bytes",
];

/** The fields of a kind of fault with what stands in them at first. */
function fieldsOf(on: On, action: string): [NumberField, string][] {
  const found = Object.entries(kinds[on]).find(([name]) => name === action)?.[1] ?? {};
  const start = new Map<string, number | undefined>(Object.entries(found));
  return fieldNames.flatMap((name) =>
    start.has(name) ? [[name, String(start.get(name) ?? "")] satisfies [NumberField, string]] : [],
  );
}

const firstOf = { request: "acceptAndDrop", webhook: "duplicate" } as const;

interface Draft {
  readonly on: On;
  readonly action: string;
  /** A place's name, or `own`. */
  readonly place: string;
  readonly method: string;
  readonly path: string;
  readonly trigger: string;
  readonly source: string;
  readonly times: string;
  readonly after: string;
  readonly fields: readonly (readonly [NumberField, string])[];
}

const fresh = (on: On): Draft => ({
  on,
  action: firstOf[on],
  place: "postMessage",
  method: "",
  path: "/sc/v2/",
  trigger: "conversation:message",
  source: "",
  times: "1",
  after: "0",
  fields: fieldsOf(on, firstOf[on]),
});

function requestOf(draft: Draft): object {
  const place = Object.entries(places).find(([name]) => name === draft.place)?.[1] ?? draft;
  return { path: place.path, ...(place.method === "" ? {} : { method: place.method }) };
}

function toSend(draft: Draft): object {
  const given = draft.fields.filter(([, text]) => text !== "");
  return {
    on: draft.on,
    action: draft.action,
    times: Number(draft.times),
    after: Number(draft.after),
    ...Object.fromEntries(
      given.map(([name, text]) => [name, Number(text) * (numbers[name].seconds ? 1000 : 1)]),
    ),
    ...(draft.on === "request"
      ? requestOf(draft)
      : {
          ...(draft.trigger === "" ? {} : { trigger: draft.trigger }),
          ...(draft.source === "" ? {} : { source: draft.source }),
        }),
  };
}

export function FaultForm({ added }: { added: () => void }) {
  const words = useInspectorWords();
  const { language } = useContext(LanguageContext);
  const named = faultWords[language];
  const told = useTold();
  const [draft, setDraft] = useState(() => fresh("request"));
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const listed = Object.entries(named[draft.on]);
  const hint = listed.find(([action]) => action === draft.action)?.[1].hint;

  const submit = async (): Promise<void> => {
    if (await told(() => addFault(toSend(draft)), words.added)) added();
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>{words.addFault}</h3>
      <Choice
        label={words.concerns}
        value={draft.on}
        options={[
          ["request", words.aRequest],
          ["webhook", words.aWebhook],
        ]}
        choose={(on) => setDraft(fresh(on === "webhook" ? "webhook" : "request"))}
      />
      <Choice
        label={words.happens}
        hint={hint}
        value={draft.action}
        options={listed.map(([action, { label }]) => [action, label])}
        choose={(action) => set({ action, fields: fieldsOf(draft.on, action) })}
      />
      {draft.on === "request" ? (
        <Where draft={draft} set={set} />
      ) : (
        <>
          <Choice
            label={words.event}
            value={draft.trigger}
            options={[["", words.anyEvent], ...triggers.map((name) => [name, name] as const)]}
            choose={(trigger) => set({ trigger })}
          />
          <Choice
            label={words.source}
            value={draft.source}
            options={[["", words.anybody], ...sources.map((name) => [name, named.source[name]] as const)]}
            choose={(source) => set({ source })}
          />
        </>
      )}
      {draft.fields.map(([name, text], index) => (
        <NumberInput
          key={name}
          label={named.field[name]}
          value={text}
          min={numbers[name].min}
          max={numbers[name].max}
          step={numbers[name].seconds ? "any" : "1"}
          required={fieldsOf(draft.on, draft.action)[index]?.[1] !== ""}
          change={(next) =>
            set({ fields: draft.fields.map((field) => (field[0] === name ? [name, next] : field)) })
          }
        />
      ))}
      <Two>
        <NumberInput
          label={words.times}
          value={draft.times}
          min={1}
          max={1_000_000}
          step="1"
          required
          change={(times) => set({ times })}
        />
        <NumberInput
          label={words.after}
          value={draft.after}
          min={0}
          max={1_000_000}
          step="1"
          required
          change={(after) => set({ after })}
        />
      </Two>
      <div>
        <Button isPrimary type="submit">
          {words.add}
        </Button>
      </div>
    </Form>
  );
}

function Where({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const words = useInspectorWords();
  const { language } = useContext(LanguageContext);
  return (
    <>
      <Choice
        label={words.which}
        value={draft.place}
        options={[...Object.entries(faultWords[language].place), ["own", words.ownPath]]}
        choose={(place) => set({ place })}
      />
      {draft.place === "own" && (
        <>
          <Choice
            label={words.method}
            value={draft.method}
            options={[
              ["", words.anyMethod],
              ...["GET", "POST", "PATCH", "PUT", "DELETE"].map((name) => [name, name] as const),
            ]}
            choose={(method) => set({ method })}
          />
          <Field>
            <Label>{words.path}</Label>
            <Hint>{words.pathHint}</Hint>
            <Input
              required
              pattern="/.*"
              maxLength={300}
              value={draft.path}
              onChange={(event) => set({ path: event.target.value })}
            />
          </Field>
        </>
      )}
    </>
  );
}

function Choice({
  label,
  hint,
  value,
  options,
  choose,
}: {
  label: string;
  hint?: string | undefined;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  choose: (value: string) => void;
}) {
  return (
    <Field>
      <Label>{label}</Label>
      {hint !== undefined && <Hint>{hint}</Hint>}
      <Select value={value} onChange={(event) => choose(event.target.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function NumberInput({
  label,
  change,
  ...props
}: {
  label: string;
  value: string;
  min: number;
  max: number;
  step: string;
  required: boolean;
  change: (value: string) => void;
}) {
  return (
    <Field>
      <Label>{label}</Label>
      <Input type="number" {...props} onChange={(event) => change(event.target.value)} />
    </Field>
  );
}
