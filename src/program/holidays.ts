import { addDays, type Day, day, weekday } from "./day.ts";

/** How the date of a holiday is found in a year. Months and days are written `MM-DD`; 1 is Monday, 7 is Sunday. */
type DateRule =
  | { fixed: string }
  /** The day itself, or the Monday after it when it is a Sunday. */
  | { fixedNotSunday: string }
  | { nth: number; weekday: number; month: number }
  /** The last Monday before the date, never the date itself. */
  | { mondayBefore: string }
  | { daysFromEaster: number };

/** Which of the two an employer gives, where the law leaves the choice. */
export const easterChoices = ["good-friday", "easter-monday"] as const;
export type EasterChoice = (typeof easterChoices)[number];

export const holidayCodes = [
  "new-year",
  "family-day",
  "good-friday",
  "easter-monday",
  "patriots-day",
  "victoria-day",
  "quebec-day",
  "canada-day",
  "labour-day",
  "thanksgiving",
  "christmas",
  "boxing-day",
] as const;
export type HolidayCode = (typeof holidayCodes)[number];

interface Holiday {
  code: HolidayCode;
  rule: DateRule;
  /** Kept only where this is the employer's choice. */
  easter?: EasterChoice;
  /** The first year it was kept. */
  since?: number;
}

const newYear: Holiday = { code: "new-year", rule: { fixed: "01-01" } };
const labourDay: Holiday = { code: "labour-day", rule: { nth: 1, weekday: 1, month: 9 } };
const thanksgiving: Holiday = { code: "thanksgiving", rule: { nth: 2, weekday: 1, month: 10 } };
const christmas: Holiday = { code: "christmas", rule: { fixed: "12-25" } };
/** Holidays Act, R.S.C. 1985, c. H-5. */
const canadaDay: Holiday = { code: "canada-day", rule: { fixedNotSunday: "07-01" } };

export const regions = ["CA-QC", "CA-ON"] as const;
export type Region = (typeof regions)[number];

const statutory: Record<Region, readonly Holiday[]> = {
  /** Act respecting labour standards, CQLR c. N-1.1, s. 60, and National Holiday Act, CQLR c. F-1.1. */
  "CA-QC": [
    newYear,
    { code: "good-friday", rule: { daysFromEaster: -2 }, easter: "good-friday" },
    { code: "easter-monday", rule: { daysFromEaster: 1 }, easter: "easter-monday" },
    { code: "patriots-day", rule: { mondayBefore: "05-25" } },
    { code: "quebec-day", rule: { fixedNotSunday: "06-24" } },
    canadaDay,
    labourDay,
    thanksgiving,
    christmas,
  ],
  /** Employment Standards Act, 2000, S.O. 2000, c. 41, s. 1 (1), "public holiday". */
  "CA-ON": [
    newYear,
    { code: "family-day", rule: { nth: 3, weekday: 1, month: 2 }, since: 2008 },
    { code: "good-friday", rule: { daysFromEaster: -2 } },
    { code: "victoria-day", rule: { mondayBefore: "05-25" } },
    canadaDay,
    labourDay,
    thanksgiving,
    christmas,
    { code: "boxing-day", rule: { fixed: "12-26" } },
  ],
};

/** Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher (Astronomical Algorithms, 1991, ch. 8). */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * a + century - leapCenturies - moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const lateMoon = Math.floor((a + 11 * epact + 22 * toSunday) / 451);
  const fromMarch22 = epact + toSunday - 7 * lateMoon;
  return addDays(day(`${year}-03-22`), fromMarch22);
}

function dateIn(year: number, rule: DateRule): Day {
  const on = (monthDay: string) => day(`${year}-${monthDay}`);
  if ("fixed" in rule) return on(rule.fixed);
  if ("fixedNotSunday" in rule) return addDays(on(rule.fixedNotSunday), weekday(on(rule.fixedNotSunday)) === 7 ? 1 : 0);
  if ("mondayBefore" in rule) {
    const dayBefore = addDays(on(rule.mondayBefore), -1);
    return addDays(dayBefore, 1 - weekday(dayBefore));
  }
  if ("daysFromEaster" in rule) return addDays(easterSunday(year), rule.daysFromEaster);
  const first = on(`${String(rule.month).padStart(2, "0")}-01`);
  return addDays(first, ((rule.weekday - weekday(first) + 7) % 7) + 7 * (rule.nth - 1));
}

/** The statutory holidays of a year, each on the day it is kept. */
export function holidaysIn(year: number, region: Region, easter: EasterChoice): ReadonlyMap<Day, HolidayCode> {
  const kept = statutory[region].filter((holiday) => (holiday.easter ?? easter) === easter && (holiday.since ?? year) <= year);
  return new Map(kept.map((holiday) => [dateIn(year, holiday.rule), holiday.code]));
}
