/** What goes wrong in a wave: each kind of fault that the emulator knows, with parameters drawn by chance. */
import type { FaultDraft } from "../../../emulator/index.ts";
import type { Random } from "./random.ts";

const posts = {
  user: "/sc/v2/apps/*/users$",
  conversation: "/sc/v2/apps/*/conversations$",
  control: "/sc/v2/apps/*/conversations/*/passControl$",
  message: "/sc/v2/apps/*/conversations/*/messages$",
  file: "/sc/v2/apps/*/attachments",
} as const;

type Draw = (random: Random) => FaultDraft;

/** Messages are posted most often; of the others each must get its share. */
const someWrite = (random: Random) =>
  ({
    method: "POST",
    path: random.pick([posts.message, posts.message, posts.user, posts.conversation, posts.control]),
  }) as const;
const post = { method: "POST", path: posts.message } as const;
const list = { method: "GET", path: posts.message } as const;
const often = (random: Random) => ({ times: random.between(1, 4), after: random.below(10) });

/**
 * Faults that the promises must hold under. A list lags for less than SETTLE, and metadata are stripped where no look
 * for our key depends on them: beyond that doubles are possible (docs/decisions/0008), see `ambiguous.test.ts`.
 */
const requestFaults: Readonly<Record<string, Draw>> = {
  status: (random) => ({
    ...someWrite(random),
    ...often(random),
    action: "status",
    ...random.pick([
      { status: 500 },
      { status: 502, body: "html" },
      { status: 503, body: "empty" },
      { status: 429 },
      { status: 429, retryAfter: 0.2 },
    ]),
  }),
  hang: (random) => ({ ...someWrite(random), ...often(random), action: "hang" }),
  drop: (random) => ({ ...someWrite(random), ...often(random), action: "drop" }),
  acceptAndDrop: (random) => ({ ...someWrite(random), ...often(random), action: "acceptAndDrop" }),
  acceptThenStatus: (random) => ({
    ...someWrite(random),
    ...often(random),
    action: "acceptThenStatus",
    status: random.pick([500, 502, 504]),
    body: random.pick(["json", "html", "empty"]),
  }),
  heldThenAccepted: (random) => ({
    ...post,
    ...often(random),
    action: "heldThenAccepted",
    delayMs: random.below(100),
  }),
  delay: (random) => ({
    ...random.pick([someWrite(random), list]),
    ...often(random),
    action: "delay",
    delayMs: random.between(50, 400),
  }),
  trickle: (random) => ({
    ...random.pick([post, list]),
    ...often(random),
    action: "trickle",
    pieces: 4,
    delayMs: random.between(10, 60),
  }),
  malformed: (random) => ({
    ...random.pick([someWrite(random), list]),
    ...often(random),
    action: "malformed",
  }),
  cut: (random) => ({ ...random.pick([someWrite(random), list]), ...often(random), action: "cut" }),
  lag: (random) => ({ ...list, times: random.between(2, 20), action: "lag", lagMs: random.between(20, 200) }),
  stripMetadata: (random) => ({ ...post, ...often(random), action: "stripMetadata" }),
};

const event = { on: "webhook", trigger: "conversation:message" } as const;
const source = (random: Random) =>
  random.chance(0.7) ? ({ source: "zd:agentWorkspace" } as const) : ({} as const);
const strikes = (random: Random) => ({ times: random.between(1, 5), after: random.below(3) });

const webhookFaults: Readonly<Record<string, Draw>> = {
  lose: (random) => ({ ...event, ...source(random), ...strikes(random), action: "lose" }),
  duplicate: (random) => ({
    ...event,
    ...source(random),
    ...strikes(random),
    action: "duplicate",
    copies: random.between(1, 4),
  }),
  delay: (random) => ({
    ...event,
    ...source(random),
    ...strikes(random),
    action: "delay",
    delayMs: random.between(20, 1500),
  }),
  reorder: (random) => ({
    ...event,
    ...source(random),
    ...strikes(random),
    action: "reorder",
    behind: random.between(1, 5),
  }),
  batch: (random) => ({
    ...event,
    ...source(random),
    ...strikes(random),
    action: "batch",
    size: random.between(2, 5),
    delayMs: 300,
  }),
  beforeAnswer: (random) => ({ ...event, ...strikes(random), action: "beforeAnswer" }),
  poison: (random) => ({ ...event, ...source(random), ...strikes(random), action: "poison" }),
  unknownType: (random) => ({ ...event, ...source(random), ...strikes(random), action: "unknownType" }),
  unknownFields: (random) => ({ ...event, ...source(random), ...strikes(random), action: "unknownFields" }),
  stripMetadata: (random) => ({ ...event, ...source(random), ...strikes(random), action: "stripMetadata" }),
  wrongSecret: (random) => ({ ...event, ...source(random), ...strikes(random), action: "wrongSecret" }),
  missingSecret: (random) => ({ ...event, ...source(random), ...strikes(random), action: "missingSecret" }),
  malformed: (random) => ({ ...event, ...source(random), ...strikes(random), action: "malformed" }),
  oversized: (random) => ({ ...event, ...source(random), ...strikes(random), action: "oversized" }),
  trickle: (random) => ({
    ...event,
    ...source(random),
    ...strikes(random),
    action: "trickle",
    pieces: 3,
    delayMs: 50,
  }),
  answerLost: (random) => ({ ...event, ...source(random), ...strikes(random), action: "answerLost" }),
};

/** Name of a kind of fault and how one of it is drawn. */
export const faultKinds: readonly (readonly [string, Draw])[] = [
  ...Object.entries(requestFaults).map(([action, draw]) => [`request ${action}`, draw] as const),
  ...Object.entries(webhookFaults).map(([action, draw]) => [`webhook ${action}`, draw] as const),
];

export interface Blow {
  readonly name: string;
  readonly draft: FaultDraft;
}

/** Deals every kind over the waves: each comes up as often as every other, in an order of chance. */
export function dealFaults(waves: number, perWave: number, random: Random): readonly (readonly Blow[])[] {
  const deck: (readonly [string, Draw])[] = [];
  return Array.from({ length: waves }, () =>
    Array.from({ length: perWave }, () => {
      if (deck.length === 0) deck.push(...random.shuffle(faultKinds));
      const [name, draw] = deck.pop() ?? [
        "request status",
        requestFaults["status"] ?? (() => ({ ...post, action: "drop" })),
      ];
      return { name, draft: draw(random) };
    }),
  );
}
