import fc from "fast-check";
import { expect, test } from "vitest";
import { CodedError } from "../errors.ts";
import {
  admit as admitAt,
  afterAnswer,
  afterFailure,
  afterNothing,
  type Circuit,
  closedCircuit,
} from "./circuit.ts";
import { createCircuits } from "./circuits.ts";
import { defaultTiming } from "./retry-policy.ts";

const timing = { firstRetryMs: 500, longestRetryMs: 60_000 };
const admit = (circuit: Circuit, now: number, by = "h") => admitAt(circuit, by, now, timing);
const unreachable = new CodedError("zendesk_unreachable", "test");
const fail = (circuit: Circuit, now = 0, error = unreachable, by = "h") =>
  afterFailure(circuit, error, by, now, 0.999, timing);
/** So many failures, one after another: while the circuit is open, those of probes. */
const failed = (times: number) => {
  let circuit = closedCircuit;
  for (let count = 0; count < times; count++) {
    const { openUntil = 0 } = circuit;
    circuit = fail(admit(circuit, openUntil).circuit, openUntil);
  }
  return circuit;
};
const probing = (circuit: Circuit) => admit(circuit, circuit.openUntil ?? 0).circuit;

test("four failures in a row let everything through, the fifth closes the road", () => {
  expect(admit(failed(4), 0).waitMs).toBe(0);
  expect(admit(failed(5), 0).waitMs).toBeGreaterThan(0);
});

test("an answer in between starts the count anew", () => {
  expect(afterAnswer(failed(4), 0)).toEqual(closedCircuit);
});

test("one probe at a time, and the next only after it came back", () => {
  const open = failed(5);
  const later = open.openUntil ?? 0;
  const probe = admit(open, later);
  expect(probe.waitMs).toBe(0);
  expect(admit(probe.circuit, later).waitMs).toBeGreaterThan(0);
  const worse = fail(probe.circuit, later);
  expect(admit(worse, later).waitMs).toBeGreaterThan(open.openUntil ?? 0);
  expect(admit(admit(worse, worse.openUntil ?? 0).circuit, worse.openUntil ?? 0).waitMs).toBeGreaterThan(0);
});

test("a wait that Zendesk asks for holds for the whole account at once, up to ten minutes", () => {
  const busy = (retryAfterMs: number) => new CodedError("zendesk_busy", "test", { retryAfterMs });
  expect(admit(fail(closedCircuit, 0, busy(7_000)), 0).waitMs).toBe(7_000);
  expect(admit(fail(closedCircuit, 0, busy(86_400_000)), 0).waitMs).toBe(600_000);
});

test("and it holds whatever those calls bring that were under way", () => {
  const held = fail(closedCircuit, 0, new CodedError("zendesk_busy", "test", { retryAfterMs: 30_000 }));
  for (const meanwhile of [
    fail(held, 100, new CodedError("zendesk_unclear", "test")),
    fail(held, 100, new CodedError("zendesk_refused", "test")),
    afterAnswer(held, 100),
  ])
    expect(admit(meanwhile, 100).waitMs).toBe(29_900);
  expect(afterAnswer(probing(held), 30_000)).toEqual(closedCircuit);
});

test("what one blow cuts off is one setback, however much was under way", () => {
  let circuit = closedCircuit;
  for (let count = 0; count < 32; count++) circuit = fail(circuit);
  expect(circuit).toEqual(failed(5));
});

test("what was under way before takes nobody's turn at probing", () => {
  const open = failed(5);
  const now = open.openUntil ?? 0;
  const probe = probing(open);
  const support = new CodedError("zendesk_unclear", "test", { api: "support" });
  for (const meanwhile of [
    fail(probe, now, unreachable, "another"),
    fail(probe, now, support, "another"),
    afterNothing(probe, "another"),
  ])
    expect(admit(meanwhile, now, "third").waitMs).toBeGreaterThan(0);
  expect(admit(afterNothing(probe, "h"), now, "third").waitMs).toBe(0);
});

