import { useContext } from "react";
import { LanguageContext } from "../../i18n.ts";
import { type AdminWords, en } from "./en.ts";
import { fr } from "./fr.ts";

/** The words of Admin Center in the language of the page. */
export function useAdminWords(): AdminWords {
  const { language } = useContext(LanguageContext);
  return language === "fr" ? fr : en;
}

/** The sentence for a refusal's code; undefined for one this page has no words for. */
export function refusalText(code: string, words: AdminWords): string | undefined {
  return new Map<string, string>(Object.entries(words.refusals)).get(code);
}
