/** What a webhook of Sunshine Conversations says, in this program's words (zendesk.md §3). */
import * as z from "zod";
import { safeParse } from "../protocol/safe-parse.ts";
import type { DeskMessage } from "./desk.ts";
import { handoffField, readMessage } from "./incoming-message.ts";
import { conversationSchema, type SuncoConversation } from "./sunco.ts";

export interface RawEvent {
  /** Zendesk's id of the event: the same on every delivery of it. */
  readonly id: string;
  readonly type: string;
  readonly raw: unknown;
}

const envelopeSchema = z.object({ events: z.array(z.unknown()) });
const eventSchema = z.object({ id: z.string().min(1).max(200), type: z.string().min(1).max(200) });

/** Levels of nesting, far above Zendesk's own events and far below what can no longer be written as JSON. */
const maxDepth = 100;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/**
 * The events of one delivery; `invalid` counts those without id or type or nested beyond sense, which spoil nothing
 * else. Undefined when the body is no envelope at all.
 */
export function parseEnvelope(
  json: unknown,
): { readonly events: readonly RawEvent[]; readonly invalid: number } | undefined {
  const envelope = safeParse(envelopeSchema, json);
  if (!envelope.success) {
    return undefined;
  }
  const events = envelope.data.events.flatMap((raw): RawEvent[] => {
    const parsed = safeParse(eventSchema, raw);
    return parsed.success && !isDeeperThan(maxDepth, raw)
      ? [{ id: parsed.data.id, type: parsed.data.type, raw }]
      : [];
  });
  return { events, invalid: envelope.data.events.length - events.length };
}

interface InConversation {
  readonly conversationId: string;
  /** Our handoff, when the conversation's metadata names it. */
  readonly handoffId?: string;
}

/** What ended a session, as far as the event tells. It can be forged: confirm by `desk.control` before acting. */
export type EndSignal = "ticket_closed" | "moved_to_email" | "ended_by_user" | "control_returned";

export type IncomingEvent =
  | (InConversation & { readonly kind: "message"; readonly message: DeskMessage })
  | (InConversation & { readonly kind: "ended"; readonly how: EndSignal })
  /** The conversation was deleted. */
  | (InConversation & { readonly kind: "removed" })
  | (InConversation & { readonly kind: "typing"; readonly on: boolean; readonly byOperator: boolean })
  /** Of no meaning to us, or a kind we know in a shape we cannot read: to be counted by `type`. */
  | { readonly kind: "other"; readonly type: string };

const payloadSchema = z.object({
  type: z.string(),
  payload: z.object({
    conversation: conversationSchema,
    message: z.unknown().optional(),
    activity: z
      .object({ type: z.string(), author: z.object({ type: z.string() }).nullish() })
      .nullish()
      .catch(undefined),
    reason: z.string().nullish().catch(undefined),
  }),
});

/**
 * Activities that end a session, with the names they had in 14.3.0 (zendesk.md §3.1), which are also the reasons
 * that switchboard events give (zendesk.md §5.6).
 */
const endingActivities: Readonly<Record<string, EndSignal>> = {
  "ticket:closed": "ticket_closed",
  ticketClosed: "ticket_closed",
  "ticket:transfer:email": "moved_to_email",
  transferToEmail: "moved_to_email",
  "conversation:endedByUser": "ended_by_user",
  endedByUser: "ended_by_user",
};

/**
 * Maps one event of an envelope (or one read back from the inbox).
 *
 * @param arrivedAt when it came to us, milliseconds since 1970
 */
export function parseEvent(raw: unknown, arrivedAt: number): IncomingEvent {
  const parsed = safeParse(payloadSchema, raw);
  if (!parsed.success) {
    const named = safeParse(z.object({ type: z.string() }), raw);
    return { kind: "other", type: named.success ? named.data.type : "unreadable" };
  }
  const { type, payload } = parsed.data;
  const { conversation } = payload;
  const where = inConversation(conversation);
  switch (type) {
    case "conversation:message": {
      const message = readMessage(payload.message, arrivedAt);
      if (message === undefined) {
        return { kind: "other", type };
      }
      const how = endOf(message.activity);
      return how === undefined ? { kind: "message", ...where, message } : { kind: "ended", ...where, how };
    }
    case "conversation:remove":
      return { kind: "removed", ...where };
    case "switchboard:passControl":
    case "switchboard:releaseControl": {
      if (withOperators(conversation)) {
        return { kind: "other", type };
      }
      return { kind: "ended", ...where, how: endOf(payload.reason) ?? "control_returned" };
    }
    case "conversation:typing": {
      const activity = payload.activity;
      return activity === undefined || activity === null
        ? { kind: "other", type }
        : {
            kind: "typing",
            ...where,
            on: activity.type === "typing:start",
            byOperator: activity.author?.type === "business",
          };
    }
    default:
      return { kind: "other", type };
  }
}

/** The end that a message's activity (or the reason of a switchboard event) stands for. */
export function endOf(activity: string | null | undefined): EndSignal | undefined {
  return activity !== undefined && activity !== null && Object.hasOwn(endingActivities, activity)
    ? endingActivities[activity]
    : undefined;
}

function inConversation(conversation: SuncoConversation): InConversation {
  const handoffId = conversation.metadata?.[handoffField];
  return {
    conversationId: conversation.id,
    ...(typeof handoffId === "string" && handoffId !== "" ? { handoffId } : {}),
  };
}

/** True when Agent Workspace is in control (zendesk.md §5.1: its type, and the name it usually has). */
export function withOperators(conversation: SuncoConversation, agentWorkspace?: string): boolean {
  const active = conversation.activeSwitchboardIntegration;
  if (active === undefined || active === null) {
    return false;
  }
  return (
    active.integrationType === "zd:agentWorkspace" ||
    active.name === "zd-agentWorkspace" ||
    (agentWorkspace !== undefined &&
      [active.id, active.name, active.integrationType].includes(agentWorkspace))
  );
}
