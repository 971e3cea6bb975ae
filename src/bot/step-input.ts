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

const skipPhrases = phrases(
  "skip",
  "skip it",
  "skip this",
  "pass",
  "next",
  "no",
  "no thanks",
  "no thank you",
  "none",
  "rather not",
  "i would rather not",
  "i'd rather not",
  "i don't have one",
  "passer",
  "passe",
  "passons",
  "suivant",
  "non",
  "non merci",
  "aucun",
  "aucune",
  "je préfère pas",
  "je ne préfère pas",
  "je n'en ai pas",
  "j'en ai pas",
);
const cancelPhrases = phrases(
  "cancel",
  "stop",
  "never mind",
  "nevermind",
  "forget it",
  "annuler",
  "annule",
  "annulez",
  "arrêter",
  "laisse tomber",
  "laissez tomber",
  "tant pis",
);

const emailPattern =
  /(?<![\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-])[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}(?![\p{L}\p{N}-])/u;

/** For an `email` step the address is taken out of the sentence around it. */
export function readInput(text: string, input: Step["input"]): StepInput {
  const phrase = wordsOf(text).join(" ");
  if (skipPhrases.has(phrase)) {
    return { kind: "skip" };
  }
  if (cancelPhrases.has(phrase)) {
    return { kind: "cancel" };
  }
  const value =
    input === "email" ? emailPattern.exec(text)?.[0] : text.trim().slice(0, maxValueLength).trim();
  return value === undefined || value === "" ? { kind: "unusable" } : { kind: "value", value };
}

function phrases(...texts: string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => wordsOf(text).join(" ")));
}
