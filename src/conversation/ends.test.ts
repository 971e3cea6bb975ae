/** How livechats end, and what is asked before they do. */
import { describe, expect, test } from "vitest";
import { after, fired, firstSaid, left, live, liveWith, minutes, solved, waits } from "./ends.fixtures.ts";
import type { ConversationEvent } from "./events.ts";
import { type ConversationState, emptyState } from "./state.ts";
import {
  botReplied,
  connect,
  delivered,
  escalation,
  handoffId,
  lastOfHistory,
  operatorSaid,
  play,
  states,
  visitorSaid,
} from "./step.fixtures.ts";
import { handoffTimers, type TimerKind, timeLimits, usualEnds } from "./time-limits.ts";

describe("nobody came", () => {
  test("[CV32] the time begins with the livechat, and the visitor is asked when it is over", () => {
    const begun = after([...escalation, delivered(lastOfHistory)], play([]).state);
    expect(begun.timers).toMatchObject({ nobody_came: minutes(10) });
    expect(after([fired("nobody_came")])).toMatchObject({ question: "nobody_came", told: ["nobody_came"] });
  });

  test.each([
    ["waits", waits],
    ["writes", visitorSaid("still here")],
  ])("[CV30, CV32] a visitor who %s is asked again later", (_how, answer) => {
    const answered = after([fired("nobody_came"), answer]);
    expect(answered).toMatchObject({ mode: "livechat", timers: { nobody_came: minutes(10) } });
    expect(answered.question).toBeUndefined();
    expect(after([fired("nobody_came"), answer, fired("nobody_came")]).told).toEqual(["nobody_came"]);
  });

  test("[CV32] an operator who comes ends the question, and it never comes back", () => {
    const come = after([fired("nobody_came"), operatorSaid("Ann")]);
    expect(come.question).toBeUndefined();
    expect(come.timers).toMatchObject({ nobody_came: null });
    expect(after([operatorSaid("Ann"), fired("nobody_came")]).told).toEqual([]);
    const early = [...escalation, operatorSaid("Ann"), delivered(lastOfHistory)];
    expect(after(early, play([]).state).timers).not.toHaveProperty("nobody_came");
  });

  test("[CV32] an automatic message is nobody", () => {
    const automatic = operatorSaid("Customer Service", { automatic: true });
    expect(after([fired("nobody_came"), automatic]).question).toBe("nobody_came");
    expect(after([automatic]).timers).toEqual({});
  });

  test("[CV30, CV36] leaving answers it: the operators are told and the ticket is solved", () => {
    expect(after([fired("nobody_came"), left])).toMatchObject({
      mode: "bot",
      told: ["ended_by_visitor"],
      tasks: [{ kind: "note", note: "visitor_left" }, { kind: "solve" }],
    });
  });

  test("waiting where nothing is asked changes nothing", () => {
    for (const state of Object.values(states)) expect(play([waits], state).state).toEqual(state);
  });
});

