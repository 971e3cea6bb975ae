/** What a check of a history finds wrong. */
export interface Violation {
  readonly kind:
    | "lost"
    | "doubled"
    | "inverted"
    | "phantom"
    | "wrong author"
    | "wrong time"
    | "wrong mark"
    | "second conversation"
    | "no end"
    | "stuck"
    | "tabs differ";
  /** On the way to the operator, or to the visitor. */
  readonly way: "to Zendesk" | "to visitor";
  /** The visitor. */
  readonly visitor: string;
  readonly what: string;
}

export type Report = (kind: Violation["kind"], what: string) => void;

/** Every value that stands more than once, each named once. */
export function repeated<Value>(values: readonly Value[]): readonly Value[] {
  const seen = new Set<Value>();
  const twice = new Set<Value>();
  for (const value of values) (seen.has(value) ? twice : seen).add(value);
  return [...twice];
}
