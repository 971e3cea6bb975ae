/** `GET /api/console/openapi.json`: the console API, described from the schemas that parse it. */
import { z } from "zod";
import { errorAnswerSchema } from "../protocol/chat.ts";
import { nothing, type OperationSpec } from "./operation.ts";

const sentences: Readonly<Record<number, string>> = {
  200: "Done",
  201: "Created",
  204: "Done, nothing to say",
  422: "Refused; nothing was saved",
  503: "Zendesk is out of reach; nothing was saved",
};

export function describeApi(specs: readonly OperationSpec[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const spec of specs) {
    const path = (paths[spec.path] ??= {});
    path[spec.method.toLowerCase()] = describe(spec);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Console",
      version: "1",
      description:
        "Log in with POST /api/console/login. Pages use the cookie and send `x-csrf-token` with every change; scripts ask for a bearer token.",
    },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "console_session" },
      },
    },
    paths,
  };
}

function describe(spec: OperationSpec): object {
  const parameters = [...spec.path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const answers = Object.entries(spec.answers).map(([status, schema]) => [
    status,
    {
      description: sentences[Number(status)] ?? "Answer",
      ...(schema === null ? {} : { content: json(schema, "output") }),
    },
  ]);
  return {
    summary: spec.summary,
    security: spec.open === true ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(spec.body === nothing ? {} : { requestBody: { required: true, content: json(spec.body, "input") } }),
    responses: {
      ...Object.fromEntries(answers),
      default: { description: "An error with its code", content: json(errorAnswerSchema, "output") },
    },
  };
}

function json(schema: z.core.$ZodType, io: "input" | "output"): object {
  const { $schema: _dialect, ...body } = z.toJSONSchema(schema, { io });
  return { "application/json": { schema: body } };
}
