/** Whatever happens, in whatever order: what always holds. Seeds are printed by fast-check on failure. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { inDisplayOrder } from "../protocol/display-order.ts";
import { richTextFromPlain } from "../protocol/rich-text.ts";
import type { ConversationEvent, Step } from "./events.ts";
import { type DeliveryTask, endReasons, type Message } from "./model.ts";
import { type ConversationState, emptyState } from "./state.ts";
import { contextAt } from "./step.fixtures.ts";
import { step } from "./step.ts";

/** A model of the world around the machine: a lane that delivers in order, and the rows a store would hold. */
interface World {
  state: ConversationState;
  readonly rows: Map<number, Message>;
  readonly lanes: Map<string, { position: number; task: DeliveryTask }[]>;
  /** What Zendesk got, per handoff, in order. */
  readonly accepted: Map<string, DeliveryTask[]>;
  readonly steps: { before: ConversationState; event: ConversationEvent; after: Step }[];
  clock: number;
}

type Move =
  | { readonly move: "visitor" | "leave" | "ticket" }
  | { readonly move: "bot"; readonly connect: boolean; readonly outOfTurn: boolean }
  | {
      readonly move: "operator";
      readonly name: string;
      readonly automatic: boolean;
      readonly stale: boolean;
      readonly received: number;
    }
  | { readonly move: "lane"; readonly refuse: boolean; readonly gone: boolean }
  | { readonly move: "end"; readonly reason: (typeof endReasons)[number]; readonly stale: boolean }
  | { readonly move: "timer"; readonly kind: "connect" | "bot_reply" };

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
    arbitrary: fc.record({
      move: fc.constant("lane" as const),
      refuse: fc.constant(false),
      gone: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant("lane" as const),
      refuse: fc.constant(true),
      gone: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant("end" as const),
      reason: fc.constantFrom(...endReasons),
      stale: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ move: fc.constantFrom("leave" as const, "ticket" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant("timer" as const),
      kind: fc.constantFrom("connect" as const, "bot_reply" as const),
    }),
  },
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
    case "ticket":
      return { type: "ticket_found", handoffId, ticketId: "1" };
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
    case "timer":
      return { type: "timer_fired", kind: move.kind, undelivered: undelivered(world, handoffId) };
    case "lane": {
      const head = world.lanes.get(handoffId)?.shift();
      if (head === undefined) return undefined;
      const { position, task } = head;
      const message = task.kind === "message" ? world.rows.get(task.seq) : undefined;
      const about = { handoffId, position, task, ...(message && { message }) };
      if (move.refuse) {
        return {
          type: "delivery_failed",
          ...about,
          code: move.gone ? "zendesk_conversation_gone" : "zendesk_refused",
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
    clock: 0,
  };
  for (const move of played) {
    world.clock += 1;
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
    world.state = after.state;
    world.steps.push({ before, event, after });
  }
  return world;
}

const histories = fc.array(moves, { minLength: 5, maxLength: 150 }).map(run);

test("[CV1] seqs grow by one and stored messages keep their facts", () => {
  fc.assert(
    fc.property(histories, ({ rows, steps, state }) => {
      expect([...rows.keys()].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: state.lastSeq }, (_, index) => index + 1),
      );
      const facts = new Map<number, unknown>();
      for (const message of steps.flatMap(({ after }) => after.messages)) {
        const { id, at, author, content } = message;
        const known = facts.get(message.seq);
        if (known !== undefined) expect({ id, at, author, content }).toEqual(known);
        facts.set(message.seq, { id, at, author, content });
      }
    }),
  );
});

test("[CV2] the revision grows by one exactly when something visible changed", () => {
  fc.assert(
    fc.property(histories, ({ steps }) => {
      for (const { before, after } of steps) {
        const visible = after.messages.length > 0 || before.mode !== after.state.mode;
        expect(after.state.revision).toBe(before.revision + (visible ? 1 : 0));
        for (const message of after.messages) expect(message.revision).toBe(after.state.revision);
      }
    }),
  );
});

test("[CV3] the bot speaks only in its own mode", () => {
  fc.assert(
    fc.property(histories, ({ steps }) => {
      for (const { before, after } of steps) {
        if (before.mode !== "bot")
          expect(after.messages.filter(({ author }) => author.type === "bot")).toEqual([]);
      }
    }),
  );
});

test("[CV6, CV7] Zendesk gets history and live messages once, in order, without gap", () => {
  fc.assert(
    fc.property(histories, ({ accepted, rows, steps }) => {
      const refused = new Set(
        steps.flatMap(({ event }) =>
          event.type === "delivery_failed" && event.task.kind === "message"
            ? [`${event.handoffId} ${event.task.seq}`]
            : [],
        ),
      );
      for (const [handoffId, tasks] of accepted) {
        const seqs = tasks.flatMap((task) => (task.kind === "message" ? [task.seq] : []));
        const shown = inDisplayOrder([...rows.values()]).map(({ seq }) => seq);
        expect(seqs).toEqual(shown.filter((seq) => seqs.includes(seq)));
        const last = seqs.at(-1) ?? 0;
        const live = [...rows.values()].filter(
          (message) =>
            message.handoffId === handoffId && message.author.type === "visitor" && message.seq < last,
        );
        for (const message of live)
          if (!refused.has(`${handoffId} ${message.seq}`)) expect(seqs).toContain(message.seq);
      }
    }),
  );
});

test("[CV9] every handoff ends once, with one notice, and the bot is back", () => {
  const endNotices = new Set([
    "ended_by_operator",
    "ended_by_visitor",
    "ended_unreachable",
    "connection_failed",
    "connection_timeout",
  ]);
  fc.assert(
    fc.property(histories, ({ steps, state, rows }) => {
      const ended = steps.flatMap(({ after }) => (after.handoff?.phase === "ended" ? [after] : []));
      expect(ended.every(({ state: afterwards }) => afterwards.mode === "bot")).toBe(true);
      expect(ended.length).toBe(state.handoffs - (state.mode === "bot" ? 0 : 1));
      const notices = [...rows.values()].filter(
        ({ content }) => content.type === "notice" && endNotices.has(content.notice),
      );
      expect(notices.length).toBe(ended.length);
    }),
  );
});

test("the generator reaches what the rules speak of", () => {
  const worlds = fc.sample(histories, { numRuns: 300, seed: 1 });
  const modes = new Set(worlds.flatMap(({ steps }) => steps.map(({ after }) => after.state.mode)));
  const reasons = new Set(
    worlds.flatMap(({ steps }) => steps.flatMap(({ after }) => after.handoff?.endReason ?? [])),
  );
  expect(modes).toEqual(new Set(["bot", "connecting", "livechat"]));
  expect(reasons.size).toBeGreaterThanOrEqual(6);
  expect(Math.max(...worlds.map(({ state }) => state.handoffs))).toBeGreaterThanOrEqual(2);
});
