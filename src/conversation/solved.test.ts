/** What follows when the operators see a request as solved. */
import { describe, expect, test } from "vitest";
import {
  after,
  fired,
  firstSaid,
  left,
  live,
  liveWith,
  minutes,
  notices,
  solved,
  unsolved,
  waits,
} from "./ends.fixtures.ts";
import type { ConversationEvent } from "./events.ts";
import type { ConversationState } from "./state.ts";
import { contextAt, delivered, handoffId, operatorSaid, play, taken, visitorSaid } from "./step.fixtures.ts";
import { step } from "./step.ts";
import { usualEnds } from "./time-limits.ts";

describe("a solved ticket", () => {
  test("[CV34] asks once, however often it is seen", () => {
    const asked = after([solved]);
    expect(asked).toMatchObject({
      question: "solved",
      told: ["solved"],
      timers: { solved_end: minutes(10), nobody_came: null },
    });
    expect(play([solved], asked.state).state).toEqual(asked.state);
  });

  test("[CV30, CV34] who writes goes on; once it was seen unsolved he may be asked again", () => {
    const written = after([solved, visitorSaid("not yet")]);
    expect(written).toMatchObject({ mode: "livechat", timers: { solved_end: null } });
    expect(written.question).toBeUndefined();
    const accepted = delivered(firstSaid);
    expect(after([accepted, solved], written.state).told).toEqual([]);
    expect(after([accepted, unsolved, solved], written.state)).toMatchObject({
      question: "solved",
      told: ["solved"],
    });
  });

  test("[CV34] that is solved long after he wrote was solved another time between two looks: he is asked again", () => {
    const seenAt = (now: number, from: ConversationState) => taken(step(from, solved, contextAt(now)));
    const written = play([solved, visitorSaid("thanks"), delivered(firstSaid)], live).state;
    const soon = seenAt(29_000, written);
    expect(soon.messages).toEqual([]);
    const again = seenAt(40_000, soon.state);
    expect(notices(again.messages)).toEqual(["solved"]);
    expect(again.timers).toContainEqual({ kind: "solved_end", inMs: minutes(10) });
    expect(notices(seenAt(90_000, again.state).messages)).toEqual([]);
    // What he writes counts from when it is no longer on its way.
    const saying = play([solved, visitorSaid("thanks")], live).state;
    const { state } = play([delivered(firstSaid)], seenAt(40_000, saying).state);
    expect(notices(seenAt(50_000, state).messages)).toEqual([]);
    expect(notices(seenAt(80_000, state).messages)).toEqual(["solved"]);
  });

  test("[CV34] is not asked about while something of the visitor's is on its way: that opens it again", () => {
    const saying = play([visitorSaid("one more thing")], live).state;
    expect(after([solved], saying).told).toEqual([]);
    expect(after([delivered(firstSaid), solved], saying).told).toEqual(["solved"]);
  });

  test("[CV34] that the operators open again asks nothing any more", () => {
    const opened = after([solved, unsolved]);
    expect(opened.question).toBeUndefined();
    expect(opened.timers).toMatchObject({ solved_end: null, nobody_came: minutes(10) });
  });

  test("[CV33, CV34] that the operators open again lets his silence run: he was asked and has not answered", () => {
    const opened = after([operatorSaid("Ann"), solved, unsolved]);
    expect(opened.timers).toMatchObject({ solved_end: null, silence_warning: minutes(25) });
    const answered = after([operatorSaid("Ann"), solved, visitorSaid("not yet"), unsolved]);
    expect(answered.timers).toEqual({});
  });

  test("[CV30, CV35] stays asked about while Zendesk is out of reach, and the visitor is told", () => {
    const retried: ConversationEvent = {
      type: "delivery_retried",
      handoffId,
      task: { kind: "note", note: "connector_disabled" },
      again: { positions: [1] },
    };
    const told = after([solved, retried, fired("unreachable")]);
    expect(told).toMatchObject({ question: "solved", told: ["unreachable"] });
    expect(told.timers).toMatchObject({ unreachable_end: minutes(30) });
    expect(after([delivered(firstSaid)], told.state)).toMatchObject({
      question: "solved",
      timers: { unreachable_end: null },
    });
    expect(after([fired("solved_end")], told.state)).toMatchObject({ mode: "bot", reason: "solved" });
  });

  test("[CV34] an operator's message while he is asked gives him the time again", () => {
    const again = after([solved, operatorSaid("Ann")]);
    expect(again).toMatchObject({ question: "solved", timers: { solved_end: minutes(10) } });
  });

  test.each([
    ["is left", left, "visitor_left", "ended_by_visitor"],
    ["gets no answer", fired("solved_end"), "solved", "ended_solved"],
  ] as const)(
    "[CV34] that %s ends the livechat, and nothing goes to the ticket",
    (_how, event, reason, told) => {
      expect(after([solved, event])).toMatchObject({ mode: "bot", reason, told: [told], tasks: [] });
    },
  );

  test("[CV34] can wait for ever, as the connector says", () => {
    const patient = liveWith({ ...usualEnds, solvedEndsAfterMs: 0 });
    const asked = after([solved], patient);
    expect(asked.question).toBe("solved");
    expect(asked.timers).not.toHaveProperty("solved_end");
    expect(after([solved], liveWith({ ...usualEnds, solvedEndsAfterMs: 5 })).timers).toMatchObject({
      solved_end: 5,
    });
  });

  test("[CV30] is not waited for: there is nothing to wait for", () => {
    expect(after([solved, waits]).question).toBe("solved");
  });
});

test("[CV34] a clock that was set back since he answered keeps nobody from asking him again", () => {
  const answered = play([solved, visitorSaid("thanks"), delivered(firstSaid)], live).state;
  const hourBefore = contextAt(-3_600_000);
  const seen = taken(step(answered, solved, hourBefore)).state;
  const later = taken(step(seen, solved, contextAt(-3_600_000 + 60_000)));
  expect(notices(later.messages)).toEqual(["solved"]);
});
