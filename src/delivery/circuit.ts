/**
 * The circuit of one Zendesk account: after a row of calls that did not get through, everything for this account
 * waits while a single delivery at a time finds out whether it is back. An outage then costs one probe and not a
 * call for each waiting lane. Pure.
 */
import type { CodedError } from "../errors.ts";
import type { Timing } from "./retry-policy.ts";

export interface Circuit {
  /** Calls in a row that did not get through. */
  readonly failures: number;
  /** Present while it is open: when a probe may start, milliseconds since 1970. */
  readonly openUntil?: number;
  /** A probe is under way. */
  readonly probing?: true;
}

export const closedCircuit: Circuit = { failures: 0 };

/** So many failures in a row open it: the few attempts of one delivery that Zendesk chokes on must not. */
const opensAt = 5;

/** How long the others wait, at most, before they ask again whether the probe has come back. */
const askedAgainMs = 2_000;

type Waits = Pick<Timing, "firstRetryMs" | "longestRetryMs">;

/**
 * Whether a delivery may be attempted now. `waitMs` 0: it may; while the circuit is open it is the probe, and the
 * others wait for its outcome.
 *
 * @param now milliseconds since 1970
 */
export function admit(
  circuit: Circuit,
  now: number,
  timing: Waits,
): { readonly circuit: Circuit; readonly waitMs: number } {
  const { openUntil } = circuit;
  if (openUntil === undefined) return { circuit, waitMs: 0 };
  if (openUntil > now) return { circuit, waitMs: openUntil - now };
  if (circuit.probing) return { circuit, waitMs: Math.min(askedAgainMs, timing.longestRetryMs) };
  return { circuit: { ...circuit, probing: true }, waitMs: 0 };
}

/** Zendesk answered, be it with a refusal. */
export const afterAnswer = (): Circuit => closedCircuit;

/**
 * The account could not be reached, was too busy, or its answer stayed unclear. The wait for the next probe doubles
 * with each failure beyond the one that opened the circuit; a wait that Zendesk asked for is kept.
 *
 * @param random from 0 (included) to 1 (excluded)
 */
function afterTrouble(
  circuit: Circuit,
  error: CodedError,
  now: number,
  random: number,
  timing: Waits,
): Circuit {
  const failures = circuit.failures + 1;
  if (failures < opensAt && error.retryAfterMs === undefined) return { failures };
  const doubled = timing.firstRetryMs * 2 ** Math.min(Math.max(failures - opensAt, 0), 30);
  const own = Math.round(Math.min(doubled, timing.longestRetryMs) * (0.75 + random * 0.25));
  const imposed = Math.min(error.retryAfterMs ?? 0, longestImposedMs);
  return { failures, openUntil: now + Math.max(own, imposed) };
}

/** Beyond it we ask again ourselves. */
const longestImposedMs = 10 * 60_000;

/** Zendesk was not asked: whoever comes next may probe. */
function afterNothing({ probing: _, ...circuit }: Circuit): Circuit {
  return circuit;
}

/** Whether the error tells of the account, and not of what was sent or of ourselves. */
export const isTrouble = (error: CodedError): boolean => troubles.has(error.code);

/** Whether what was sent may be the reason: too many calls, and a host that cannot be reached, never are. */
export const mayBeTheDelivery = (error: CodedError): boolean =>
  error.code === "zendesk_unclear" || error.code === "zendesk_answer_unreadable";

const troubles: ReadonlySet<string> = new Set([
  "zendesk_busy",
  "zendesk_unreachable",
  "zendesk_unclear",
  "zendesk_answer_unreadable",
]);

/** What an attempt's failure says of the account. */
export function afterFailure(
  circuit: Circuit,
  error: CodedError,
  now: number,
  random: number,
  timing: Waits,
): Circuit {
  if (isTrouble(error)) return afterTrouble(circuit, error, now, random, timing);
  return error.code.startsWith("zendesk_") ? afterAnswer() : afterNothing(circuit);
}