test("a failed probe leaves it open, also after the wait that Zendesk asked for", () => {
  const held = fail(closedCircuit, 0, new CodedError("zendesk_busy", "test", { retryAfterMs: 1_000 }));
  expect(admit(fail(probing(held), 1_000), 1_000).waitMs).toBeGreaterThan(0);
});

test("what the Support API answers says nothing of messaging", () => {
  const open = failed(5);
  const later = open.openUntil ?? 0;
  for (const code of ["zendesk_busy", "zendesk_unclear", "zendesk_refused"] as const) {
    const support = new CodedError(code, "test", { api: "support", retryAfterMs: 600_000 });
    expect(fail(closedCircuit, 0, support)).toEqual(closedCircuit);
    expect(fail(probing(open), later, support)).toEqual(open);
  }
});

test("waits grow and never pass the longest", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 200 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (times, random) => {
        const open = failed(times);
        const now = open.openUntil ?? 0;
        const { openUntil = 0 } = afterFailure(probing(open), unreachable, "h", now, random, timing);
        expect(openUntil).toBeGreaterThan(now);
        expect(openUntil).toBeLessThanOrEqual(now + timing.longestRetryMs);
      },
    ),
  );
});

test("a refusal of what was sent is an answer; an error of our own says nothing but lets the next one probe", () => {
  const open = failed(5);
  const later = open.openUntil ?? 0;
  const probe = admit(open, later).circuit;
  expect(fail(probe, later, new CodedError("zendesk_refused", "test"))).toEqual(closedCircuit);
  const unasked = fail(probe, later, new CodedError("file_unknown", "test"));
  expect(unasked).toEqual(open);
  expect(admit(unasked, later).waitMs).toBe(0);
});

test("an hour's outage with a thousand lanes waiting costs some seventy probes, and all lanes get through soon after", () => {
  const outageMs = 3_600_000;
  const due = Array.from({ length: 1000 }, (_, lane) => lane % 50);
  let circuit = closedCircuit;
  let calls = 0;
  let lastThrough = 0;
  // Every lane tries when it is due; a call takes no time.
  while (due.length > 0) {
    const now = Math.min(...due);
    const lane = due.indexOf(now);
    const verdict = admit(circuit, now);
    circuit = verdict.circuit;
    if (verdict.waitMs > 0) {
      due[lane] = now + verdict.waitMs;
    } else if (now < outageMs) {
      calls += 1;
      circuit = fail(circuit, now);
      due[lane] = now + timing.firstRetryMs;
    } else {
      circuit = afterAnswer(circuit, now);
      due.splice(lane, 1);
      lastThrough = now;
    }
  }
  expect(calls).toBeLessThan(80);
  expect(lastThrough - outageMs).toBeLessThanOrEqual(timing.longestRetryMs);
});

test("only what Zendesk does to a delivery while it answers otherwise may count against that delivery", () => {
  const circuits = createCircuits({ now: () => 0, random: () => 0, timing: defaultTiming });
  const told = (
    code: "store_failed" | "zendesk_busy" | "zendesk_unreachable" | "zendesk_unclear",
    by = "one",
  ) => circuits.failed("a", new CodedError(code, "test"), by);
  const unclear = (by = "one") => told("zendesk_unclear", by);
  circuits.answered("a");
  expect(told("store_failed")).toBe("nothing");
  expect([unclear(), unclear()]).toEqual(["alone", "ask"]);
  circuits.answers("a");
  expect(unclear()).toBe("ask");
  expect([unclear("two"), unclear()]).toEqual(["nothing", "nothing"]);
  circuits.answered("a");
  expect(unclear()).toBe("alone");
  circuits.answered("a");
  expect([told("zendesk_busy"), told("zendesk_unreachable")]).toEqual(["nothing", "nothing"]);
  const support = (code: "zendesk_busy" | "zendesk_unclear") =>
    circuits.failed("a", new CodedError(code, "test", { api: "support" }), "one");
  expect([support("zendesk_busy"), support("zendesk_unclear")]).toEqual(["nothing", "support"]);
});
