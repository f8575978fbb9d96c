import {
  addDays,
  addMinutes,
  type Day,
  day,
  daysFrom,
  earliest,
  type Hour,
  type Instant,
  instantAt,
  latest,
  localTime,
  toEpoch,
  weekday,
  yearOf,
} from "./day.ts";
import { type EasterChoice, type HolidayCode, holidaysIn, type Region } from "./holidays.ts";
import type { Localized } from "./terms.ts";

/** Days that a school closes beyond weekends and holidays: spring break, pedagogical days, summer. Both ends are closed. */
export interface ClosedDays {
  from: Day;
  to: Day;
  reason: Localized;
}

export interface CalendarSettings {
  region: Region;
  easter: EasterChoice;
  /** 1 is Monday, 7 is Sunday. */
  weekend: readonly number[];
  closed: readonly ClosedDays[];
}

type Closure = { kind: "holiday"; code: HolidayCode } | { kind: "closed"; reason: Localized } | { kind: "weekend" };

/** The working days of a school. */
export interface Calendar {
  isOpen(date: Day): boolean;
  /** Why a day is closed: the holiday before the school's own table, and the table before the weekend. Null when it is open. */
  closedBecause(date: Day): Closure | null;
  /** The day itself when it is open, otherwise the first open day after it. Throws as `addOpenDays` does. */
  nextOpen(date: Day): Day;
  /** The day itself when it is open, otherwise the last open day before it. Throws as `addOpenDays` does. */
  previousOpen(date: Day): Day;
  /** In order, both ends included. */
  openDays(from: Day, to: Day): Day[];
  /**
   * The open day that many open days later, or earlier when negative. From a closed day, the first step
   * leads to the nearest open one; no step stays where it is.
   * @throws RangeError when the school stays closed for more than two whole years on the way.
   */
  addOpenDays(date: Day, count: number): Day;
}

/** How many years without an open day are searched before a calendar is called closed for good. */
const patienceInYears = 2;

interface Year {
  closures: ReadonlyMap<Day, Closure>;
  open: readonly Day[];
}

const calendars = new WeakMap<CalendarSettings, Calendar>();

/** Years are worked out when they are first asked about, and once: the same settings object gives the same calendar. */
export function calendarOf(settings: CalendarSettings): Calendar {
  const known = calendars.get(settings);
  if (known) return known;
  const calendar = calendarFrom(settings);
  calendars.set(settings, calendar);
  return calendar;
}

function calendarFrom(settings: CalendarSettings): Calendar {
  const years = new Map<number, Year>();

  function yearAt(year: number): Year {
    const known = years.get(year);
    if (known) return known;
    const worked = workOut(year, settings);
    years.set(year, worked);
    return worked;
  }

  const closedBecause = (date: Day): Closure | null => yearAt(yearOf(date)).closures.get(date) ?? null;
  const isOpen = (date: Day): boolean => closedBecause(date) === null;

  function addOpenDays(date: Day, count: number): Day {
    if (count === 0) return date;
    let year = yearOf(date);
    const fromClosed = count > 0 && !isOpen(date) ? 1 : 0;
    let place = positionIn(yearAt(year).open, date) + count - fromClosed;
    for (let emptyYears = 0; emptyYears <= patienceInYears; ) {
      const { open } = yearAt(year);
      const found = open[place];
      if (found) return found;
      emptyYears = open.length === 0 ? emptyYears + 1 : 0;
      if (place < 0) {
        year -= 1;
        place += yearAt(year).open.length;
      } else {
        place -= open.length;
        year += 1;
      }
    }
    throw new RangeError(`no open day around ${year}, searching from ${date}`);
  }

  return {
    isOpen,
    closedBecause,
    nextOpen: (date) => (isOpen(date) ? date : addOpenDays(date, 1)),
    previousOpen: (date) => (isOpen(date) ? date : addOpenDays(date, -1)),
    openDays(from, to) {
      const all: Day[] = [];
      for (let year = yearOf(from); year <= yearOf(to); year++) {
        const { open } = yearAt(year);
        all.push(...open.slice(positionIn(open, from), positionIn(open, addDays(to, 1))));
      }
      return all;
    },
    addOpenDays,
  };
}

function workOut(year: number, settings: CalendarSettings): Year {
  const [first, last] = [day(`${year}-01-01`), day(`${year}-12-31`)];
  const holidays = holidaysIn(year, settings.region, settings.easter);
  const reasons = new Map<Day, Localized>();
  for (const { from, to, reason } of settings.closed) {
    for (const date of daysFrom(latest(from, first), earliest(to, last))) reasons.set(date, reason);
  }
  const closures = new Map<Day, Closure>();
  const open: Day[] = [];
  for (const date of daysFrom(first, last)) {
    const holiday = holidays.get(date);
    const reason = reasons.get(date);
    if (holiday) closures.set(date, { kind: "holiday", code: holiday });
    else if (reason) closures.set(date, { kind: "closed", reason });
    else if (settings.weekend.includes(weekday(date))) closures.set(date, { kind: "weekend" });
    else open.push(date);
  }
  return { closures, open };
}

/** The open day for what is wished for a day: after a closure that takes it, or before one that would leave too little time. */
export function besideClosure(wished: Day, calendar: Calendar, isTooLate: (reopening: Day) => boolean): Day {
  const reopening = calendar.nextOpen(wished);
  return reopening !== wished && isTooLate(reopening) ? calendar.previousOpen(wished) : reopening;
}

/** Where a day stands, or would stand, in a list of days in order. */
export function positionIn(days: readonly Day[], date: Day): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as Day) < date) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bot keeps silent from the first hour until the second, overnight when `from` is the later one. Equal hours are none. */
export interface QuietHours {
  from: Hour;
  to: Hour;
}

export function isQuiet(at: Hour, { from, to }: QuietHours): boolean {
  return from <= to ? from <= at && at < to : from <= at || at < to;
}

const midnight = "00:00" as Hour;
const minutesPerDay = 24 * 60;

/** The first instant, now or later, at which a message may go out: on an open day and outside quiet hours, as the wall clock shows them. */
export function nextOpenInstant(now: Instant, calendar: Calendar, quiet: QuietHours, zone: string): Instant {
  const local = localTime(now, zone);
  if (calendar.isOpen(local.day) && !isQuiet(local.hour, quiet)) return now;
  let date = local.day;
  for (;;) {
    date = calendar.nextOpen(date);
    const found = openingsOn(date, quiet, zone).find((at) => at > now);
    if (found) return found;
    date = addDays(date, 1);
  }
}

/**
 * The instants of an open day at which silence may end: midnight, where it is not quiet, and the end of quiet hours. On a
 * day whose clock changes, that end may be skipped or come twice, so every minute is looked at.
 */
function openingsOn(date: Day, quiet: QuietHours, zone: string): Instant[] {
  const [first, next] = [instantAt(date, midnight, zone), instantAt(addDays(date, 1), midnight, zone)];
  const minutes = (toEpoch(next) - toEpoch(first)) / 60_000;
  if (minutes === minutesPerDay) return [...(isQuiet(midnight, quiet) ? [] : [first]), instantAt(date, quiet.to, zone)];
  const all = Array.from({ length: minutes }, (_, minute) => addMinutes(first, minute));
  return all.filter((at) => {
    const local = localTime(at, zone);
    return local.day === date && !isQuiet(local.hour, quiet);
  });
}
