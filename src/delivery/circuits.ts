/** The circuits of all Zendesk accounts of this process. */
import type { CodedError } from "../errors.ts";
import { admit, afterAnswer, afterFailure, type Circuit, closedCircuit, isTrouble } from "./circuit.ts";
import type { Timing } from "./retry-policy.ts";

export interface Circuits {
  /** Milliseconds that a delivery for this account must wait; 0: it may be attempted, and its outcome must be told. */
  readonly admit: (connectorId: string) => number;
  readonly answered: (connectorId: string) => void;
  /** True when it was Zendesk's doing, and the account had answered something else just before. */
  readonly failed: (connectorId: string, error: CodedError) => boolean;
}

export interface CircuitPorts {
  readonly now: () => number;
  readonly random: () => number;
  readonly timing: Timing;
}

export function createCircuits({ now, random, timing }: CircuitPorts): Circuits {
  const circuits = new Map<string, Circuit>();
  const of = (connectorId: string) => circuits.get(connectorId) ?? closedCircuit;
  return {
    admit: (connectorId) => {
      const { circuit, waitMs } = admit(of(connectorId), now(), timing);
      circuits.set(connectorId, circuit);
      return waitMs;
    },
    answered: (connectorId) => {
      circuits.set(connectorId, afterAnswer());
    },
    failed: (connectorId, error) => {
      const before = of(connectorId);
      circuits.set(connectorId, afterFailure(before, error, now(), random(), timing));
      return before.failures === 0 && isTrouble(error);
    },
  };
}
