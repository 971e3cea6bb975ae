import { describe, expect, test } from "vitest";
import type { ConversationEvent, EventOf } from "./events.ts";
import type { DeliveryTask } from "./model.ts";
import type { ConversationState } from "./state.ts";
import {
  botReplied,
  connect,
  delivered,
  escalation,
  handoffId,
  lastOfHistory,
  operatorSaid,
  play,
  visitorSaid,
} from "./step.fixtures.ts";

/** The way up to (and without) the step at this position. */
const wayTo = (position: number): readonly ConversationEvent[] => [
  ...escalation,
  ...Array.from({ length: position }, (_, index) => delivered(index)),
];

const refused = (
  position: number,
  task: DeliveryTask,
  extra: Partial<EventOf<"delivery_failed">> = {},
): ConversationEvent => ({
  type: "delivery_failed",
  handoffId,
  position,
  task,
  code: "zendesk_refused",
  undelivered: [],
  ...extra,
});

const left: ConversationEvent = { type: "visitor_left" };
const slow: ConversationEvent = { type: "timer_fired", kind: "connect", undelivered: [] };
const disabled: ConversationEvent = {
  type: "handoff_ended",
  handoffId,
  reason: "connector_disabled",
  undelivered: [],
};

function tasksAfter(events: readonly ConversationEvent[]): readonly DeliveryTask[] {
  return play(events).last?.deliveries.map(({ task }) => task) ?? [];
}

describe("what a handoff left at Zendesk", () => {
  const steps: readonly DeliveryTask[] = [{ kind: "user" }, { kind: "conversation" }, { kind: "opening" }];

  test.each([...steps.entries()])(
    "[CV20] is taken back when step %i is refused, too slow or given up",
    (at, task) => {
      const cleanup = [{ kind: "cleanup", ownUser: true }];
      expect(tasksAfter([...wayTo(at), refused(at, task)])).toEqual(cleanup);
      for (const end of at < 2 ? [left, slow, disabled] : [])
        expect(tasksAfter([...wayTo(at), end])).toEqual(cleanup);
    },
  );

  test.each([
    [left, "visitor_left_before_connection"],
    [slow, "connect_timeout"],
    [disabled, "connector_disabled"],
    [{ ...disabled, reason: "ticket_closed" }, "visitor_back_with_bot"],
  ] as const)(
    "[CV20] is asked about while control may be on its way, and operators who have it read what happened: %o",
    (end, note) => {
      const [cleanup] = tasksAfter([...wayTo(3), end]);
      expect(cleanup).toEqual({ kind: "cleanup", ownUser: true, note });
    },
  );

  test("[CV20] is taken back when control is refused, and asked about when that is in doubt", () => {
    const control = { kind: "control" } as const;
    expect(tasksAfter([...wayTo(3), refused(3, control)])).toEqual([{ kind: "cleanup", ownUser: true }]);
    expect(tasksAfter([...wayTo(3), refused(3, control, { inDoubt: true })])).toEqual([
      { kind: "cleanup", ownUser: true, note: "visitor_back_with_bot" },
    ]);
  });

  test("[CV11, CV20] stays once control has passed, and the operators read what happened", () => {
    const noteAfter = (...events: readonly ConversationEvent[]) => tasksAfter([...wayTo(4), ...events])[0];
    expect(noteAfter(slow)).toEqual({ kind: "note", note: "connect_timeout" });
    expect(noteAfter(disabled)).toEqual({ kind: "note", note: "connector_disabled" });
    expect(noteAfter(left)).toEqual({ kind: "note", note: "visitor_left_before_connection" });
    expect(noteAfter(operatorSaid("Ann"), left)).toEqual({ kind: "note", note: "visitor_left" });
    expect(tasksAfter([...wayTo(4), left])[1]).toEqual({ kind: "solve" });
  });

  test("[CV20] stays when a livechat ends", () => {
    expect(tasksAfter([...wayTo(lastOfHistory + 1), disabled])).toEqual([
      { kind: "note", note: "connector_disabled" },
    ]);
  });
});

test("[CV50] a ticket that is found after the end is noted with its handoff, and changes nothing else", () => {
  const over = play([...wayTo(lastOfHistory + 1), left]);
  const ended = over.last?.handoff;
  if (ended === undefined) throw new Error("the handoff has no row");
  const found = { type: "ticket_found", handoffId, ticketId: "7" } as const;
  expect(play([{ ...found, groupBefore: "other", ended }], over.state).last).toMatchObject({
    handoff: { ...ended, ticketId: "7", groupBefore: "other" },
    messages: [],
    state: over.state,
  });
  const moved = play([{ ...found, ended: { ...ended, groupBefore: "other" } }], over.state).last;
  expect(moved?.handoff).toEqual({ ...ended, ticketId: "7" });
  expect(play([found], over.state).last?.handoff).toBeUndefined();
});

describe("the visitor's user at Zendesk", () => {
  function escalateAgain(state: ConversationState, number: number): readonly ConversationEvent[] {
    const again = { ...connect, handoffId: `handoff-${number}` };
    return [visitorSaid(`again ${number}`), botReplied(state.lastSeq + 1, { connect: again })];
  }
  const userOf = (state: ConversationState) => (state.mode === "bot" ? undefined : state.handoff.externalId);

  test("[CV20] one who was taken back is not used again; one who had a livechat is", () => {
    const failed = play([...wayTo(1), slow]).state;
    const second = play(escalateAgain(failed, 2), failed).state;
    expect(userOf(second)).toBe("external-2");
    const settled = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((position) =>
      delivered(position, { handoffId: "handoff-2" }),
    );
    const talked = play([...settled, left], second).state;
    expect(talked.mode).toBe("bot");
    expect(userOf(play(escalateAgain(talked, 3), talked).state)).toBe("external-2");
  });

  test("[CV20] a later handoff that fails leaves the user to the earlier ones", () => {
    const talked = play([...wayTo(lastOfHistory + 1), left]).state;
    const second = play(escalateAgain(talked, 2), talked).state;
    expect(userOf(second)).toBe("external");
    const { last, state } = play([left], second);
    expect(last?.deliveries.map(({ task }) => task)).toEqual([{ kind: "cleanup", ownUser: false }]);
    expect(userOf(play(escalateAgain(state, 3), state).state)).toBe("external");
  });
});
