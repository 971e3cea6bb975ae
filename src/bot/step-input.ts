/** What a visitor's message means while a free-input step waits for it. */
import type { Step } from "./knowledge.ts";
import { wordsOf } from "./words.ts";

/** Longest value kept in a variable, in UTF-16 code units. */
export const maxValueLength = 500;

export type StepInput =
  | { readonly kind: "value"; readonly value: string }
  /** Rather not: the conversation goes on without the value. */
  | { readonly kind: "skip" }
  /** The visitor gives up what he asked for. */
  | { readonly kind: "cancel" }
  | { readonly kind: "unusable" };

const skipPhrases = phrases("skip", "skip it", "skip this", "passer", "passe", "passons");
const cancelPhrases = phrases(
  "cancel",
  "never mind",
  "nevermind",
  "forget it",
  "annuler",
  "annule",
  "annulez",
  "laisse tomber",
  "laissez tomber",
);
/** Ways to decline that could be a value where any text is one. */
const declining = phrases(
  "no",
  "no thanks",
  "no thank you",
  "none",
  "pass",
  "next",
  "rather not",
  "i would rather not",
  "i'd rather not",
  "i don't have one",
  "non",
  "non merci",
  "aucun",
  "aucune",
  "suivant",
  "je préfère pas",
  "je ne préfère pas",
  "je n'en ai pas",
  "j'en ai pas",
);

const emailPattern =
  /(?<![\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-])[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}(?![\p{L}\p{N}-])/u;

/** For an `email` step the address is taken out of the sentence around it. */
export function readInput(text: string, input: Step["input"]): StepInput {
  const phrase = wordsOf(text).join(" ");
  if (skipPhrases.has(phrase) || (input === "email" && declining.has(phrase))) {
    return { kind: "skip" };
  }
  if (cancelPhrases.has(phrase)) {
    return { kind: "cancel" };
  }
  const value = input === "email" ? emailPattern.exec(text)?.[0] : oneLine(text);
  return value === undefined || value === "" ? { kind: "unusable" } : { kind: "value", value };
}

/** Without line breaks, control characters and marks that turn the reading direction: it is shown to an operator. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim()
    .slice(0, maxValueLength);
}

function phrases(...texts: string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => wordsOf(text).join(" ")));
}
