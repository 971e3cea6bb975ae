/** A moment of the emulator's time, to the second. */
import { useContext } from "react";
import { LanguageContext } from "../i18n.ts";

/** The time of day, with the date where days are told apart by it. */
export function useMoment(): (at: number, full?: boolean) => string {
  const { language } = useContext(LanguageContext);
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  const whole = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  return (at, full = false) => (full ? whole : clock).format(at);
}

export function Moment({ at, full = false }: { at: number; full?: boolean }) {
  const moment = useMoment();
  return (
    <time dateTime={new Date(at).toISOString()} title={moment(at, true)}>
      {moment(at, full)}
    </time>
  );
}
