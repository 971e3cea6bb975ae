/**
 * Judges answers by the OpenAPI files of both APIs, which are not part of this repository: they are read from
 * `../shared/specs`, beside it, when they are there.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { parse } from "yaml";
import type { Exchange } from "../http/observe.ts";
import { type Fields, follow, isFields, toJsonSchema, undocumentedKeys } from "./schema.ts";

const folder = fileURLToPath(new URL("../../../shared/specs/", import.meta.url));
const files = {
  conversations: "sunshine-conversations-v2-openapi-17.12.1.yaml",
  support: "zendesk-support-openapi.yaml",
} as const;
type Api = keyof typeof files;

/** Whether this copy of the repository has the OpenAPI files beside it. */
export const hasOpenApi: boolean = Object.values(files).every((file) => existsSync(folder + file));
export const leftOut = "left out: the OpenAPI files are not here";

/** One way in which an answer is not what the document says. */
export interface Finding {
  /** E.g. `GET /api/v2/tickets/{ticket_id} 200`. */
  readonly on: string;
  /** Place and words, e.g. `/ticket/subject must be string`. */
  readonly says: string;
}

interface Operation {
  readonly method: string;
  readonly template: string;
  readonly pattern: RegExp;
  readonly variables: number;
  readonly responses: Fields;
}
interface Document {
  readonly root: Fields;
  readonly operations: readonly Operation[];
  readonly ajv: Ajv;
  readonly compiled: Map<string, { readonly check: ValidateFunction; readonly schema: unknown }>;
}

function load(api: Api): Document {
  // The file of Support holds a bare `=`, which is text.
  const root: unknown = parse(readFileSync(folder + files[api], "utf8"), { logLevel: "error" });
  if (!isFields(root) || !isFields(root.paths)) throw new Error(`${files[api]} is no OpenAPI document`);
  const operations = Object.entries(root.paths).flatMap(([template, item]) =>
    Object.entries(isFields(item) ? item : {}).flatMap(([method, operation]) =>
      isFields(operation) && isFields(operation.responses)
        ? [
            {
              method: method.toUpperCase(),
              template,
              pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/gu, "[^/]+")}$`, "u"),
              variables: template.split("{").length,
              responses: operation.responses,
            },
          ]
        : [],
    ),
  );
  // The most literal template of several is meant.
  operations.sort((one, other) => one.variables - other.variables);
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: true,
    logger: false,
  });
  formats.default(ajv);
  ajv.addSchema({ $id: api, components: toJsonSchema(root, root.components, api) });
  return { root, operations, ajv, compiled: new Map() };
}

const documents = new Map<Api, Document>();
function documentOf(api: Api): Document {
  const document = documents.get(api) ?? load(api);
  documents.set(api, document);
  return document;
}

/**
 * Paths that the document of Support leaves out, and the path with the same answer: Zendesk's pages list both
 * together (https://developer.zendesk.com/api-reference/ticketing/introduction/).
 */
const sameAnswer: readonly (readonly [RegExp, string])[] = [
  [/^\/api\/v2\/users\/[^/]+\/tickets\/(?:requested|assigned)$/u, "/api/v2/tickets"],
  [/^\/api\/v2\/users\/[^/]+\/groups$/u, "/api/v2/groups"],
  [/^\/api\/v2\/groups\/[^/]+\/users$/u, "/api/v2/users"],
  [/^\/api\/v2\/groups\/[^/]+\/memberships\/assignable$/u, "/api/v2/group_memberships"],
  [/^\/api\/v2\/users\/[^/]+\/group_memberships\/[^/]+$/u, "/api/v2/group_memberships/1"],
];

/** The operation that describes this request. */
export function describedBy({ method, url }: Pick<Exchange, "method" | "url">) {
  const path = url.replace(/\?.*$/u, "");
  const api: Api = path.startsWith("/sc/") ? "conversations" : "support";
  const [, other = path] = sameAnswer.find(([pattern]) => pattern.test(path)) ?? [];
  const named = api === "conversations" ? path.slice("/sc".length) : other;
  const document = documentOf(api);
  const operation = document.operations.find(
    (candidate) => candidate.method === method && candidate.pattern.test(named),
  );
  return operation === undefined ? undefined : { api, document, operation };
}

function schemaOf({ root }: Document, response: unknown): unknown {
  const described =
    isFields(response) && typeof response.$ref === "string" ? follow(root, response.$ref) : response;
  const content = isFields(described) ? described.content : undefined;
  const json = isFields(content) ? content["application/json"] : undefined;
  return isFields(json) ? json.schema : undefined;
}

/**
 * What is wrong with an answer. Undefined when no document describes it: its path, or the status of a refusal.
 * A success with a status that the document does not have is wrong.
 */
export function judgeByOpenApi(exchange: Exchange): Finding[] | undefined {
  const described = describedBy(exchange);
  if (described === undefined) return undefined;
  const { api, document, operation } = described;
  const { status, body } = exchange;
  const on = `${operation.method} ${operation.template} ${status}`;
  const response = operation.responses[String(status)];
  if (response === undefined)
    return status < 400 ? [{ on, says: "this status is not documented" }] : undefined;

  // The document of Support gives some of these a text, which HTTP does not allow.
  if (status === 204) return body === undefined ? [] : [{ on, says: "a 204 has no body" }];
  const schema = document.compiled.get(on)?.schema ?? schemaOf(document, response);
  if (schema === undefined)
    return body === undefined ? [] : [{ on, says: "an answer without a body is documented" }];
  if (body === undefined) return [{ on, says: "an answer with a body is documented" }];
  return judgeBySchema(api, on, schema, body);
}

/** What is wrong with a webhook event, by the schema with its type as title; undefined when there is none. */
export function judgeEventByOpenApi(event: { readonly type: string }): Finding[] | undefined {
  const { root } = documentOf("conversations");
  const schemas = follow(root, "#/components/schemas");
  const schema = Object.values(isFields(schemas) ? schemas : {}).find(
    (candidate) => isFields(candidate) && candidate.title === event.type,
  );
  return schema === undefined ? undefined : judgeBySchema("conversations", event.type, schema, event);
}

function judgeBySchema(api: Api, on: string, schema: unknown, body: unknown): Finding[] {
  const document = documentOf(api);
  const check =
    document.compiled.get(on)?.check ??
    document.ajv.compile(asSchema(toJsonSchema(document.root, schema, api)));
  document.compiled.set(on, { check, schema });
  check(body);
  const all = check.errors ?? [];
  const errors = all
    // Said better by what fails inside.
    .filter(
      ({ keyword, instancePath }) =>
        !["if", "allOf"].includes(keyword) &&
        !(
          ["anyOf", "oneOf"].includes(keyword) &&
          all.some(
            (other) =>
              !["anyOf", "oneOf"].includes(other.keyword) && other.instancePath.startsWith(instancePath),
          )
        ),
    )
    .map(({ instancePath, message = "", params, data }) => {
      const place = instancePath.replaceAll(/\/\d+(?=\/|$)/gu, "/*");
      const values: unknown = params.allowedValues;
      const choice = Array.isArray(values) ? ` ${values.join(" ")}` : "";
      return `${place} ${message}${choice}${data === null ? ", is null" : ""}`.trim();
    });
  const unnamed = undocumentedKeys(document.root, [schema], body).map(
    (place) => `${place} is not documented`,
  );
  return [...new Set([...errors, ...unnamed])].map((says) => ({ on, says }));
}

const asSchema = (value: unknown): Fields => {
  if (!isFields(value)) throw new Error("a schema is an object");
  return value;
};