describe("a silent visitor", () => {
  test("[CV33] is warned and then gone, and the operators are told", () => {
    expect(after([operatorSaid("Ann")]).timers).toMatchObject({ silence_warning: minutes(25) });
    const warned = after([operatorSaid("Ann"), fired("silence_warning")]);
    expect(warned).toMatchObject({ told: ["silence_warning"], timers: { silence_end: minutes(5) } });
    expect(after([fired("silence_end")], warned.state)).toMatchObject({
      mode: "bot",
      told: ["ended_silent"],
      reason: "visitor_silent",
      tasks: [{ kind: "note", note: "visitor_silent" }],
      dropped: undefined,
    });
  });

  test("[CV33] who writes is not silent; the next operator's message starts anew", () => {
    const stopped = { silence_warning: null, silence_end: null };
    expect(after([operatorSaid("Ann"), visitorSaid("yes")]).timers).toMatchObject(stopped);
    const anew = after([operatorSaid("Ann"), fired("silence_warning"), operatorSaid("Ann")]);
    expect(anew.timers).toMatchObject({ silence_warning: minutes(25), silence_end: null });
  });

  test("[CV33] a visitor whose words are still on their way is not warned", () => {
    const waiting = [operatorSaid("Ann"), visitorSaid("my answer"), operatorSaid("Ann", { received: 2 })];
    expect(after([...waiting, fired("silence_warning")])).toMatchObject({
      told: [],
      timers: { silence_warning: minutes(25) },
    });
    expect(after([...waiting, delivered(firstSaid), fired("silence_warning")]).told).toEqual([
      "silence_warning",
    ]);
  });

  test("[CV33] an overtaken message does not count: the visitor has answered the one that came before it", () => {
    const late = operatorSaid("Ann", { received: 1, zendeskMessageId: "overtaken" });
    const answered = [operatorSaid("Ann", { received: 2 }), visitorSaid("here you are")];
    expect(after([...answered, late]).timers).toEqual({});
    // Overtaken by an automatic one, it is the first of a person's.
    const automatic = operatorSaid("Away", { received: 2, automatic: true });
    expect(after([automatic, late]).timers).toMatchObject({
      silence_warning: minutes(25),
      nobody_came: null,
    });
  });

  test("[CV33] is not counted while he is asked whether all is solved", () => {
    const asked = after([operatorSaid("Ann"), solved]);
    expect(asked.timers).toMatchObject({ silence_warning: null, silence_end: null });
    expect(after([operatorSaid("Ann")], asked.state).timers).not.toHaveProperty("silence_warning");
  });
});

describe("Zendesk out of reach", () => {
  const said = play([operatorSaid("Ann"), visitorSaid("hello?")], live);
  const waiting = said.messages.filter(({ delivery }) => delivery === "sent");

  test("[CV35] is told after a minute without anything accepted, once per trouble", () => {
    expect(after([visitorSaid("a")]).timers).toMatchObject({ unreachable: minutes(1) });
    expect(after([visitorSaid("a"), visitorSaid("b")]).timers).not.toHaveProperty("unreachable");
    expect(after([visitorSaid("a"), visitorSaid("b"), delivered(firstSaid)]).timers).toEqual({
      unreachable: minutes(1),
    });
    const told = after([fired("unreachable")], said.state);
    expect(told).toMatchObject({
      question: "unreachable",
      told: ["unreachable"],
      timers: { unreachable_end: minutes(30) },
    });
    const goesOn = after([visitorSaid("b"), delivered(firstSaid)], told.state);
    expect(goesOn.timers).toEqual({ unreachable_end: minutes(30) });
  });

  test("[CV35] is over when the lane is empty, and may then be told again", () => {
    const over = after([fired("unreachable"), delivered(firstSaid)], said.state);
    expect(over.question).toBeUndefined();
    expect(over.timers).toEqual({ unreachable: null, unreachable_end: null });
    expect(after([visitorSaid("again"), fired("unreachable")], over.state).told).toEqual(["unreachable"]);
  });

  test("[CV35] that goes on ends the livechat, and the operators are told when they are back", () => {
    expect(after([fired("unreachable"), fired("unreachable_end", waiting)], said.state)).toMatchObject({
      mode: "bot",
      reason: "zendesk_gone",
      told: ["ended_unreachable"],
      dropped: handoffId,
      tasks: [{ kind: "note", note: "visitor_back_with_bot" }],
    });
    const { last } = play([fired("unreachable"), fired("unreachable_end", waiting)], said.state);
    expect(last?.messages[0]).toMatchObject({ delivery: "failed", failure: "handoff_over" });
  });

  test("[CV30, CV35] a visitor who waits is not told twice", () => {
    const waited = after([fired("unreachable"), waits], said.state);
    expect(waited.question).toBeUndefined();
    expect(after([visitorSaid("c")], waited.state).timers).not.toHaveProperty("unreachable");
  });

  test("[CV35] watches over the rest of the history too, once an operator lifted the time to connect", () => {
    const way = [0, 1, 2, 3].map((position) => delivered(position));
    const attended = after([...escalation, ...way, operatorSaid("Ann")], play([]).state);
    expect(attended.timers).toMatchObject({ connect: null, unreachable: minutes(1) });
    expect(after([operatorSaid("Ann")], attended.state).timers).not.toHaveProperty("unreachable");
    const told = after([fired("unreachable")], attended.state);
    expect(told).toMatchObject({ mode: "connecting", told: ["unreachable"] });
    expect(after([fired("unreachable_end")], told.state)).toMatchObject({
      mode: "bot",
      reason: "zendesk_gone",
    });
  });

  test("what is asked about nobody coming is asked again afterwards", () => {
    const troubled = after([fired("nobody_came"), visitorSaid("a"), fired("unreachable")]);
    expect(troubled.question).toBe("unreachable");
    const over = after([fired("nobody_came"), delivered(firstSaid)], troubled.state);
    expect(over.timers).toMatchObject({ nobody_came: minutes(10) });
  });
});

