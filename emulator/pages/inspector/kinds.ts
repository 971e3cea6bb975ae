/** What the fault form asks for, by fault. */

/** Numbers that a fault may have; those in seconds are sent in milliseconds. */
export const numbers = {
  status: { min: 200, max: 599, seconds: false },
  retryAfter: { min: 0, max: 86_400, seconds: false },
  delayMs: { min: 0, max: 86_400, seconds: true },
  holdMs: { min: 0, max: 86_400, seconds: true },
  lagMs: { min: 0, max: 86_400, seconds: true },
  pieces: { min: 1, max: 100, seconds: false },
  copies: { min: 1, max: 20, seconds: false },
  behind: { min: 1, max: 1000, seconds: false },
  size: { min: 2, max: 100, seconds: false },
  bytes: { min: 1, max: 16_777_216, seconds: false },
} as const;
export type NumberField = keyof typeof numbers;

/** With the values the form starts from; undefined leaves the field empty. */
type Fields = Readonly<Partial<Record<NumberField, number | undefined>>>;

export const requestKinds = {
  status: { status: 503, retryAfter: undefined },
  drop: {},
  hang: {},
  delay: { delayMs: 5 },
  acceptAndDrop: {},
  acceptThenStatus: { status: 502 },
  heldThenAccepted: { delayMs: 10, holdMs: undefined },
  lag: { lagMs: 30 },
  stripMetadata: {},
  malformed: {},
  cut: {},
  trickle: { pieces: 10, delayMs: 1 },
} as const satisfies Record<string, Fields>;
export type RequestKind = keyof typeof requestKinds;

export const webhookKinds = {
  lose: {},
  duplicate: { copies: 1 },
  delay: { delayMs: 60 },
  reorder: { behind: 1 },
  beforeAnswer: {},
  batch: { size: 3, delayMs: 1 },
  answerLost: { copies: 1 },
  poison: {},
  unknownType: {},
  unknownFields: {},
  stripMetadata: {},
  wrongSecret: {},
  missingSecret: {},
  malformed: {},
  oversized: { bytes: 2_097_152 },
  trickle: { pieces: 10, delayMs: 1 },
} as const satisfies Record<string, Fields>;
export type WebhookKind = keyof typeof webhookKinds;

const app = "/sc/v2/apps/{app}";

/** Calls one meets often. A path of one's own is the last choice of the form. */
export const places = {
  postMessage: { method: "POST", path: `${app}/conversations/{id}/messages$` },
  listMessages: { method: "GET", path: `${app}/conversations/{id}/messages$` },
  createConversation: { method: "POST", path: `${app}/conversations$` },
  createUser: { method: "POST", path: `${app}/users$` },
  passControl: { method: "POST", path: `${app}/conversations/{id}/passControl$` },
  upload: { method: "POST", path: `${app}/attachments$` },
  conversations: { method: "", path: "/sc/" },
  tickets: { method: "", path: "/api/v2/tickets" },
  support: { method: "", path: "/api/v2/" },
  everything: { method: "", path: "/" },
} as const;
export type Place = keyof typeof places;

/** The events that a connector meets. */
export const triggers = [
  "conversation:message",
  "conversation:create",
  "conversation:remove",
  "conversation:typing",
  "conversation:read",
  "conversation:postback",
  "switchboard:passControl",
  "switchboard:offerControl",
  "switchboard:releaseControl",
  "user:merge",
] as const;

/** Where the message of an event came from. */
export const sources = ["api:conversations", "zd:agentWorkspace", "zd:answerBot"] as const;
