import { Field, Hint, Input, Label, Message, Textarea } from "@zendeskgarden/react-forms";
import { Span } from "@zendeskgarden/react-typography";
import { useAdminWords } from "./words/words.ts";

/** A field with its label, what to put in, and below it what is wrong with it. `name` is what a refusal blames. */
export function TextField({
  name,
  label,
  value,
  change,
  hint,
  error,
  optional = false,
  focus = false,
  rows,
  type = "text",
}: {
  name: string;
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: string;
  error?: string | undefined;
  optional?: boolean;
  /** Takes the keyboard when it appears. */
  focus?: boolean;
  /** Several lines. */
  rows?: number;
  type?: "text" | "url" | "email";
}) {
  const words = useAdminWords();
  const shared = {
    name,
    value,
    "aria-required": !optional,
    autoComplete: "off",
    spellCheck: false,
    ...(error && { validation: "error" as const, "aria-invalid": true }),
  };
  return (
    <Field>
      <Label>
        {label}
        {optional && <Span hue="grey"> ({words.optional})</Span>}
      </Label>
      {hint && <Hint>{hint}</Hint>}
      {rows === undefined ? (
        <Input
          {...shared}
          inputMode={type}
          // A dialog opens to fill its first field in.
          autoFocus={focus}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <Textarea {...shared} rows={rows} onChange={(event) => change(event.target.value)} />
      )}
      {error && (
        <Message validation="error" role="alert">
          {error}
        </Message>
      )}
    </Field>
  );
}
