/** What only a person in Agent Workspace can do, asked for step by step. */
export interface Step {
  readonly id: "reply" | "end-session";
  readonly ticketId: string;
  /** What to do, for the person. */
  readonly words: readonly string[];
}

export interface Operator {
  /** Resolves when the person says it is done, or that it is not going to be. */
  readonly does: (step: Step) => Promise<"done" | "skipped">;
}
