import { Field, Input } from "@zendeskgarden/react-forms";
import type { ReactNode } from "react";
import { styled } from "styled-components";
import type { ConnectorField, ProblemReason } from "../../../src/protocol/console.ts";
import { useTexts } from "../i18n.tsx";

export interface FormAccess {
  readonly value: (field: ConnectorField) => string;
  readonly set: (field: ConnectorField, value: string) => void;
  readonly problem: (field: ConnectorField) => readonly ProblemReason[] | undefined;
}

const Reasons = styled.ol`
  margin: 4px 0 0;
  padding-left: 20px;
`;
const Wrapped = styled(Field)`
  max-width: 560px;
`;

export function fieldId(field: ConnectorField): string {
  return `connector-${field}`;
}

/**
 * Label, hint with an example, input, and the error below it in words. Errors describe their input and stay
 * silent by themselves: the summary beside Update is what a screen reader announces.
 */
export function TextField({
  field,
  form,
  type = "text",
  placeholder,
  note,
  children,
}: {
  field: ConnectorField;
  form: FormAccess;
  type?: "text" | "email" | "password";
  placeholder?: string | undefined;
  /** Said below the input while nothing is wrong with it. */
  note?: string | undefined;
  children?: ReactNode;
}) {
  const { connector } = useTexts();
  const { label, hint } = connector.fields[field];
  const reasons = form.problem(field);
  return (
    <Wrapped>
      <Field.Label>{label}</Field.Label>
      <Field.Hint>{hint}</Field.Hint>
      <Input
        id={fieldId(field)}
        name={field}
        // Not "email": the browser's own check would speak before ours.
        type={type === "password" ? "password" : "text"}
        inputMode={type === "email" ? "email" : "text"}
        value={form.value(field)}
        maxLength={300}
        autoComplete={type === "password" ? "new-password" : "off"}
        autoCapitalize="none"
        spellCheck={false}
        placeholder={placeholder}
        aria-invalid={reasons !== undefined}
        onChange={(event) => form.set(field, event.target.value)}
        {...(reasons === undefined ? {} : { validation: "error" as const })}
      />
      {reasons !== undefined && (
        <Field.Message validation="error" role="none">
          <Causes field={field} reasons={reasons} />
        </Field.Message>
      )}
      {reasons === undefined && note !== undefined && (
        <Field.Message validation="warning" role="none">
          {note}
        </Field.Message>
      )}
      {children}
    </Wrapped>
  );
}

function Causes({ field, reasons }: { field: ConnectorField; reasons: readonly ProblemReason[] }) {
  const { connector } = useTexts();
  const sentence = (reason: ProblemReason) =>
    reason === "invalid_format" && (field === "domain" || field === "email")
      ? connector.formats[field]
      : connector.reasons[reason];
  const [only, ...more] = reasons;
  if (only === undefined) return null;
  if (more.length === 0) return sentence(only);
  return (
    <>
      {connector.likeliest}
      <Reasons>
        {reasons.map((reason) => (
          <li key={reason}>{sentence(reason)}</li>
        ))}
      </Reasons>
    </>
  );
}
