/** The one way in which a schema reads what comes from outside: requests, frames, webhooks, Zendesk's answers. */
import * as z from "zod/mini";

/**
 * Like zod's own, but never throws: a value on which the schema itself stumbles is refused like any other. Zod compares
 * the length also of what is no text, and the one of `{"length": {"valueOf": null, "toString": 1}}` cannot be compared.
 */
export function safeParse<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): z.core.util.SafeParseResult<z.output<Schema>> {
  try {
    return z.safeParse(schema, value);
  } catch (cause) {
    return { success: false, error: Object.assign(new z.core.$ZodRealError([]), { cause }) };
  }
}
