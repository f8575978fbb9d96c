import { IANAZone } from "luxon";

/** A civil date, `YYYY-MM-DD`: no hour and no zone. Days compare and sort as strings. */
export type Day = string & { readonly __day: unique symbol };

/** A moment in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`, always 24 characters. Instants compare and sort as strings. */
export type Instant = string & { readonly __instant: unique symbol };

/** An hour of the day in local time, `HH:mm`. */
export type Hour = string & { readonly __hour: unique symbol };

const millisecondsPerDay = 86_400_000;

export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** @throws RangeError when the text is not a date of the calendar. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a day: ${JSON.stringify(text)}`);
  return text;
}

export function isHour(text: string): text is Hour {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** @throws RangeError when the text is not an hour such as `08:30`. */
export function hour(text: string): Hour {
  if (!isHour(text)) throw new RangeError(`not an hour: ${JSON.stringify(text)}`);
  return text;
}

/** @throws RangeError when the text is not a date of the calendar and a time that carries its offset. */
export function instant(text: string): Instant {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !isDay(text.slice(0, 10)) || !/T.*(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    throw new RangeError(`not an instant: ${JSON.stringify(text)}`);
  }
  return fromEpoch(at);
}

export const fromEpoch = (milliseconds: number): Instant => new Date(milliseconds).toISOString() as Instant;
export const toEpoch = (at: Instant): number => Date.parse(at);

/** Planning asks for the same few hundred days hundreds of thousands of times, and writing one out costs much more than finding it again. */
function remembering<Key, Value>(work: (key: Key) => Value, most = 10_000): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const value = work(key);
    known.set(key, value);
    return value;
  };
}

const midnight = (date: Day): number => Date.parse(`${date}T00:00:00Z`);
const dayAt = remembering((milliseconds: number): Day => new Date(milliseconds).toISOString().slice(0, 10) as Day);

export const addDays = (date: Day, days: number): Day => dayAt(midnight(date) + days * millisecondsPerDay);

/** Whole days from `from` to `to`; negative when `to` comes first. */
export const daysBetween = (from: Day, to: Day): number => Math.round((midnight(to) - midnight(from)) / millisecondsPerDay);

/** 1 is Monday, 7 is Sunday. */
export const weekday = (date: Day): number => new Date(midnight(date)).getUTCDay() || 7;

export const yearOf = (date: Day): number => Number(date.slice(0, 4));

export function daysFrom(from: Day, to: Day): Day[] {
  const [count, first] = [daysBetween(from, to), midnight(from)];
  return count < 0 ? [] : Array.from({ length: count + 1 }, (_, step) => dayAt(first + step * millisecondsPerDay));
}

export const earliest = (...days: [Day, ...Day[]]): Day => days.reduce((a, b) => (a < b ? a : b));
export const latest = (...days: [Day, ...Day[]]): Day => days.reduce((a, b) => (a > b ? a : b));

/** For `sort`. */
export const compareDays = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);

/** The Monday of the week of `date`. */
export const mondayOf = (date: Day): Day => addDays(date, 1 - weekday(date));

/** The ISO week of a day, `2009-W05`. */
export function weekOf(date: Day): string {
  const thursday = addDays(mondayOf(date), 3);
  const week = 1 + Math.floor(daysBetween(`${yearOf(thursday)}-01-01` as Day, thursday) / 7);
  return `${yearOf(thursday)}-W${String(week).padStart(2, "0")}`;
}

export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/** What a wall clock in `zone` is ahead of UTC, in milliseconds. The zone alone is asked: building a date-time in it costs several times more. */
const aheadOfUtc = (milliseconds: number, zone: string): number => aheadIn(zone)(Math.floor(milliseconds / 60_000));
/** No clock change lies within a minute; what goes on now asks for the same one over and over. */
const aheadIn = remembering((zone: string) => {
  const asked = IANAZone.create(zone);
  return remembering((minute: number) => asked.offset(minute * 60_000) * 60_000, 100);
});

/**
 * The instant of an hour on a day in a zone. An hour that a clock change skips (02:30 in March) is read
 * with the offset before the change, so it falls as much later on the wall; an hour that happens twice
 * (01:30 in November) is the first of the two.
 * @throws RangeError when the zone is unknown.
 */
export const instantAt = (date: Day, at: Hour, zone: string): Instant => instantIn(zone)(`${date}T${at}Z`);

const instantIn = remembering((zone: string) => remembering((wall: string) => instantOf(Date.parse(wall), zone)));

function instantOf(wall: number, zone: string): Instant {
  const before = aheadOfUtc(wall - millisecondsPerDay, zone);
  const after = aheadOfUtc(wall + millisecondsPerDay, zone);
  const isSoAhead = (offset: number) => aheadOfUtc(wall - offset, zone) === offset;
  return fromEpoch(wall - (before !== after && !isSoAhead(before) && isSoAhead(after) ? after : before));
}

/** The day and hour that a wall clock in `zone` shows at an instant. */
export function localTime(at: Instant, zone: string): { day: Day; hour: Hour } {
  const milliseconds = toEpoch(at);
  const wall = fromEpoch(milliseconds + aheadOfUtc(milliseconds, zone));
  return { day: wall.slice(0, 10) as Day, hour: wall.slice(11, 16) as Hour };
}

export const dayOf = (at: Instant, zone: string): Day => localTime(at, zone).day;

export const addMinutes = (at: Instant, minutes: number): Instant => fromEpoch(toEpoch(at) + minutes * 60_000);
