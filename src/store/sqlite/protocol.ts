/** What travels between the main thread and the store's worker. */
import type { ErrorCode } from "../../errors.ts";
import type { Request } from "./operations.ts";
import type { UnreadableRow } from "./session.ts";

export interface WorkerOptions {
  readonly folder: string;
  /** The store's clock at its opening. */
  readonly now: number;
}

export type ToWorker = Request | { readonly close: true };

/** A coded error without its class, which does not survive the way between threads. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

export type FromWorker =
  | { readonly opened: true }
  | { readonly opened: false; readonly failure: Failure }
  /** A row was passed over; told once of each. */
  | { readonly unreadable: UnreadableRow }
  /** In the order in which they were carried out. Answers to writes come only after their commit. */
  | { readonly answers: readonly Answer[] };
