/**
 * Holds webhook events against the documented examples, one for each type, which are not part of this repository:
 * they are read from `../shared/webhook-examples`, beside it, when they are there.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { eventsOf } from "./events.ts";
import { isFields } from "./schema.ts";

const folder = fileURLToPath(new URL("../../../shared/webhook-examples/", import.meta.url));

export const hasExamples: boolean = existsSync(folder);
export const examplesLeftOut = "left out: the examples of webhooks are not here";

/** A documented payload by its type. */
export function examples(): Map<string, unknown> {
  const files = hasExamples ? readdirSync(folder).filter((name) => name.startsWith("spec-")) : [];
  return new Map(
    files
      .flatMap((name) => eventsOf(JSON.parse(readFileSync(folder + name, "utf8"))))
      .map(({ type, payload }) => [type, payload]),
  );
}

const kind = (value: unknown) => (Array.isArray(value) ? "list" : value === null ? "null" : typeof value);

/** How an event differs from its example: `lacks /user/externalId`, `adds /user/zendeskId`, `/user/id is a number`. */
export function compare(example: unknown, event: unknown, place = ""): string[] {
  if (Array.isArray(example) && Array.isArray(event))
    return event.flatMap((element: unknown) => compare(example[0], element, `${place}/*`));
  if (kind(example) !== kind(event)) return [`${place} is of type ${kind(event)}`];
  if (!isFields(example) || !isFields(event)) return [];
  return [
    ...Object.keys(example)
      .filter((key) => !(key in event))
      .map((key) => `lacks ${place}/${key}`),
    ...Object.entries(event).flatMap(([key, value]) =>
      key in example ? compare(example[key], value, `${place}/${key}`) : [`adds ${place}/${key}`],
    ),
  ];
}
