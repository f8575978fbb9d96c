import type { Words } from "./words.ts";

/** Formats instants as the wall clock of the cohort's zone shows them. */
export interface Dates {
  /** "lundi 9 mars 2026" */
  long(instant: string): string;
  /** "lundi 9 mars" */
  day(instant: string): string;
  /** "lun. 9 mars" */
  short(instant: string): string;
  /** "8 h 30" */
  time(instant: string): string;
  /** "2026-03-09" */
  iso(instant: string): string;
}

export function datesIn(zone: string, { locale }: Words): Dates {
  const formatter = (options: Intl.DateTimeFormatOptions, of = locale) => {
    const format = new Intl.DateTimeFormat(of, { timeZone: zone, ...options });
    const isFirst = ({ type, value }: Intl.DateTimeFormatPart) => type === "day" && value === "1" && of.startsWith("fr");
    return (instant: string) =>
      format
        .formatToParts(new Date(instant))
        .map((part) => (isFirst(part) ? "1er" : part.value))
        .join("");
  };
  const time = formatter({ hour: "numeric", minute: "2-digit" });
  return {
    long: formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    day: formatter({ weekday: "long", day: "numeric", month: "long" }),
    short: formatter({ weekday: "short", day: "numeric", month: "short" }),
    time: locale.startsWith("fr") ? (instant) => frenchHour(time(instant)) : time,
    iso: formatter({ dateStyle: "short" }, "en-CA"),
  };
}

/** "08 h 00" is written "8 h" in Québec (OQLF): no leading zero, and no minutes on the hour. */
const frenchHour = (text: string): string =>
  text
    .replace(/^0(?=\d)/, "")
    .replace(/\s?00$/, "")
    .replaceAll(" ", "\u00a0");
