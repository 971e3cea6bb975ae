import fc from "fast-check";
import { expect, test } from "vitest";
import { isInOpening } from "./history.ts";
import { botReplied, connect, delivered, play, visitorSaid } from "./step.fixtures.ts";

/** A talk of so many questions and answers, the last of them an escalation; each message takes the account so long. */
function handedOver(turns: number, costsMs: readonly number[] | undefined) {
  const talk = Array.from({ length: turns }, (_, turn) => [
    visitorSaid(`q${turn}`),
    botReplied(2 * turn + 1, turn === turns - 1 ? { connect } : {}),
  ]).flat();
  const begun = play(talk);
  const lane = begun.last?.deliveries ?? [];
  const opened = lane[1]?.task ?? { kind: "user" };
  const history = opened.kind === "conversation" ? (opened.history ?? []) : [];
  const result = costsMs === undefined ? {} : { historyMs: costsMs.slice(-history.length) };
  const { state, last } = play([delivered(0), delivered(1, { task: opened, result })], begun.state);
  return { lane, handoff: last?.handoff, state };
}

const turnsOfTalk = fc.integer({ min: 1, max: 30 });
const cost = fc.double({ min: 0, max: 60_000, noNaN: true });
const costs = fc.option(
  fc.oneof(
    fc.array(cost, { minLength: 60, maxLength: 60 }),
    cost.map((costMs) => Array.from({ length: 60 }, () => costMs)),
    // Mostly quick, now and then a file.
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(100) }, cost), { minLength: 60, maxLength: 60 }),
  ),
  { nil: undefined },
);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test("[CV6] the newest go one by one as far as 10 s suffice, all others with the opening", () => {
  fc.assert(
    fc.property(turnsOfTalk, costs, (turns, costsMs) => {
      const { lane, handoff } = handedOver(turns, costsMs);
      expect(handoff).toBeDefined();
      if (handoff === undefined) return;
      const opening = lane.flatMap(({ task }) => (task.kind === "opening" ? [task] : []))[0];
      const before = opening?.history?.slice(0, handoff.historySkipped ?? 0) ?? [];
      const oneByOne = lane.flatMap(({ task, position }) =>
        task.kind === "message" && !isInOpening(handoff, position) ? [task.seq] : [],
      );
      const said = Array.from({ length: 2 * turns }, (_, index) => index + 1).slice(-40);
      expect([...before, ...oneByOne]).toEqual(said);
      expect(oneByOne.length).toBeGreaterThanOrEqual(1);
      const spent = (many: number) => sum((costsMs ?? []).toReversed().slice(0, many));
      if (oneByOne.length > 1) expect(spent(oneByOne.length)).toBeLessThanOrEqual(10_000);
      if (before.length > 0) expect(spent(oneByOne.length + 1)).toBeGreaterThan(10_000);
    }),
  );
});

test("[CV6] a lane from before this was decided keeps its whole history", () => {
  const { state, last } = play(
    [delivered(0), delivered(1, { task: { kind: "conversation" }, result: {} })],
    handedOver(10, undefined).state,
  );
  expect(state.mode).toBe("connecting");
  expect(last?.handoff?.historySkipped).toBeUndefined();
});
