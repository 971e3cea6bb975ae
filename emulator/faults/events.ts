/** What faults make of the body of a webhook. */
import * as z from "zod";
import type { Tricks } from "../world/state/entities.ts";
import type { WebhookFault } from "./drafts.ts";
import { withoutMetadata } from "./metadata.ts";

const Event = z.looseObject({
  id: z.string(),
  type: z.string(),
  createdAt: z.string().optional(),
  payload: z.looseObject({
    message: z.looseObject({ source: z.looseObject({ type: z.string() }).optional() }).optional(),
  }),
});
const Body = z.looseObject({ events: z.array(Event).min(1) });
export type WebhookBody = z.infer<typeof Body>;

/** Undefined for a body that an earlier fault has spoilt. */
export const readBody = (body: unknown): WebhookBody | undefined => Body.safeParse(body).data;

const stranger = { unexpected: { nested: [1, null, "three"] }, "x-new_field": true };

/** Fields that nobody knows in every object. */
function withStrangers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStrangers);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, inner]) => [
    key,
    // What people put into metadata is theirs.
    key === "metadata" ? inner : withStrangers(inner),
  ]);
  return { ...Object.fromEntries(fields), ...stranger };
}

/** The good events between malformed ones: nothing, wrong types, no payload, a type nobody knows. */
function poisoned(events: readonly unknown[], newId: () => string): unknown[] {
  const createdAt = "not a date";
  return [
    null,
    { id: newId(), type: "conversation:message", createdAt },
    { id: 7, type: ["conversation:message"], createdAt, payload: "text" },
    ...events,
    { id: newId(), type: "conversation:message", payload: { message: 1, conversation: { id: null } } },
    { id: newId(), type: "emulator:unheard_of", createdAt, payload: {} },
    {},
    "event",
  ];
}

/** The body as a fault changes it before it is kept; unchanged by other actions. */
export function spoilBody(body: WebhookBody, { action }: WebhookFault, newId: () => string): unknown {
  switch (action) {
    case "poison":
      return { ...body, events: poisoned(body.events, newId) };
    case "unknownFields":
      return withStrangers(body);
    case "stripMetadata":
      return withoutMetadata(body);
    default:
      return body;
  }
}

/** An event of a type that nobody knows, otherwise like this one. */
export const ofUnknownType = (body: WebhookBody, newId: () => string): unknown => ({
  ...body,
  events: body.events.slice(0, 1).map((event) => ({ ...event, id: newId(), type: "emulator:unheard_of" })),
});

/** What a fault does to each request of a delivery; nothing for other actions. */
export function trickOf(fault: WebhookFault): Tricks {
  const { action, bytes, pieces, delayMs, copies } = fault;
  switch (action) {
    case "wrongSecret":
      return { secret: "wrong" };
    case "missingSecret":
      return { secret: "missing" };
    case "malformed":
      return { half: true };
    case "oversized":
      return { padding: bytes ?? 2 * 1024 * 1024 };
    case "trickle":
      return { slow: { pieces: pieces ?? 10, pauseMs: delayMs ?? 1000 } };
    case "answerLost":
      return { answersLost: copies ?? 1 };
    default:
      return {};
  }
}
