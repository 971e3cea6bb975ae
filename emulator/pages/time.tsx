import { useContext } from "react";
import { LanguageContext, useWords } from "./i18n.ts";

/** What the page writes of a moment. */
const formats = {
  time: { hour: "numeric", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  full: { dateStyle: "medium", timeStyle: "short" },
  whole: { dateStyle: "full", timeStyle: "medium" },
  date: { dateStyle: "full" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter takes far longer than using one, and a conversation has hundreds of moments. */
function format(language: string, name: keyof typeof formats, at: number): string {
  const key = `${language} ${name}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(language, formats[name]);
  formatters.set(key, formatter);
  return formatter.format(at);
}

const dayOf = (at: number): string => new Date(at).toDateString();

/** Whether two moments lie on the same day here. */
export const sameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b);

const isToday = (at: number): boolean => sameDay(at, Date.now());

/** The time of day today, the date before. The whole moment shows on hover. */
export function Time({ at, always = "auto" }: { at: number; always?: "auto" | "time" | "full" }) {
  const { language } = useContext(LanguageContext);
  const timeOnly = always === "time" || (always === "auto" && isToday(at));
  const name = timeOnly ? "time" : always === "full" ? "full" : "day";
  return (
    <time dateTime={new Date(at).toISOString()} title={format(language, "whole", at)}>
      {format(language, name, at)}
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
    return format(language, "date", at);
  };
}
