/**
 * Schemas of what the adapters keep as JSON or read back from columns. Every property of a stored type must
 * appear here (`Shape` makes the compiler say so), because a schema drops what it does not name.
 */
import { z } from "zod";
import type {
  Author,
  Choice,
  Content,
  DeliveryTask,
  Handoff,
  HandoffSkill,
  Identity,
  Message,
} from "../conversation/model.ts";
import { endReasons, operatorNotes } from "../conversation/model.ts";
import { noticeKeys } from "../conversation/notices.ts";
import type {
  ActiveHandoff,
  BotMemory,
  ConversationState,
  EndedHandoff,
  OperatorOrder,
} from "../conversation/state.ts";
import type { EndOptions } from "../conversation/time-limits.ts";
import { questionSchema } from "../protocol/chat.ts";
import { richTextSchema } from "../protocol/rich-text.ts";
import type { Connector } from "./port.ts";

type Shape<T> = Record<keyof T, z.core.$ZodType>;
type Case<T extends { type: string }, K extends T["type"]> = Extract<T, { type: K }>;
type ModeCase<K extends ConversationState["mode"]> = Extract<ConversationState, { mode: K }>;

const count = z.number().int().nonnegative();
const maybe = z.exactOptional;

// ── Messages ────────────────────────────────────────────────────────────────────────────────────────────

export const authorSchema: z.ZodType<Author> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("visitor") } satisfies Shape<Case<Author, "visitor">>),
  z.object({ type: z.literal("bot") } satisfies Shape<Case<Author, "bot">>),
  z.object({
    type: z.literal("operator"),
    name: z.string(),
    avatarUrl: maybe(z.string()),
    automatic: maybe(z.boolean()),
  } satisfies Shape<Case<Author, "operator">>),
  z.object({ type: z.literal("system") } satisfies Shape<Case<Author, "system">>),
]);

const chosenShape = {
  payload: maybe(z.string()),
  metadata: maybe(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
} satisfies Shape<Omit<Choice, "label">>;

export const contentSchema: z.ZodType<Content> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    body: richTextSchema,
    choices: maybe(z.array(z.object({ label: z.string(), ...chosenShape } satisfies Shape<Choice>))),
    chosen: maybe(z.object(chosenShape)),
  } satisfies Shape<Case<Content, "text">>),
  z.object({
    type: z.literal("file"),
    fileId: z.string(),
    name: z.string(),
    mediaType: z.string(),
    size: maybe(z.number()),
    image: z.boolean(),
    caption: maybe(z.string()),
  } satisfies Shape<Case<Content, "file">>),
  z.object({
    type: z.literal("notice"),
    notice: z.enum(noticeKeys),
    values: z.record(z.string(), z.string()),
  } satisfies Shape<Case<Content, "notice">>),
]);

/** A message; the adapter may give `author` and `content` schemas that parse its own form of them. */
export function messageShape<A extends z.ZodType<Author>, C extends z.ZodType<Content>>(
  author: A,
  content: C,
) {
  return {
    id: z.string(),
    seq: count,
    revision: count,
    at: z.number(),
    author,
    content,
    clientId: maybe(z.string()),
    delivery: maybe(z.enum(["sent", "delivered", "failed"])),
    failure: maybe(z.string()),
    handoffId: maybe(z.string()),
    zendeskMessageId: maybe(z.string()),
    received: maybe(z.number()),
    above: maybe(count),
  } satisfies Shape<Omit<Message, "late">>;
}

// ── Handoffs and deliveries ─────────────────────────────────────────────────────────────────────────────

export const handoffSkillSchema: z.ZodType<HandoffSkill> = z.object({
  id: z.string(),
  name: z.string(),
  groupId: maybe(z.string()),
} satisfies Shape<HandoffSkill>);

export const identitySchema: z.ZodType<Identity> = z.object({
  variable: z.string(),
  value: z.string(),
} satisfies Shape<Identity>);

const plainHandoffShape = {
  id: z.string(),
  conversationId: z.string(),
  botId: z.string(),
  connectorId: z.string(),
  number: count,
  phase: z.enum(["connecting", "live", "ended"]),
  externalId: z.string(),
  zendeskUserId: maybe(z.string()),
  zendeskConversationId: maybe(z.string()),
  openingMessageId: maybe(z.string()),
  historySkipped: maybe(count),
  lastPostedMessageId: maybe(z.string()),
  ticketId: maybe(z.string()),
  groupBefore: maybe(z.string()),
  startedAt: z.number(),
  account: maybe(z.string()),
  endedAt: maybe(z.number()),
  endReason: maybe(z.enum(endReasons)),
} satisfies Shape<Omit<Handoff, "skill" | "identity">>;

/** A handoff; the adapter may give schemas that parse its own form of `skill` and `identity`. */
export function handoffShape<S extends z.ZodType<HandoffSkill>, I extends z.ZodType<Identity>>(
  skill: S,
  identity: I,
) {
  return { ...plainHandoffShape, skill: maybe(skill), identity: maybe(identity) } satisfies Shape<Handoff>;
}

