/** Whatever happens, in whatever order: what always holds. Seeds are printed by fast-check on failure. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { questionSchema } from "../protocol/chat.ts";
import { inDisplayOrder } from "../protocol/display-order.ts";
import { endReasons } from "./model.ts";
import type { ConversationState } from "./state.ts";
import { handoffTimers, timerKinds } from "./time-limits.ts";
import { histories } from "./world.fixtures.ts";

function questionIn(state: ConversationState) {
  return state.mode === "livechat" ? state.handoff.question : undefined;
}

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
        const visible =
          after.messages.length > 0 ||
          before.mode !== after.state.mode ||
          questionIn(before) !== questionIn(after.state);
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
      // What the visitor sends once more has been overtaken.
      const retried = steps.flatMap(({ event }) =>
        event.type === "visitor_retries" ? event.message.seq : [],
      );
      for (const [handoffId, tasks] of accepted) {
        const seqs = tasks.flatMap((task) =>
          task.kind === "message" && !retried.includes(task.seq) ? [task.seq] : [],
        );
        const shown = inDisplayOrder([...rows.values()]).map(({ seq }) => seq);
        expect(seqs).toEqual(shown.filter((seq) => seqs.includes(seq)));
        const last = seqs.at(-1) ?? 0;
        const live = [...rows.values()].filter(
          (message) =>
            message.handoffId === handoffId && message.author.type === "visitor" && message.seq < last,
        );
        for (const message of live)
          if (!refused.has(`${handoffId} ${message.seq}`) && !retried.includes(message.seq))
            expect(seqs).toContain(message.seq);
      }
    }),
  );
});

test("[CV9] every handoff ends once, with one notice, and the bot is back", () => {
  fc.assert(
    fc.property(histories, ({ steps, state, rows }) => {
      const ended = steps.flatMap(({ after }) => (after.handoff?.phase === "ended" ? [after] : []));
      expect(ended.every(({ state: afterwards }) => afterwards.mode === "bot")).toBe(true);
      expect(ended.length).toBe(state.handoffs - (state.mode === "bot" ? 0 : 1));
      const notices = [...rows.values()].filter(
        ({ content }) => content.type === "notice" && /^ended_|^connection_/.test(content.notice),
      );
      expect(notices.length).toBe(ended.length);
    }),
  );
});

test("[CV30] what is asked is asked in a livechat, and nothing is asked of who has just written", () => {
  fc.assert(
    fc.property(histories, ({ steps }) => {
      for (const { event, after } of steps) {
        const asked = after.state.mode === "bot" ? undefined : after.state.handoff.question;
        if (after.state.mode !== "livechat") expect(asked).toBeUndefined();
        if (event.type === "visitor_said") expect(asked).toBeUndefined();
      }
    }),
  );
});

test("[CV31] timers of a handoff run only during it, and what should happen by itself has one", () => {
  fc.assert(
    fc.property(histories, ({ steps }) => {
      for (const { after, timers } of steps) {
        const { state } = after;
        const running = handoffTimers.filter((kind) => timers.has(kind));
        if (state.mode === "bot") expect(running).toEqual([]);
        if (state.mode === "bot") continue;
        const { handoff } = state;
        const waits = handoff.nextPosition - handoff.lastSettled > 1;
        const watched = state.mode === "livechat" || handoff.operators.length > 0;
        expect(timers.has("connect")).toBe(!watched);
        expect(timers.has("unreachable")).toBe(watched && waits && handoff.troubled !== true);
        expect(timers.has("unreachable_end")).toBe(handoff.troubled === true);
        expect(timers.has("solved_end")).toBe(handoff.question === "solved");
        if (handoff.operators.length > 0) expect(timers.has("nobody_came")).toBe(false);
        if (state.mode === "livechat" && handoff.operators.length === 0)
          expect(timers.has("nobody_came") || handoff.question !== undefined).toBe(true);
        if (handoff.question === "solved") expect(running).not.toContain("silence_warning");
      }
    }),
  );
});

test("[CV31] operators are told at most once that a handoff is over, and once more when they write afterwards", () => {
  fc.assert(
    fc.property(histories, ({ steps }) => {
      const told = new Map<string, string[]>();
      for (const { handoffId, task } of steps.flatMap(({ after }) => after.deliveries)) {
        const note = task.kind === "note" || task.kind === "cleanup" ? task.note : undefined;
        if (note !== undefined) told.set(handoffId, [...(told.get(handoffId) ?? []), note]);
      }
      for (const notes of told.values()) {
        const late = notes.filter((note) => note === "visitor_gone" || note === "visitor_with_others");
        expect(late.length).toBeLessThanOrEqual(1);
        expect(notes.length - late.length).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("the generator reaches what the rules speak of", () => {
  const worlds = fc.sample(histories, { numRuns: 600, seed: 1 });
  const modes = new Set(worlds.flatMap(({ steps }) => steps.map(({ after }) => after.state.mode)));
  const reasons = new Set(
    worlds.flatMap(({ steps }) => steps.flatMap(({ after }) => after.handoff?.endReason ?? [])),
  );
  expect(modes).toEqual(new Set(["bot", "connecting", "livechat"]));
  expect(reasons).toEqual(new Set(endReasons));
  const fired = worlds.flatMap(({ steps }) =>
    steps.flatMap(({ event }) => (event.type === "timer_fired" ? [event.kind] : [])),
  );
  expect(new Set(fired)).toEqual(new Set(timerKinds));
  const asked = worlds.flatMap(({ steps }) => steps.flatMap(({ after }) => questionIn(after.state) ?? []));
  expect(new Set(asked)).toEqual(new Set(questionSchema.options));
  expect(Math.max(...worlds.map(({ state }) => state.handoffs))).toBeGreaterThanOrEqual(2);
});
