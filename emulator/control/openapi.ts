/** A description of the emulator's own controls, made from their schemas. */
import * as z from "zod";
import { FaultDraft } from "../faults/drafts.ts";
import { Settings } from "../world/entities.ts";
import { Act, Advance, Reset, Restore, Target } from "./schemas.ts";

const operator = ["reply", "solve", "close", "end-session", "typing", "assign"];

const operations: readonly (readonly [method: string, path: string, summary: string, body?: z.ZodType])[] = [
  ["post", "/reset", "Start over with an account", Reset],
  ["post", "/snapshot", "Save the account"],
  ["post", "/restore", "Rewind to a snapshot", Restore],
  ["post", "/faults", "Inject a fault", FaultDraft],
  ["get", "/faults", "Faults, with how often each has struck"],
  ["delete", "/faults", "Take all faults away"],
  ["get", "/ledger", "Every accepted write, in order; ?after=seq"],
  ["get", "/webhooks", "Webhooks, and every delivery with its attempts"],
  ["patch", "/webhooks/demo", "Point the demo integration's webhook elsewhere", Target],
  ["get", "/settings", "The account's switches"],
  ["patch", "/settings", "Turn switches", Settings.partial()],
  ["post", "/clock", "Move the emulator's time on", Advance],
  ["get", "/credentials", "Everything the console's form asks for"],
  ...operator.map((name) => ["post", `/agent/${name}`, `As an operator: ${name}`, Act] as const),
];

export function openApi(origin: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [method, path, summary, body] of operations) {
    const content = {
      "application/json": {
        schema: body === undefined ? {} : z.toJSONSchema(body, { io: "input", unrepresentable: "any" }),
      },
    };
    paths[`/_emulator${path}`] = {
      ...paths[`/_emulator${path}`],
      [method]: {
        summary,
        ...(body === undefined ? {} : { requestBody: { content } }),
        responses: { default: { description: "JSON" } },
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
