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

/** `key` names the account, see `accountKey`. */
export interface Circuits {
  /** Milliseconds that a delivery for this account must wait; 0: it may be attempted, and its outcome must be told. */
  readonly admit: (key: string, handoffId: string) => number;
  readonly answered: (key: string) => void;
  /** The account answered a question, not a delivery: the road is open, and nothing is known of deliveries. */
  readonly answers: (key: string) => void;
  /** Whoever was let through did not have to ask the account's messaging after all, or only what tells nothing of it. */
  readonly unasked: (key: string, handoffId: string) => void;
  /** What the failure tells of the delivery, beside the account. */
  readonly failed: (key: string, error: CodedError, handoffId: string) => Evidence;
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
  const of = (key: string): Account => {
    const account = accounts.get(key) ?? { circuit: closedCircuit, failing: new Set<string>() };
    accounts.set(key, account);
    return account;
  };
  return {
    admit: (key, handoffId) => {
      const account = of(key);
      const { circuit, waitMs } = admit(account.circuit, handoffId, now(), timing);
      account.circuit = circuit;
      return waitMs;
    },
    answered: (key) => {
      const account = of(key);
      account.circuit = afterAnswer(account.circuit, now());
      account.failing.clear();
    },
    answers: (key) => {
      const account = of(key);
      account.circuit = afterAnswer(account.circuit, now());
    },
    unasked: (key, handoffId) => {
      const account = of(key);
      account.circuit = afterNothing(account.circuit, handoffId);
    },
    failed: (key, error, handoffId) => {
      const account = of(key);
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