describe("the ticket of a visitor who leaves", () => {
  test("[CV36] stays as it is where the connector says so", () => {
    const kept = liveWith({ ...usualEnds, solveOnLeave: false });
    expect(after([left], kept).tasks).toEqual([{ kind: "note", note: "visitor_left" }]);
  });

  test("[CV36] is solved once control has passed, be the history complete or not", () => {
    const way = [0, 1, 2, 3].map((position) => delivered(position));
    expect(after([...escalation, ...way, left], play([]).state).tasks).toEqual([
      { kind: "note", note: "visitor_left_before_connection" },
      { kind: "solve" },
    ]);
  });

  test("[CV36] is solved if there turns out to be one, while control may be on its way", () => {
    const way = [0, 1, 2].map((position) => delivered(position));
    const asked = { kind: "cleanup", ownUser: true, note: "visitor_left_before_connection" };
    const tasksWith = (ends: typeof usualEnds) =>
      after([visitorSaid("help"), botReplied(1, { connect: { ...connect, ends } }), ...way, left], emptyState)
        .tasks;
    expect(tasksWith(usualEnds)).toEqual([asked, { kind: "solve", inDoubt: true }]);
    expect(tasksWith({ ...usualEnds, solveOnLeave: false })).toEqual([asked]);
  });

  test("[CV36] is the operators' after any other end", () => {
    const end = { type: "handoff_ended", handoffId, reason: "operator_ended", undelivered: [] } as const;
    expect(after([end]).tasks).toEqual([]);
  });
});

describe("after the end", () => {
  const ended = play([left], live).state;
  const gone = { kind: "note", note: "visitor_gone" } as const;

  test("[CV13, CV37] the operator who writes is told once, behind what his lane still holds", () => {
    const { last, state } = play([operatorSaid("Ann")], ended);
    expect(last?.deliveries).toEqual([{ handoffId, position: firstSaid + 2, task: gone }]);
    expect(last?.messages).toMatchObject([{ late: true }]);
    expect(play([operatorSaid("Ann")], state).last?.deliveries).toEqual([]);
  });

  test("[CV37] who writes while the visitor is with others by now is told so, be they connected yet or not", () => {
    const next = { ...connect, handoffId: "handoff-2" };
    const connecting = [visitorSaid("again"), botReplied(ended.lastSeq + 1, { connect: next })];
    const live = [...connecting, delivered(lastOfHistory + 10, { handoffId: "handoff-2" })];
    for (const meanwhile of [connecting, live])
      expect(play([...meanwhile, operatorSaid("Ann")], ended).last?.deliveries).toEqual([
        { handoffId, position: firstSaid + 2, task: { kind: "note", note: "visitor_with_others" } },
      ]);
  });

  test("[CV37] each handoff has operators of its own, the last five are known", () => {
    let state = ended;
    for (let number = 2; number <= 7; number++) {
      const request = { ...connect, handoffId: `handoff-${number}` };
      const end = { type: "handoff_ended", reason: "operator_ended", undelivered: [] } as const;
      state = play(
        [
          visitorSaid(`again ${number}`),
          botReplied(state.lastSeq + 1, { connect: request }),
          { ...end, handoffId: request.handoffId },
        ],
        state,
      ).state;
    }
    const told = (id: string) =>
      play([operatorSaid("Ann", { handoffId: id })], state).last?.deliveries.length;
    expect([told("handoff-7"), told("handoff-3"), told("handoff-2"), told(handoffId)]).toEqual([1, 1, 0, 0]);
  });

  test("[CV37] automatic messages are shown and not answered", () => {
    const away = play([operatorSaid("Customer Service", { automatic: true })], ended).last;
    expect(away?.messages).toHaveLength(1);
    expect(away?.deliveries).toEqual([]);
  });
});

