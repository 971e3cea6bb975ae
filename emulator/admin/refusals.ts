/** How the API of Admin Center refuses: a code the page has words for, and the field they belong to. */
import { Refusal } from "../refusal.ts";

export const invalid = (field: string, code: string, message: string): Refusal =>
  new Refusal(422, code, message, { [field]: [{ description: message }] });

/** The text without blanks around it; refused when empty or longer than `max` characters. */
export function required(text: string, field: string, max = 100): string {
  const trimmed = text.trim();
  if (trimmed === "") throw invalid(field, `${field}_missing`, "This cannot be empty.");
  if (trimmed.length > max) throw invalid(field, `${field}_too_long`, `At most ${max} characters.`);
  return trimmed;
}

export const gone = (what: string): Refusal =>
  new Refusal(404, `${what}_unknown`, "This no longer exists. It may have been deleted meanwhile.");

/** `{error, message, field}` of `AdminRefusal`. */
export const refusalBody = ({ code, message, details }: Refusal) => {
  const [field] = Object.keys(details ?? {});
  return { error: code, message, ...(field === undefined ? {} : { field }) };
};