export const deliveryTaskSchema: z.ZodType<DeliveryTask> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user") }),
  // Earlier versions kept how many: such a history goes one by one.
  z.object({
    kind: z.literal("conversation"),
    history: maybe(z.union([z.array(count), count.transform((): number[] => [])])),
  } satisfies Shape<Extract<DeliveryTask, { kind: "conversation" }>>),
  z.object({
    kind: z.literal("opening"),
    olderThanSeq: maybe(count),
    history: maybe(z.array(count)),
  } satisfies Shape<Extract<DeliveryTask, { kind: "opening" }>>),
  z.object({ kind: z.literal("control") }),
  z.object({ kind: z.literal("message"), seq: count, history: z.boolean() } satisfies Shape<
    Extract<DeliveryTask, { kind: "message" }>
  >),
  z.object({
    kind: z.literal("note"),
    note: z.enum(operatorNotes),
  } satisfies Shape<Extract<DeliveryTask, { kind: "note" }>>),
  z.object({ kind: z.literal("solve"), inDoubt: maybe(z.boolean()) } satisfies Shape<
    Extract<DeliveryTask, { kind: "solve" }>
  >),
  z.object({ kind: z.literal("lost") }),
  z.object({
    kind: z.literal("cleanup"),
    ownUser: z.boolean(),
    note: maybe(z.enum(operatorNotes)),
  } satisfies Shape<Extract<DeliveryTask, { kind: "cleanup" }>>),
]);

/** Positions in a lane. */
export const positionsSchema = z.array(count);

/** Zendesk's message ids by our keys. */
export const foundSchema = z.record(z.string(), z.string());

// ── The state of a conversation ─────────────────────────────────────────────────────────────────────────

const memorySchema: z.ZodType<BotMemory> = z.object({
  variables: z.record(z.string(), z.string()),
  waitingStep: maybe(
    z.object({
      itemId: z.string(),
      step: count,
      tries: maybe(count),
      language: maybe(z.enum(["en", "fr"])),
    } satisfies Shape<NonNullable<BotMemory["waitingStep"]>>),
  ),
} satisfies Shape<BotMemory>);

export const endOptionsSchema: z.ZodType<EndOptions> = z.object({
  solveOnLeave: z.boolean(),
  solvedEndsAfterMs: count,
} satisfies Shape<EndOptions>);

const activeHandoffSchema: z.ZodType<ActiveHandoff> = z.object({
  ...handoffShape(handoffSkillSchema, identitySchema),
  nextPosition: count,
  lastSettled: z.number().int().min(-1),
  liveAfter: z.number().int(),
  operators: z.array(z.string()),
  ends: maybe(endOptionsSchema),
  seenSolved: maybe(z.boolean()),
  answeredAt: maybe(z.number()),
  unansweredSince: maybe(z.number()),
  troubled: maybe(z.boolean()),
  question: maybe(questionSchema),
  lastOperator: maybe(
    z.object({ name: z.string(), avatarUrl: maybe(z.string()) } satisfies Shape<
      NonNullable<ActiveHandoff["lastOperator"]>
    >),
  ),
} satisfies Shape<ActiveHandoff>);

const commonShape = {
  revision: count,
  lastSeq: count,
  memory: memorySchema,
  handoffs: count,
  userSince: count.default(1),
  ended: z
    .array(
      z.object({
        handoffId: z.string(),
        nextPosition: count,
        told: maybe(z.boolean()),
      } satisfies Shape<EndedHandoff>),
    )
    .default([]),
  operatorOrders: z
    .array(
      z.object({
        handoffId: z.string(),
        shown: z.array(z.object({ seq: count, received: z.number() })),
      } satisfies Shape<OperatorOrder>),
    )
    .default([]),
  transcript: z.array(count),
  olderThanSeq: count,
};

export const stateSchema: z.ZodType<ConversationState> = z.discriminatedUnion("mode", [
  z.object({ ...commonShape, mode: z.literal("bot"), unanswered: z.array(count) } satisfies Shape<
    ModeCase<"bot">
  >),
  z.object({
    ...commonShape,
    mode: z.literal("connecting"),
    handoff: activeHandoffSchema,
  } satisfies Shape<ModeCase<"connecting">>),
  z.object({
    ...commonShape,
    mode: z.literal("livechat"),
    handoff: activeHandoffSchema,
  } satisfies Shape<ModeCase<"livechat">>),
]);

// ── Connectors and channels ─────────────────────────────────────────────────────────────────────────────

export const connectorApiSchema: z.ZodType<Connector["api"]> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("token"), email: z.string() }),
  z.object({ kind: z.literal("oauth"), clientId: z.string() }),
]);

export const connectorSecretsSchema: z.ZodType<Connector["secrets"]> = z.object({
  keySecret: maybe(z.string()),
  apiSecret: maybe(z.string()),
} satisfies Shape<Connector["secrets"]>);

export const connectorGroupsSchema: z.ZodType<Connector["groups"]> = z.array(
  z.object({ skillId: z.string(), groupId: z.string(), members: count } satisfies Shape<
    Connector["groups"][number]
  >),
);

export const webhookSecretSchema: z.ZodType<NonNullable<Connector["webhookSecret"]>> = z.object({
  current: z.string(),
  readAt: z.number(),
  previous: maybe(z.string()),
  previousUntil: maybe(z.number()),
} satisfies Shape<NonNullable<Connector["webhookSecret"]>>);

export const originsSchema = z.array(z.string());
