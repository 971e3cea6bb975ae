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
  /** Until then Zendesk wants no calls, whatever it answers to those that are under way. */
  readonly heldUntil?: number;
  /** The handoff whose delivery is the probe that is under way. */
  readonly probing?: string;
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
  handoffId: string,
  now: number,
  timing: Waits,
): { readonly circuit: Circuit; readonly waitMs: number } {
  const { openUntil } = circuit;
  if (openUntil === undefined) return { circuit, waitMs: 0 };
  if (openUntil > now) return { circuit, waitMs: openUntil - now };
  if (circuit.probing !== undefined)
    return { circuit, waitMs: Math.min(askedAgainMs, timing.longestRetryMs) };
  return { circuit: { ...circuit, probing: handoffId }, waitMs: 0 };
}

/**
 * Zendesk answered, be it with a refusal.
 *
 * @param now milliseconds since 1970
 */
export function afterAnswer({ heldUntil = 0 }: Circuit, now: number): Circuit {
  return heldUntil > now ? { failures: 0, openUntil: heldUntil, heldUntil } : closedCircuit;
}

/**
 * The account could not be reached, was too busy, or its answer stayed unclear. The wait for the next probe doubles
 * with each probe that fails; a wait that Zendesk asked for is kept. What was under way when it opened says nothing new.
 *
 * @param random from 0 (included) to 1 (excluded)
 */
function afterTrouble(
  circuit: Circuit,
  error: CodedError,
  handoffId: string,
  now: number,
  random: number,
  timing: Waits,
): Circuit {
  const { openUntil = 0, heldUntil = 0, probing } = circuit;
  const isOpen = circuit.openUntil !== undefined;
  const isNews = !isOpen || probing === handoffId;
  const failures = circuit.failures + (isNews ? 1 : 0);
  const imposed = error.retryAfterMs === undefined ? 0 : now + Math.min(error.retryAfterMs, longestImposedMs);
  if (!isOpen && failures < opensAt && imposed === 0) return { failures };
  const doubled = timing.firstRetryMs * 2 ** Math.min(Math.max(failures - opensAt, 0), 30);
  const own = now + Math.round(Math.min(doubled, timing.longestRetryMs) * (0.75 + random * 0.25));
  const held = Math.max(heldUntil, imposed);
  return {
    failures,
    openUntil: Math.max(isNews ? own : openUntil, held),
    ...(held > now && { heldUntil: held }),
    ...(!isNews && probing !== undefined && { probing }),
  };
}

/** Beyond it we ask again ourselves. */
const longestImposedMs = 10 * 60_000;

/** Zendesk was not asked, or only where it has limits of its own: when that was the probe, whoever comes next may be it. */
export function afterNothing(circuit: Circuit, handoffId: string): Circuit {
  const { probing, ...rest } = circuit;
  return probing === handoffId ? rest : circuit;
}

/** Whether the error tells of the account's messaging, and not of what was sent or of ourselves. */
export const isTrouble = ({ code, api }: CodedError): boolean => api !== "support" && troubles.has(code);

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
  handoffId: string,
  now: number,
  random: number,
  timing: Waits,
): Circuit {
  if (error.api === "support" || !error.code.startsWith("zendesk_")) return afterNothing(circuit, handoffId);
  return isTrouble(error)
    ? afterTrouble(circuit, error, handoffId, now, random, timing)
    : afterAnswer(circuit, now);
}