describe("every end", () => {
  const ends: readonly (readonly [string, readonly ConversationEvent[]])[] = [
    ["the visitor leaves", [left]],
    ["the operator ends", [{ type: "handoff_ended", handoffId, reason: "operator_ended", undelivered: [] }]],
    ["switched off", [{ type: "handoff_ended", handoffId, reason: "connector_disabled", undelivered: [] }]],
    ["solved", [solved, fired("solved_end")]],
    ["silent", [operatorSaid("Ann"), fired("silence_warning"), fired("silence_end")]],
    ["out of reach", [visitorSaid("a"), fired("unreachable"), fired("unreachable_end")]],
  ];

  test.each(ends)("[CV31] %s: no timer is left, and telling it twice changes nothing", (_how, events) => {
    const over = after(events);
    for (const kind of handoffTimers) expect(over.timers).toHaveProperty(kind, null);
    const again: readonly ConversationEvent[] = [
      left,
      solved,
      ...handoffTimers.map((kind) => fired(kind)),
      { type: "handoff_ended", handoffId, reason: "ticket_closed", undelivered: [] },
    ];
    expect(play(again, over.state).state).toEqual(over.state);
  });

  test.each(ends)(
    "[CV9] %s: the visitor can escalate again, and the next handoff starts clean",
    (_how, events) => {
      const over = after(events);
      const next = { ...connect, handoffId: "handoff-2" };
      const { state } = play(
        [visitorSaid("again"), botReplied(over.state.lastSeq + 1, { connect: next })],
        over.state,
      );
      expect(state).toMatchObject({ mode: "connecting", handoff: { id: "handoff-2", operators: [] } });
      expect(state).not.toHaveProperty("handoff.question");
      expect(state).not.toHaveProperty("handoff.seenSolved");
      expect(state).not.toHaveProperty("handoff.answeredAt");
    },
  );

  test("[CV38] a switched off connector tells the operators who have the livechat", () => {
    const off = { type: "handoff_ended", handoffId, reason: "connector_disabled", undelivered: [] } as const;
    expect(after([off])).toMatchObject({
      told: ["ended_disabled"],
      dropped: handoffId,
      tasks: [{ kind: "note", note: "connector_disabled" }],
    });
  });

  test("[CV34] while the visitor is asked whether all is solved a connector that is switched off posts nothing into the ticket", () => {
    const off = { type: "handoff_ended", handoffId, reason: "connector_disabled", undelivered: [] } as const;
    expect(after([solved, off])).toMatchObject({ told: ["ended_disabled"], tasks: [] });
    // He wrote, which opens it again.
    expect(after([solved, visitorSaid("not yet"), off]).tasks).toEqual([
      { kind: "note", note: "connector_disabled" },
    ]);
  });
});

test("the times are those of the rules", () => {
  expect(timeLimits).toMatchObject({
    nobodyCame: minutes(10),
    silence: minutes(25),
    silenceAfterWarning: minutes(5),
    unreachable: minutes(1),
    unreachableAfterTold: minutes(30),
  });
});

test("a timer that has nothing to say (any more) changes nothing", () => {
  const attended = play([operatorSaid("Ann")], live).state;
  const idle: readonly (readonly [ConversationState, TimerKind])[] = [
    [live, "connect"],
    [live, "solved_end"],
    [live, "unreachable"],
    [live, "unreachable_end"],
    [attended, "nobody_came"],
    [states.connecting, "nobody_came"],
    [states.connecting, "solved_end"],
    [states.connecting, "unreachable_end"],
  ];
  for (const [state, kind] of idle) expect(play([fired(kind)], state).state).toEqual(state);
});
