/** Zendesk's search language: words, phrases and `key:value` terms (zendesk.md §5.5, support.zendesk.com/hc/en-us/articles/4408886879258). */

/** `key:value`, or a comparison. */
export interface Term {
  readonly negated: boolean;
  readonly key: string;
  readonly operator: ":" | "<" | ">" | "<=" | ">=";
  readonly value: string;
}
/** A search as it was understood. */
export interface Query {
  readonly words: readonly { readonly text: string; readonly negated: boolean }[];
  readonly terms: readonly Term[];
}

const operators = { ":": ":", "<": "<", ">": ">", "<=": "<=", ">=": ">=", ":<": "<", ":>": ">" } as const;
const isOperator = (text: string): text is keyof typeof operators => Object.hasOwn(operators, text);

/** Understands whatever is written: what is no term is a word. */
export function parseQuery(query: string): Query {
  const words: { text: string; negated: boolean }[] = [];
  const terms: Term[] = [];
  for (const part of query.match(/(?:[^\s"]+(?:"[^"]*")?|"[^"]*")+/gu) ?? []) {
    const match = /^(-?)([a-z][a-z0-9_]*)(<=|>=|:<|:>|:|<|>)(.*)$/isu.exec(part);
    const [, minus = "", key = "", operator = "", value = ""] = match ?? [];
    const unquoted = (text: string) => text.replaceAll('"', "").toLowerCase();
    if (match !== null && isOperator(operator))
      terms.push({
        negated: minus === "-",
        key: key.toLowerCase(),
        operator: operators[operator],
        value: unquoted(value),
      });
    else words.push({ text: unquoted(part.replace(/^-/u, "")), negated: part.startsWith("-") });
  }
  return { words: words.filter(({ text }) => text !== ""), terms };
}

/** Terms of one key are alternatives unless they compare; everything else must hold. */
export function holds<Row>({ terms }: Query, row: Row, test: (row: Row, term: Term) => boolean): boolean {
  const alternatives = new Map<string, boolean>();
  for (const term of terms) {
    const passed = test(row, term);
    if (term.negated) {
      if (passed) return false;
    } else if (term.operator !== ":") {
      if (!passed) return false;
    } else alternatives.set(term.key, (alternatives.get(term.key) ?? false) || passed);
  }
  return [...alternatives.values()].every(Boolean);
}

/** Whether every word stands in the text, and none of the excluded ones. */
export const hasWords = ({ words }: Query, text: string): boolean =>
  words.every(({ text: word, negated }) => text.toLowerCase().includes(word.replace(/\*$/u, "")) !== negated);

/** A value with `*` at its end is a beginning. */
export const matches = (value: string, actual: string | undefined): boolean => {
  const text = actual?.toLowerCase();
  if (value === "none") return text === undefined || text === "";
  if (text === undefined) return false;
  return value.endsWith("*") ? text.startsWith(value.slice(0, -1)) : text === value;
};

const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

/** Compares a time with a date, a time of day or a span back from now, e.g. `4hours`. */
export function matchesTime(time: number, { operator, value }: Term, now: number): boolean {
  const span = /^(\d+)(minute|hour|day|week|month|year)s?$/u.exec(value);
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(value);
  const wanted =
    span === null ? Date.parse(value.toUpperCase()) : now - Number(span[1]) * (units[span[2] ?? ""] ?? 0);
  if (Number.isNaN(wanted)) return false;
  const length = day ? 86_400_000 : 1000;
  if (operator === "<") return time < wanted;
  if (operator === ">") return time >= wanted + (day ? length : 1);
  if (operator === "<=") return time < wanted + length;
  if (operator === ">=") return time >= wanted;
  return time >= wanted && time < wanted + length;
}
