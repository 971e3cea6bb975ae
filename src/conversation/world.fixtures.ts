/** A world around `step()` in which anything may happen in any order. */
import fc from "fast-check";
import { richTextFromPlain } from "../protocol/rich-text.ts";
import type { ConversationEvent, Step } from "./events.ts";
import { type DeliveryTask, endReasons, type Message } from "./model.ts";
import { type ConversationState, emptyState } from "./state.ts";
import { contextAt } from "./step.fixtures.ts";
import { step } from "./step.ts";
import type { TimerKind } from "./time-limits.ts";

/** A model of the world around the machine: a lane that delivers in order, and the rows a store would hold. */
export interface World {
  state: ConversationState;
  readonly rows: Map<number, Message>;
  readonly lanes: Map<string, { position: number; task: DeliveryTask }[]>;
  /** What Zendesk got, per handoff, in order. */
  readonly accepted: Map<string, DeliveryTask[]>;
  readonly steps: {
    before: ConversationState;
    event: ConversationEvent;
    after: Step;
    /** As they run after the step. */
    timers: ReadonlySet<TimerKind>;
  }[];
  /** Timers that run. */
  readonly timers: Set<TimerKind>;
  clock: number;
}

type Move =
  | { readonly move: "visitor" | "leave" | "wait" | "retry" | "ticket" }
  | { readonly move: "bot"; readonly connect: boolean; readonly outOfTurn: boolean }
  | {
      readonly move: "operator";
      readonly name: string;
      readonly automatic: boolean;
      readonly stale: boolean;
      readonly received: number;
    }
  | { readonly move: "lane"; readonly refused?: string }
  | { readonly move: "look"; readonly answers: boolean; readonly laterMs: number }
  | { readonly move: "end"; readonly reason: (typeof endReasons)[number]; readonly stale: boolean }
  | { readonly move: "solved"; readonly solved: boolean }
  /** One of the timers that run, which `kind` says as far as it goes round. */
  | { readonly move: "timer"; readonly kind: number };

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ move: fc.constant("visitor" as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      move: fc.constant("bot" as const),
      connect: fc.boolean(),
      outOfTurn: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant("bot" as const),
      connect: fc.boolean(),
      outOfTurn: fc.constant(true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      move: fc.constant("operator" as const),
      name: fc.constantFrom("Ann", "Bob"),
      automatic: fc.boolean(),
      stale: fc.boolean(),
      received: fc.nat(30),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({ move: fc.constant("lane" as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant("lane" as const),
      refused: fc.constantFrom("zendesk_refused", "zendesk_credentials_refused", "zendesk_conversation_gone"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      move: fc.constant("end" as const),
      reason: fc.constantFrom(...endReasons),
      stale: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ move: fc.constantFrom("leave" as const, "wait", "retry", "ticket") }),
  },
  { weight: 2, arbitrary: fc.record({ move: fc.constant("solved" as const), solved: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      move: fc.constant("look" as const),
      answers: fc.boolean(),
      laterMs: fc.constantFrom(0, 60_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ move: fc.constant("timer" as const), kind: fc.nat(20) }) },
);

function currentHandoff({ state }: World): string {
  return state.mode === "bot" ? `handoff-${state.handoffs}` : state.handoff.id;
}

function undelivered(world: World, handoffId: string): readonly Message[] {
  return [...world.rows.values()].filter(
    (message) => message.handoffId === handoffId && message.delivery === "sent",
  );
}

function eventFor(world: World, move: Move): ConversationEvent | undefined {
  const { state } = world;
  const handoffId = currentHandoff(world);
  switch (move.move) {
    case "visitor":
      return {
        type: "visitor_said",
        clientId: `c${world.clock}`,
        content: { type: "text", body: richTextFromPlain(`text ${world.clock}`) },
      };
    case "leave":
      return { type: "visitor_left" };
    case "wait":
      return { type: "visitor_waits" };
    case "retry": {
      const message = [...world.rows.values()].find(({ delivery }) => delivery === "failed");
      return message && { type: "visitor_retries", message };
    }
    case "ticket":
      return { type: "ticket_found", handoffId, ticketId: "1" };
    case "look":
      return { type: "account_seen", handoffId, answers: move.answers };
    case "solved":
      return { type: "ticket_seen", handoffId, solved: move.solved };
    case "bot": {
      const waiting = state.mode === "bot" ? state.unanswered : [];
      const toSeq = move.outOfTurn ? state.lastSeq + 5 : waiting[0];
      if (toSeq === undefined) return undefined;
      const connect = move.connect
        ? { handoffId: `handoff-${state.handoffs + 1}`, connectorId: "c", externalId: "e" }
        : undefined;
      return {
        type: "bot_replied",
        toSeq,
        answers: [richTextFromPlain("answer")],
        memory: state.memory,
        ...(connect && { connect }),
      };
    }
    case "operator":
      return {
        type: "operator_said",
        handoffId: move.stale ? "handoff-0" : handoffId,
        zendeskMessageId: `z${world.clock}`,
        name: move.name,
        content: { type: "text", body: richTextFromPlain("from the operator") },
        automatic: move.automatic,
        received: move.received,
      };
    case "end": {
      const ended = move.stale ? "handoff-0" : handoffId;
      return {
        type: "handoff_ended",
        handoffId: ended,
        reason: move.reason,
        undelivered: undelivered(world, ended),
      };
    }
    case "timer": {
      const running = [...world.timers];
      const kind = running[move.kind % Math.max(1, running.length)];
      return kind && { type: "timer_fired", kind, undelivered: undelivered(world, handoffId) };
    }
    case "lane": {
      const head = world.lanes.get(handoffId)?.shift();
      if (head === undefined) return undefined;
      const { position, task } = head;
      const message = task.kind === "message" ? world.rows.get(task.seq) : undefined;
      const about = { handoffId, position, task, ...(message && { message }) };
      if (move.refused !== undefined) {
        return {
          type: "delivery_failed",
          ...about,
          code: move.refused,
          undelivered: undelivered(world, handoffId),
        };
      }
      world.accepted.set(handoffId, [...(world.accepted.get(handoffId) ?? []), task]);
      return { type: "delivered", ...about, result: {} };
    }
  }
}

function run(played: readonly Move[]): World {
  const world: World = {
    state: emptyState,
    rows: new Map(),
    lanes: new Map(),
    accepted: new Map(),
    steps: [],
    timers: new Set(),
    clock: 0,
  };
  for (const move of played) {
    world.clock += 1 + (move.move === "look" ? move.laterMs : 0);
    const event = eventFor(world, move);
    if (event === undefined) continue;
    const before = world.state;
    const after = step(before, event, contextAt(world.clock));
    if ("refused" in after) continue;
    for (const message of after.messages) world.rows.set(message.seq, message);
    if (after.dropLane !== undefined) world.lanes.delete(after.dropLane);
    for (const { handoffId, position, task } of after.deliveries) {
      world.lanes.set(handoffId, [...(world.lanes.get(handoffId) ?? []), { position, task }]);
    }
    for (const { kind, inMs } of after.timers) {
      if (inMs === null) world.timers.delete(kind);
      else world.timers.add(kind);
    }
    world.state = after.state;
    world.steps.push({ before, event, after, timers: new Set(world.timers) });
  }
  return world;
}

/** Worlds after any sequence of moves. */
export const histories = fc.array(moves, { minLength: 5, maxLength: 150, size: "max" }).map(run);
