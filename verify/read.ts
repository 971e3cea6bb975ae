/** Reading of answers whose shape is the question: the value at a path, if it is there and of the kind asked for. */
import * as z from "zod";

const Entries = z.record(z.string(), z.unknown());

/** The value at a path such as `users.0.id`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : Entries.safeParse(inner).data?.[key]),
      value,
    );
}

/** Text, or a number as text: Zendesk's ids come as both. */
export const textAt = (value: unknown, path: string): string | undefined =>
  z.union([z.string(), z.number().transform(String)]).safeParse(at(value, path)).data;

export const listAt = (value: unknown, path: string): readonly unknown[] =>
  z.array(z.unknown()).safeParse(at(value, path)).data ?? [];

/** Milliseconds since 1970. */
export function timeAt(value: unknown, path: string): number | undefined {
  const time = Date.parse(textAt(value, path) ?? "");
  return Number.isNaN(time) ? undefined : time;
}
