/** The emulator's controls, as far as the inspector uses them. */
import * as z from "zod/mini";
import { Refusal } from "../../agent/contract.ts";
import { ApiFailure } from "../api.ts";

async function call<T>(
  schema: z.ZodMiniType<T>,
  path: string,
  method: "GET" | "POST" | "DELETE" = "GET",
  body?: object,
): Promise<T> {
  const json = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`/_emulator${path}`, { method, ...json });
    answer = await response.json();
  } catch (cause) {
    throw new ApiFailure("unreachable", "no answer", { cause });
  }
  if (!response.ok) {
    const refusal = z.safeParse(Refusal, answer);
    const message = refusal.success ? refusal.data.message : `status ${response.status}`;
    throw new ApiFailure(refusal.success ? "refused" : "unexpected", message);
  }
  const parsed = z.safeParse(schema, answer);
  if (!parsed.success) throw new ApiFailure("unexpected", z.prettifyError(parsed.error));
  return parsed.data;
}

const Done = z.looseObject({});

export const Entry = z.object({
  seq: z.number(),
  at: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  request: z.unknown(),
  response: z.unknown(),
  by: z.optional(z.string()),
  files: z.optional(z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.number() }))),
  fault: z.optional(z.object({ action: z.string() })),
});
export type Entry = z.infer<typeof Entry>;

const Attempt = z.object({
  at: z.number(),
  status: z.optional(z.number()),
  answer: z.optional(z.string()),
  error: z.optional(z.string()),
});

export const Delivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  target: z.string(),
  body: z.unknown(),
  attempts: z.array(Attempt),
  state: z.enum(["pending", "delivered", "failed"]),
  nextAt: z.optional(z.number()),
  faults: z.optional(z.array(z.string())),
});
export type Delivery = z.infer<typeof Delivery>;

export const Fault = z.object({
  id: z.number(),
  on: z.enum(["request", "webhook"]),
  action: z.string(),
  method: z.optional(z.string()),
  path: z.optional(z.string()),
  trigger: z.optional(z.string()),
  source: z.optional(z.string()),
  after: z.number(),
  seen: z.number(),
  struck: z.number(),
  left: z.number(),
});
export type Fault = z.infer<typeof Fault>;

/** How many of the latest are shown. */
export const SHOWN = 200;

/** The latest first. */
export const getLedger = async () =>
  (await call(z.object({ entries: z.array(Entry) }), `/ledger?latest=${SHOWN}`)).entries.toReversed();

/** The latest first. */
export const getDeliveries = async () =>
  (
    await call(z.object({ deliveries: z.array(Delivery) }), `/webhooks?latest=${SHOWN}`)
  ).deliveries.toReversed();

export const resend = (id: string) => call(Done, `/webhooks/${encodeURIComponent(id)}/resend`, "POST");

/** The newest first. */
export const getFaults = async () =>
  (await call(z.object({ faults: z.array(Fault) }), "/faults")).faults.toReversed();

export const addFault = (draft: object) => call(Done, "/faults", "POST", draft);
export const removeFault = (id: number) => call(Done, `/faults/${id}`, "DELETE");
export const removeFaults = () => call(Done, "/faults", "DELETE");

const Clock = z.object({ now: z.number() });
export const getNow = async () => (await call(Clock, "/clock")).now;
export const advance = async (advanceMs: number) => (await call(Clock, "/clock", "POST", { advanceMs })).now;

export const Snapshot = z.object({ name: z.string(), at: z.number() });
export type Snapshot = z.infer<typeof Snapshot>;
/** The latest first. */
export const getSnapshots = async () =>
  (await call(z.object({ snapshots: z.array(Snapshot) }), "/snapshots")).snapshots.toReversed();
export const saveSnapshot = () => call(Done, "/snapshot", "POST");
export const restore = (snapshot: string) => call(Done, "/restore", "POST", { snapshot });
export const reset = (seed: "demo" | "empty") => call(Done, "/reset", "POST", { seed });
