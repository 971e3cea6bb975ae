/** Zendesk is out of reach, whatever the lane holds: what looks at the account tell. */
import { describe, expect, test } from "vitest";
import { fired, firstSaid, live, looked, minutes, notices, solved } from "./ends.fixtures.ts";
import type { ConversationEvent } from "./events.ts";
import { type ConversationState, emptyState } from "./state.ts";
import {
  delivered,
  escalation,
  handoffId,
  operatorSaid,
  playApart,
  states,
  visitorSaid,
} from "./step.fixtures.ts";

const [silent, answered] = [looked(false), looked(true)];

/** What follows from events that are a minute apart. */
function after(events: readonly ConversationEvent[], from: ConversationState = live) {
  const { state, last, messages } = playApart(minutes(1), events, from);
  return {
    state,
    question: state.mode === "livechat" ? state.handoff.question : undefined,
    told: notices(messages),
    timers: Object.fromEntries((last?.timers ?? []).map(({ kind, inMs }) => [kind, inMs])),
  };
}

const refused = (position: number, code = "zendesk_credentials_refused"): ConversationEvent => ({
  type: "delivery_failed",
  handoffId,
  position,
  task: { kind: "message", seq: 5, history: false },
  code,
  undelivered: [],
});

describe("an account that answers no look", () => {
  test("[CV46] is told after a minute, once, and the livechat ends half an hour later", () => {
    expect(after([silent])).toMatchObject({ told: [], timers: {} });
    const told = after([silent, silent]);
    expect(told).toMatchObject({
      question: "unreachable",
      told: ["unreachable"],
      timers: { unreachable_end: minutes(30) },
    });
    expect(after([silent], told.state)).toMatchObject({ told: [], timers: {} });
    expect(after([fired("unreachable_end")], told.state)).toMatchObject({
      state: { mode: "bot" },
      told: ["ended_unreachable"],
    });
  });

  test.each([
    ["a look that is answered", [answered]],
    ["a delivery that is accepted", [visitorSaid("a"), delivered(firstSaid)]],
  ])("[CV46] %s in between begins the time anew", (_what, between) => {
    expect(after([silent, ...between, silent]).told).toEqual([]);
    expect(after([silent, ...between, silent, silent]).told).toEqual(["unreachable"]);
  });

  test("[CV46] an answered look takes it back, and it may be told again", () => {
    const over = after([silent, silent, answered]);
    expect(over).toMatchObject({ question: undefined, timers: { unreachable_end: null } });
    expect(after([silent, silent], over.state).told).toEqual(["unreachable"]);
  });

  test("[CV35, CV46] an answered look does not take back what waits in the lane", () => {
    const told = after([visitorSaid("a"), silent, silent]);
    expect(told.timers).toEqual({ unreachable: null, unreachable_end: minutes(30) });
    const seen = after([answered], told.state);
    expect(seen).toMatchObject({ question: "unreachable", timers: {} });
    expect(after([delivered(firstSaid)], seen.state).question).toBeUndefined();
  });

  test("[CV46] what the visitor writes meanwhile is told nothing more of", () => {
    const wrote = after([silent, silent, visitorSaid("hello?")]);
    expect(wrote.question).toBeUndefined();
    expect(wrote.timers).not.toHaveProperty("unreachable");
    expect(after([silent, silent], wrote.state).told).toEqual([]);
    expect(after([delivered(firstSaid)], wrote.state).timers).toMatchObject({ unreachable_end: null });
  });

  test("[CV46] who is asked whether all is solved is told and not asked anew", () => {
    expect(after([solved, silent, silent])).toMatchObject({
      question: "solved",
      told: ["solved", "unreachable"],
    });
  });

  test("[CV34, CV46] nor does anything go to a solved ticket when that goes on", () => {
    const events = [solved, silent, silent, fired("unreachable_end")];
    const { state, last } = playApart(minutes(1), events, live);
    expect(state.mode).toBe("bot");
    expect(last?.deliveries).toEqual([]);
  });

  test("[CV46] while connecting, it counts once an operator lifted the time to connect", () => {
    expect(after([silent, silent], states.connecting).told).toEqual([]);
    const way = [0, 1, 2, 3].map((position) => delivered(position));
    const attended = after([...escalation, ...way, operatorSaid("Ann")], emptyState).state;
    expect(after([silent, silent], attended)).toMatchObject({
      told: ["unreachable"],
      timers: { unreachable: null, unreachable_end: minutes(30) },
    });
  });

  test("[CV46] after the clock was set back the minute begins anew", () => {
    const { state } = playApart(minutes(60), [silent], live);
    expect(after([silent], state).told).toEqual([]);
    expect(after([silent, silent], state).told).toEqual(["unreachable"]);
  });
});

describe("credentials that Zendesk refuses", () => {
  test.each(["zendesk_credentials_refused", "zendesk_host_refused"])(
    "[CV46] a message that failed with %s has reached nobody",
    (code) => {
      const failed = after([visitorSaid("a"), refused(firstSaid, code)]);
      expect(failed.timers).toEqual({ unreachable: null });
      expect(after([silent], failed.state).told).toEqual([]);
      expect(after([visitorSaid("a"), refused(firstSaid, code), silent]).told).toEqual(["unreachable"]);
    },
  );

  test("[CV46] trouble that was told goes on when what waited is refused", () => {
    const told = after([visitorSaid("a"), fired("unreachable")]);
    const failed = after([refused(firstSaid)], told.state);
    expect(failed).toMatchObject({ question: "unreachable", timers: { unreachable: null } });
    expect(after([fired("unreachable_end")], failed.state).told).toEqual(["ended_unreachable"]);
    expect(after([answered], failed.state).question).toBeUndefined();
  });

  test("[CV46] what is refused otherwise was answered", () => {
    const { state } = after([silent, visitorSaid("a"), refused(firstSaid, "zendesk_refused")]);
    expect(after([silent], state).told).toEqual([]);
  });
});
