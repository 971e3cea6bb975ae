import type { Language } from "../../../src/protocol/chat.ts";
import type { Strings } from "./en.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";

export type { Strings } from "./en.ts";

const byLanguage: Record<Language, Strings> = { en, fr };

export function stringsFor(language: Language): Strings {
  return byLanguage[language];
}

/** The language to begin with, until the server has said which one the conversation has. */
export function wantedLanguage(wanted: readonly (string | null | undefined)[]): Language {
  const first = wanted.find((one) => one !== null && one !== undefined && one !== "");
  return first?.toLowerCase().startsWith("fr") === true ? "fr" : "en";
}

/** "640 B", "12 kB", "3.4 MB"; in French "640 o", "12 ko", "3,4 Mo". */
export function formatSize(bytes: number, language: Language): string {
  const units = stringsFor(language).bytes;
  let value = bytes;
  let unit = 0;
  // Limits are given in powers of two, so sizes are counted the same way.
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 2 && value < 10 && !Number.isInteger(value) ? 1 : 0;
  const number = value.toLocaleString(language, { maximumFractionDigits: digits });
  return `${number}\u00a0${units[unit] ?? ""}`;
}
