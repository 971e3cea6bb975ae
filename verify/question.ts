/** A question to a real account, and what an answer is. */
import type { Listener } from "./listener.ts";
import type { Operator } from "./operator.ts";
import type { Stage } from "./stage.ts";
import type { Tenant } from "./tenant.ts";
import type { Waiting } from "./waiting.ts";

/** Switches of the emulator by name; a file of them is what `--settings` of the emulator takes. */
export type Switches = Readonly<Record<string, string | number | boolean>>;

export interface Answer {
  /** What was seen, in plain sentences. */
  readonly observed: readonly string[];
  /**
   * `seen`: it happened before our eyes. `likely`: what was seen can hardly mean anything else. `open`: it could
   * not be asked, or told nothing.
   */
  readonly sure: "seen" | "likely" | "open";
  readonly switches?: Switches;
}

export interface Context {
  readonly tenant: Tenant;
  readonly stage: Stage;
  readonly waiting: Waiting;
  /** Undefined without `--webhook-url`. */
  readonly listener: Listener | undefined;
  /** Undefined when nobody is there to act in Agent Workspace. */
  readonly operator: Operator | undefined;
  /** Calls that may be made to meet the rate limit; 0 unless `--probe-rate-limit` allows some. */
  readonly probeCalls: number;
}

export interface Question {
  readonly id: string;
  /** Section of docs/zendesk.md. */
  readonly section: string;
  readonly asks: string;
  readonly ask: (context: Context) => Promise<Answer>;
}

export const open = (...observed: readonly string[]): Answer => ({ observed, sure: "open" });
export const seen = (observed: readonly string[], switches: Switches = {}): Answer => ({
  observed,
  sure: "seen",
  switches,
});
export const likely = (observed: readonly string[], switches: Switches = {}): Answer => ({
  observed,
  sure: "likely",
  switches,
});
