/**
 * Lists and metadata in what Zendesk sends: read one by one, so that an element of a shape not known does not hide the others, and
 * no further than makes sense, so that a million bad ones cost little.
 */
import * as z from "zod";
import { safeParse } from "../protocol/safe-parse.ts";

/** Lists come in pages of at most 100 (zendesk.md §2); those without pages are of what people set up by hand. */
export const mostListed = 1_000;

/** What can be read of a list. */
export function listOf<Element>(element: z.ZodType<Element>, most = mostListed) {
  return z.array(z.unknown()).transform((elements) => readable(element, elements.slice(0, most)));
}

/** Every element; undefined for one that cannot be read, where somebody counts them. */
export function countedListOf<Element>(element: z.ZodType<Element>) {
  return z
    .array(z.unknown())
    .transform((elements) => elements.slice(0, mostListed).map((raw) => safeParse(element, raw).data));
}

/** Metadata is flat, and 4 kB hold no more fields (zendesk.md §2). */
const mostFields = 1_000;

const fewFields = z.custom<Record<string, unknown>>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length <= mostFields,
);

/** Metadata; what has more fields than any of Zendesk's is refused before its fields are looked at. */
export function fieldsOf<Value>(value: z.ZodType<Value>) {
  return fewFields.pipe(z.record(z.string(), value));
}

function readable<Element>(element: z.ZodType<Element>, elements: readonly unknown[]): Element[] {
  return elements.flatMap((raw) => {
    const read = safeParse(element, raw);
    return read.success ? [read.data] : [];
  });
}
