import { useContext } from "react";
import { LanguageContext, useWords } from "./i18n.ts";

const dayOf = (at: number): string => new Date(at).toDateString();

/** Whether two moments lie on the same day here. */
export const sameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b);

const isToday = (at: number): boolean => sameDay(at, Date.now());

/** The time of day today, the date before. The whole moment shows on hover. */
export function Time({ at, always = "auto" }: { at: number; always?: "auto" | "time" | "full" }) {
  const { language } = useContext(LanguageContext);
  const date = new Date(at);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, options).format(date);
  const full = format({ dateStyle: "full", timeStyle: "medium" });
  const timeOnly = always === "time" || (always === "auto" && isToday(at));
  const shown = timeOnly
    ? format({ hour: "numeric", minute: "2-digit" })
    : always === "full"
      ? format({ dateStyle: "medium", timeStyle: "short" })
      : format({ day: "numeric", month: "short" });
  return (
    <time dateTime={date.toISOString()} title={full}>
      {shown}
    </time>
  );
}

/** "Today", "Yesterday" or the date. */
export function useDayName(): (at: number) => string {
  const words = useWords();
  const { language } = useContext(LanguageContext);
  return (at) => {
    const now = new Date();
    if (isToday(at)) return words.today;
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    if (sameDay(at, yesterday.getTime())) return words.yesterday;
    return new Intl.DateTimeFormat(language, { dateStyle: "full" }).format(at);
  };
}
