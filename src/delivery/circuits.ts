/** The circuits of all Zendesk accounts of this process. */
import type { CodedError } from "../errors.ts";
import {
  admit,
  afterAnswer,
  afterFailure,
  afterNothing,
  type Circuit,
  closedCircuit,
  isTrouble,
  mayBeTheDelivery,
} from "./circuit.ts";
import type { Evidence } from "./poison.ts";
import type { Timing } from "./retry-policy.ts";

export interface Circuits {
  /** Milliseconds that a delivery for this account must wait; 0: it may be attempted, and its outcome must be told. */
  readonly admit: (connectorId: string, handoffId: string) => number;
  readonly answered: (connectorId: string) => void;
  /** The account answered a question, not a delivery: the road is open, and nothing is known of deliveries. */
  readonly answers: (connectorId: string) => void;
  /** Whoever was let through did not have to ask the account's messaging after all, or only what tells nothing of it. */
  readonly unasked: (connectorId: string, handoffId: string) => void;
  /** What the failure tells of the delivery, beside the account. */
  readonly failed: (connectorId: string, error: CodedError, handoffId: string) => Evidence;
}

export interface CircuitPorts {
  readonly now: () => number;
  readonly random: () => number;
  readonly timing: Timing;
}

interface Account {
  circuit: Circuit;
  /** Lanes that have failed since the account took a delivery. */
  readonly failing: Set<string>;
}

export function createCircuits({ now, random, timing }: CircuitPorts): Circuits {
  const accounts = new Map<string, Account>();
  const of = (connectorId: string): Account => {
    const account = accounts.get(connectorId) ?? { circuit: closedCircuit, failing: new Set<string>() };
    accounts.set(connectorId, account);
    return account;
  };
  return {
    admit: (connectorId, handoffId) => {
      const account = of(connectorId);
      const { circuit, waitMs } = admit(account.circuit, handoffId, now(), timing);
      account.circuit = circuit;
      return waitMs;
    },
    answered: (connectorId) => {
      const account = of(connectorId);
      account.circuit = afterAnswer(account.circuit, now());
      account.failing.clear();
    },
    answers: (connectorId) => {
      const account = of(connectorId);
      account.circuit = afterAnswer(account.circuit, now());
    },
    unasked: (connectorId, handoffId) => {
      const account = of(connectorId);
      account.circuit = afterNothing(account.circuit, handoffId);
    },
    failed: (connectorId, error, handoffId) => {
      const account = of(connectorId);
      const { failing } = account;
      account.circuit = afterFailure(account.circuit, error, handoffId, now(), random(), timing);
      if (error.api === "support") return mayBeTheDelivery(error) ? "support" : "nothing";
      if (!isTrouble(error)) return "nothing";
      const isFirst = failing.size === 0;
      failing.add(handoffId);
      if (!mayBeTheDelivery(error)) return "nothing";
      return isFirst ? "alone" : failing.size === 1 ? "ask" : "nothing";
    },
  };
}
