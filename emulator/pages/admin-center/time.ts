import { useContext } from "react";
import { LanguageContext } from "../i18n.ts";
import { useAdminWords } from "./words/words.ts";

/** Says a moment as a date with time; `missing` when it is not known. */
export function useMoment(): (at: number | undefined, missing?: string) => string {
  const { language } = useContext(LanguageContext);
  const words = useAdminWords();
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return (at, missing = words.unknown) => (at ? format.format(at) : missing);
}
