/**
 * Faults on purpose: what can be asked for.
 *
 * Of a request (`on: "request"`, or no `on`), chosen by `method` and `path`; the first fault that fits strikes:
 *
 * | action | done? | what the client sees |
 * |---|---|---|
 * | `status` | no | `status` (500) in the API's own words, with `retryAfter` as Retry-After; `body: "html"` a proxy's page, `"empty"` nothing |
 * | `hang` | no | no answer, for ever |
 * | `drop` | no | the connection closed |
 * | `acceptAndDrop` | yes | the connection closed |
 * | `acceptThenStatus` | yes | `status` (502); `body` as above |
 * | `heldThenAccepted` | yes, later | no answer; `delayMs` after the client has closed the connection it is done all the same; with `holdMs` so long after it came at the latest, and then answered if anybody still listens |
 * | `delay` | yes, after `delayMs` (1000) | the usual answer, late |
 * | `trickle` | yes | the usual answer in `pieces` (10) with `delayMs` (1000) between them |
 * | `malformed` | yes | the usual status and half of the JSON |
 * | `cut` | yes | half of the answer, then the connection closed |
 * | `lag` | yes | a list of messages without those younger than `lagMs`, or without the `newest` n |
 * | `stripMetadata` | yes | the usual answer without any `metadata` |
 *
 * Of a webhook's event (`on: "webhook"`), chosen by its `trigger`, by the `source` of its message (what a
 * program posts itself comes back with `api:conversations`) and by `webhookId`; every fault that fits strikes:
 *
 * | action | what the receiver sees |
 * |---|---|
 * | `lose` | nothing |
 * | `duplicate` | the event `copies` (1) times more, with the same event id |
 * | `delay` | the event `delayMs` (60 s) late |
 * | `reorder` | the event after the next `behind` (1) events of this webhook |
 * | `batch` | `size` (2) events in one request, at the latest `delayMs` (1000) after the first; `struck` counts events |
 * | `beforeAnswer` | the event before the request that caused it is answered |
 * | `poison` | the event between malformed ones, in one request |
 * | `unknownType` | an event of a type that nobody knows, in a request of its own, and then the event |
 * | `unknownFields` | fields that nobody knows, everywhere |
 * | `stripMetadata` | the event without any `metadata` |
 * | `wrongSecret`, `missingSecret` | another secret in the header, or no header |
 * | `malformed` | half of the JSON |
 * | `oversized` | `bytes` (2 MiB) more than usual |
 * | `trickle` | the body in `pieces` (10) with `delayMs` (1000) between them |
 * | `answerLost` | the event as usual; its answer is lost `copies` (1) times, so it comes again |
 *
 * `after` lets so many pass first, `times` is how often a fault strikes. Every time is the emulator's own.
 * Faults live with the process: a restart has none, a reset takes them away, a snapshot does not hold them.
 */
import * as z from "zod";

const LONGEST_MS = 31 * 24 * 60 * 60_000;
const ms = z.number().min(0).max(LONGEST_MS);
const count = (max: number) => z.number().int().min(1).max(max);

const often = {
  /** How often it strikes. */
  times: count(1_000_000).default(1),
  /** How many that fit pass before. */
  after: z.number().int().min(0).max(1_000_000).default(0),
};

const requestActions = [
  "status",
  "hang",
  "drop",
  "acceptAndDrop",
  "acceptThenStatus",
  "heldThenAccepted",
  "delay",
  "trickle",
  "malformed",
  "cut",
  "lag",
  "stripMetadata",
] as const;

const RequestDraft = z.strictObject({
  on: z.literal("request").default("request"),
  /** Any method when missing. */
  method: z
    .string()
    .max(10)
    .transform((method) => method.toUpperCase())
    .optional(),
  /** The beginning of the path; `*` stands for anything, `{name}` for one segment, a final `$` for the end. */
  path: z
    .string()
    .startsWith("/")
    .max(300)
    .refine((path) => path.split("*").length <= 10, "at most nine * in a path"),
  action: z.enum(requestActions),
  ...often,
  status: z.number().int().min(200).max(599).optional(),
  /** Of `status` and `acceptThenStatus`: JSON of the API unless said otherwise. */
  body: z.enum(["json", "html", "empty"]).optional(),
  /** Seconds, for the Retry-After header. */
  retryAfter: z.number().min(0).optional(),
  delayMs: ms.optional(),
  holdMs: ms.optional(),
  lagMs: ms.optional(),
  newest: count(30_000).optional(),
  pieces: count(100).optional(),
});

const webhookActions = [
  "lose",
  "duplicate",
  "delay",
  "reorder",
  "batch",
  "beforeAnswer",
  "poison",
  "unknownType",
  "unknownFields",
  "stripMetadata",
  "wrongSecret",
  "missingSecret",
  "malformed",
  "oversized",
  "trickle",
  "answerLost",
] as const;

const WebhookDraft = z.strictObject({
  on: z.literal("webhook"),
  /** An event's type, e.g. `conversation:message`; any when missing. */
  trigger: z.string().max(100).optional(),
  /** Where the event's message came from, e.g. `api:conversations` or `zd:agentWorkspace`. */
  source: z.string().max(100).optional(),
  webhookId: z.string().max(100).optional(),
  action: z.enum(webhookActions),
  ...often,
  copies: count(20).optional(),
  behind: count(1000).optional(),
  size: z.number().int().min(2).max(100).optional(),
  delayMs: ms.optional(),
  bytes: count(16 * 1024 * 1024).optional(),
  pieces: count(100).optional(),
});

export const FaultDraft = z.discriminatedUnion("on", [RequestDraft, WebhookDraft]);
export type FaultDraft = z.input<typeof FaultDraft>;

interface Counted {
  readonly id: number;
  /** How many fitted, those that passed included. */
  readonly seen: number;
  /** How often it has struck. */
  readonly struck: number;
}
export type RequestFault = z.output<typeof RequestDraft> & Counted;
export type WebhookFault = z.output<typeof WebhookDraft> & Counted;
/** A fault as it stands: what was asked for, and how often it has struck. */
export type Fault = RequestFault | WebhookFault;
