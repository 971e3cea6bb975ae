/** A description of the emulator's own controls, made from their schemas. */
import * as z from "zod";
import { FaultDraft } from "../faults/drafts.ts";
import {
  Act,
  Advance,
  Available,
  DeliveriesQuery,
  LedgerQuery,
  Merge,
  Postback,
  Reset,
  Restore,
  SettingsChange,
  Target,
} from "./schemas.ts";
import { Activity, AnswerForm, End, Press, Rate, Redact } from "./visitor.ts";

const operator = ["reply", "solve", "close", "end-session", "typing", "assign"];

interface Operation {
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
}

const operations: readonly (readonly [method: string, path: string, operation: Operation])[] = [
  ["post", "/reset", { summary: "Start over with an account; faults are taken away", body: Reset }],
  ["post", "/snapshot", { summary: "Save the account in the memory of this process" }],
  ["get", "/snapshots", { summary: "The snapshots there are: the latest twenty" }],
  ["post", "/restore", { summary: "Rewind to a snapshot", body: Restore }],
  ["post", "/faults", { summary: "Inject a fault", body: FaultDraft }],
  ["get", "/faults", { summary: "Faults, with how often each has struck and may still strike" }],
  ["delete", "/faults", { summary: "Take all faults away" }],
  ["delete", "/faults/{id}", { summary: "Take one fault away" }],
  ["get", "/ledger", { summary: "Every accepted write, in order", query: LedgerQuery }],
  ["get", "/webhooks", { summary: "Webhooks, and deliveries with their attempts", query: DeliveriesQuery }],
  ["post", "/webhooks/{deliveryId}/resend", { summary: "Send a delivery's body once more" }],
  ["patch", "/webhooks/demo", { summary: "Point the demo integration's webhook elsewhere", body: Target }],
  ["get", "/settings", { summary: "The account's switches" }],
  ["patch", "/settings", { summary: "Turn switches", body: SettingsChange }],
  ["get", "/clock", { summary: "The emulator's time" }],
  ["post", "/clock", { summary: "Move the emulator's time on", body: Advance }],
  ["get", "/credentials", { summary: "Everything that a program needs to connect" }],
  ["get", "/coverage", { summary: "What of Zendesk the emulator does, and what it does not" }],
  ["post", "/users/merge", { summary: "Make one of two users", body: Merge }],
  ["post", "/visitor/postback", { summary: "The visitor sends a button's payload", body: Postback }],
  ["post", "/visitor/press", { summary: "The visitor presses a button of a message", body: Press }],
  ["post", "/visitor/rate", { summary: "The visitor answers the survey", body: Rate }],
  ["post", "/visitor/form", { summary: "The visitor fills in a form", body: AnswerForm }],
  ["post", "/visitor/activity", { summary: "The visitor reads or types", body: Activity }],
  ["post", "/visitor/end", { summary: "The visitor ends the session", body: End }],
  ["post", "/redact", { summary: "Redact a message", body: Redact }],
  ["post", "/agent/availability", { summary: "An operator is there or not", body: Available }],
  ...operator.map(
    (name) => ["post", `/agent/${name}`, { summary: `As an operator: ${name}`, body: Act }] as const,
  ),
];

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

function parametersOf(path: string, query: z.ZodObject | undefined) {
  const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    schema: z.toJSONSchema(z.object({ [name]: schema }), { unrepresentable: "any" }).properties?.[name] ?? {},
  }));
  return [...inPath, ...inQuery];
}

/** OpenAPI 3.1 of the controls. */
export function openApi(origin: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [method, path, { summary, body, query }] of operations) {
    const content = body && { "application/json": { schema: schemaOf(body) } };
    paths[`/_emulator${path}`] = {
      ...paths[`/_emulator${path}`],
      [method]: {
        summary,
        parameters: parametersOf(path, query),
        ...(content && { requestBody: { content } }),
        responses: {
          "2XX": { description: "JSON" },
          "4XX": { description: "`{error, message}`: a code, and a sentence that says what is wrong" },
        },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Controls of the Zendesk emulator", version: "1" },
    servers: [{ url: origin }],
    paths,
  };
}
