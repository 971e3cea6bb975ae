/** OpenAPI 3.0's dialect of schemas as JSON Schema, and which keys of a value a schema does not name. */

export type Fields = Record<string, unknown>;
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of a document that a reference like `#/components/schemas/user` means. */
export function follow(document: Fields, reference: string): unknown {
  let here: unknown = document;
  for (const step of reference.replace(/^#\//u, "").split("/"))
    here = isFields(here) ? here[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  return here;
}

/** What a discriminator's values stand for: without a mapping, the schema of that name. */
function kindsOf({ discriminator, oneOf }: Fields): [kind: string, reference: unknown][] {
  if (!isFields(discriminator)) return [];
  if (isFields(discriminator.mapping)) return Object.entries(discriminator.mapping);
  const references = Array.isArray(oneOf) ? oneOf.filter(isFields).map(({ $ref }) => String($ref)) : [];
  return references.map((reference) => [reference.replace(/^.*\//u, ""), reference]);
}

/** What a kind adds to the schema that names it: kinds that inherit from it name it in turn. */
function ownPart(root: Fields, base: Fields, reference: unknown): unknown {
  const kind = follow(root, String(reference));
  if (!isFields(kind) || !Array.isArray(kind.allOf)) return { $ref: reference };
  const isBase = (part: unknown) => isFields(part) && follow(root, String(part.$ref)) === base;
  return kind.allOf.some(isBase)
    ? { ...kind, allOf: kind.allOf.filter((part: unknown) => !isBase(part)) }
    : { $ref: reference };
}

function chosenBy(root: Fields, schema: Fields, read: (value: unknown) => unknown): Fields | undefined {
  const kinds = kindsOf(schema);
  if (kinds.length === 0 || !isFields(schema.discriminator)) return undefined;
  const name = String(schema.discriminator.propertyName);
  return {
    type: "object",
    required: [name],
    properties: { [name]: { enum: kinds.map(([kind]) => kind) } },
    allOf: kinds.map(([kind, reference]) =>
      Object.fromEntries(
        new Map([
          ["if", { properties: { [name]: { const: kind } } }],
          ["then", read(ownPart(root, schema, reference))],
        ]),
      ),
    ),
  };
}

/** Formats that name a kind of text beyond what ajv knows, or a mistake in the document. */
const otherFormats: Record<string, string> = { datetime: "date-time", url: "uri" };

/** What only requests have is not required of answers. */
const isAnswered =
  ({ properties }: Fields) =>
  (name: unknown): boolean => {
    const property = isFields(properties) ? properties[String(name)] : undefined;
    return !isFields(property) || property.writeOnly !== true;
  };

/** Translated, with references into the document of this id. */
export function toJsonSchema(root: Fields, schema: unknown, id: string): unknown {
  const read = (value: unknown): unknown => toJsonSchema(root, value, id);
  if (Array.isArray(schema)) return schema.map(read);
  if (!isFields(schema)) return schema;
  if (typeof schema.$ref === "string") return { $ref: `${id}${schema.$ref}` };
  const { nullable, discriminator: _c, example: _e, examples: _s, default: _d, ...rest } = schema;
  const chosen = chosenBy(root, schema, read);
  if (chosen !== undefined) delete rest.oneOf;
  const result: Fields = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === "properties" && isFields(value))
      result[key] = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, read(part)]));
    else if (key === "format") result[key] = otherFormats[String(value)] ?? value;
    else if (key === "required" && Array.isArray(value)) result[key] = value.filter(isAnswered(schema));
    else result[key] = key === "enum" ? value : read(value);
  }
  const whole = chosen === undefined ? result : { allOf: [result, chosen] };
  return nullable === true ? { anyOf: [{ type: "null" }, whole] } : whole;
}

/** The schema and all it is made of. A free-form object, `true`, names any key. */
function parts(document: Fields, schema: unknown, seen = new Set<unknown>()): Fields[] {
  if (!isFields(schema) || seen.has(schema)) return [];
  seen.add(schema);
  if (typeof schema.$ref === "string") return parts(document, follow(document, schema.$ref), seen);
  const mapped = kindsOf(schema).map(([, $ref]) => ({ $ref }));
  const inner = [schema.allOf, schema.oneOf, schema.anyOf, mapped].flatMap((list) =>
    Array.isArray(list) ? list.flatMap((part: unknown) => parts(document, part, seen)) : [],
  );
  return [schema, ...inner];
}

const isFree = (schema: Fields) =>
  schema.additionalProperties !== undefined
    ? schema.additionalProperties !== false
    : ["properties", "allOf", "oneOf", "anyOf", "enum", "items"].every((key) => schema[key] === undefined) &&
      (schema.type === undefined || schema.type === "object");

/** The places of keys that no part of the schemas names, `*` for any element of a list. */
export function undocumentedKeys(
  document: Fields,
  schemas: readonly unknown[],
  value: unknown,
  place = "",
): string[] {
  const all = schemas.flatMap((schema) => parts(document, schema));
  if (Array.isArray(value))
    return value.flatMap((element: unknown) =>
      undocumentedKeys(
        document,
        all.flatMap(({ items }) => (items === undefined ? [] : [items])),
        element,
        `${place}/*`,
      ),
    );
  if (!isFields(value) || all.some(isFree)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const named = all.flatMap(({ properties }) =>
      isFields(properties) && properties[key] !== undefined ? [properties[key]] : [],
    );
    const here = `${place}/${key}`;
    return named.length === 0 ? [here] : undocumentedKeys(document, named, inner, here);
  });
}
