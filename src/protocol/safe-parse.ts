/** The one way in which a schema reads what comes from outside: requests, frames, webhooks, Zendesk's answers. */
import * as z from "zod/mini";

/** Why a value was refused, at one place of it. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

export type Read<Data> =
  | { readonly success: true; readonly data: Data }
  | {
      readonly success: false;
      readonly data?: undefined;
      /** At least one, and never more than some: a list of a million bad elements has as many. */
      readonly problems: readonly Problem[];
    };

/** More than a form or an environment has fields. */
const mostProblems = 30;

/**
 * Like zod's own, but never throws: a value on which the schema itself stumbles is refused like any other. Zod compares
 * the length also of what is no text, and the one of `{"length": {"valueOf": null, "toString": 1}}` cannot be compared.
 */
export function safeParse<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): Read<z.output<Schema>> {
  try {
    const parsed = z.safeParse(schema, value);
    if (parsed.success) return parsed;
    const problems = parsed.error.issues
      .slice(0, mostProblems)
      .map(({ path, code, message }) => ({ path, code, message }));
    return { success: false, problems };
  } catch (error) {
    const message = error instanceof Error ? error.message : "unknown failure";
    return { success: false, problems: [{ path: [], code: "schema_failed", message }] };
  }
}

const mostTold = 3;

/** The first few in a line for the log. It quotes nothing of the value: not even a key that is none of ours. */
export function tellProblems(problems: readonly Problem[]): string {
  const told = problems.slice(0, mostTold).map(({ path, code }) => `${tellPath(path)}: ${code}`);
  return [...told, ...(problems.length > mostTold ? ["and more"] : [])].join("; ");
}

function tellPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the whole";
  return path
    .slice(0, 8)
    .map((key) => (/^\w{1,40}$/.test(String(key)) ? String(key) : "?"))
    .join(".");
}
