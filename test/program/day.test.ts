import fc from "fast-check";
import { DateTime } from "luxon";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  addDays,
  type Day,
  day,
  dayOf,
  daysBetween,
  daysFrom,
  earliest,
  fromEpoch,
  type Hour,
  hour,
  instant,
  instantAt,
  isDay,
  isHour,
  isZone,
  latest,
  localTime,
  mondayOf,
  toEpoch,
  weekday,
  weekOf,
  yearOf,
} from "../../src/program/day.ts";

const toronto = "America/Toronto";
const zones = [toronto, "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"];

const anyDay = fc.integer({ min: 0, max: 365 * 60 }).map((days) => addDays(day("1990-01-01"), days));
const anyHour = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  const two = (n: number) => String(n).padStart(2, "0");
  return hour(`${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
});
const anyZone = fc.constantFrom(...zones);

/** Every instant at which a wall clock in `zone` shows this hour of this day: none, one or two. */
function occurrences(date: Day, at: Hour, zone: string): string[] {
  const noon = DateTime.fromISO(`${date}T${at}`, { zone: "UTC" });
  const offsets = new Set([-1, 0, 1].map((days) => noon.plus({ days }).setZone(zone).offset));
  return [...offsets]
    .map((offset) => noon.minus({ minutes: offset }))
    .filter((moment) => moment.setZone(zone).toFormat("yyyy-MM-dd HH:mm") === `${date} ${at}`)
    .map((moment) => moment.toUTC().toISO() ?? "")
    .sort();
}

describe("a day", () => {
  it("is a date of the calendar, written in full", () => {
    expect(["2009-01-01", "2008-02-29"].map(isDay)).toEqual([true, true]);
    expect(["2009-02-29", "2009-13-01", "2009-1-1", "2009-01-01T00:00", "hier", ""].map(isDay)).toEqual(Array(6).fill(false));
    expect(() => day("2009-02-30")).toThrow(RangeError);
  });

  it("moves by whole days, whatever the clocks do", () => {
    expect(addDays(day("2009-03-07"), 2)).toBe("2009-03-09");
    expect(addDays(day("2009-11-02"), -2)).toBe("2009-10-31");
    expect(addDays(day("2008-02-28"), 1)).toBe("2008-02-29");
    expect(yearOf(addDays(day("2009-12-31"), 1))).toBe(2010);
  });

  it("moves there and back, and keeps the distance", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        const to = addDays(from, days);
        expect(isDay(to)).toBe(true);
        expect(daysBetween(from, to)).toBe(days);
        expect(addDays(to, -days)).toBe(from);
        expect(Math.sign(days)).toBe(from < to ? 1 : from > to ? -1 : 0);
      }),
    );
  });

  it("has the weekday and the ISO week that Luxon gives it", () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const luxon = DateTime.fromISO(date, { zone: "UTC" });
        expect(weekday(date)).toBe(luxon.weekday);
        expect(weekOf(date)).toBe(luxon.toFormat("kkkk-'W'WW"));
        expect(mondayOf(date)).toBe(luxon.startOf("week").toISODate());
      }),
    );
  });

  it("is counted with both ends in a span, and a span that runs backwards is empty", () => {
    expect(daysFrom(day("2009-03-07"), day("2009-03-09"))).toEqual(["2009-03-07", "2009-03-08", "2009-03-09"]);
    expect(daysFrom(day("2009-03-07"), day("2009-03-07"))).toEqual(["2009-03-07"]);
    expect(daysFrom(day("2009-03-09"), day("2009-03-07"))).toEqual([]);
  });

  it("compares with others", () => {
    const [first, second, third] = [day("2008-12-31"), day("2009-01-01"), day("2009-10-01")];
    expect(earliest(third, first, second)).toBe(first);
    expect(latest(first, third, second)).toBe(third);
  });
});

describe("an hour", () => {
  it("has two digits on each side, up to 23:59", () => {
    expect(["00:00", "08:30", "23:59"].map(isHour)).toEqual([true, true, true]);
    expect(["24:00", "8:30", "08:60", "08h30", ""].map(isHour)).toEqual(Array(5).fill(false));
    expect(() => hour("7:30")).toThrow(RangeError);
  });
});

describe("an instant", () => {
  it("is kept in UTC, to the millisecond", () => {
    expect(instant("2009-01-12T08:00-05:00")).toBe("2009-01-12T13:00:00.000Z");
    expect(fromEpoch(toEpoch(instant("2009-01-12T13:00:00.123Z")))).toBe("2009-01-12T13:00:00.123Z");
  });

  it("is refused without an offset, without an hour, or on a day that does not exist", () => {
    for (const text of ["2009-01-12T08:00", "2009-01-12Z", "2009-02-31T08:00Z", "Jan 12 2009 Z", "demain"]) {
      expect(() => instant(text), text).toThrow(RangeError);
    }
  });
});

describe("the clock on the wall", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("follows the season in Toronto", () => {
    expect(instantAt(day("2009-01-12"), hour("08:30"), toronto)).toBe("2009-01-12T13:30:00.000Z");
    expect(instantAt(day("2009-07-13"), hour("08:30"), toronto)).toBe("2009-07-13T12:30:00.000Z");
    expect(dayOf(instant("2009-01-13T04:59Z"), toronto)).toBe("2009-01-12");
    expect(dayOf(instant("2009-01-13T05:00Z"), toronto)).toBe("2009-01-13");
  });

  it("skips an hour on 8 March 2009: 02:30 falls at 03:30", () => {
    const march8 = day("2009-03-08");
    expect(instantAt(march8, hour("01:59"), toronto)).toBe("2009-03-08T06:59:00.000Z");
    expect(instantAt(march8, hour("02:30"), toronto)).toBe("2009-03-08T07:30:00.000Z");
    expect(localTime(instantAt(march8, hour("02:30"), toronto), toronto)).toEqual({ day: march8, hour: "03:30" });
    expect(instantAt(march8, hour("03:00"), toronto)).toBe("2009-03-08T07:00:00.000Z");
    expect(instantAt(march8, hour("08:30"), toronto)).toBe("2009-03-08T12:30:00.000Z");
  });

  it("shows an hour twice on 1 November 2009: 01:30 is the first of the two", () => {
    const november1 = day("2009-11-01");
    expect(instantAt(november1, hour("01:30"), toronto)).toBe("2009-11-01T05:30:00.000Z");
    expect(localTime(instant("2009-11-01T05:30Z"), toronto)).toEqual({ day: november1, hour: "01:30" });
    expect(localTime(instant("2009-11-01T06:30Z"), toronto)).toEqual({ day: november1, hour: "01:30" });
    expect(instantAt(november1, hour("02:00"), toronto)).toBe("2009-11-01T07:00:00.000Z");
    expect(instantAt(november1, hour("08:30"), toronto)).toBe("2009-11-01T13:30:00.000Z");
  });

  it("reads a half-hour change the same way, in whichever season one asks", () => {
    for (const today of ["2009-01-15T12:00Z", "2009-07-15T12:00Z"]) {
      vi.setSystemTime(today);
      expect(instantAt(day("2009-04-05"), hour("01:45"), "Australia/Lord_Howe")).toBe("2009-04-04T14:45:00.000Z");
      expect(instantAt(day("2009-10-04"), hour("02:15"), "Australia/Lord_Howe")).toBe("2009-10-03T15:45:00.000Z");
      expect(instantAt(day("2009-11-01"), hour("01:30"), toronto)).toBe("2009-11-01T05:30:00.000Z");
    }
  });

  it("comes back to the hour it was given, wherever that hour exists", () => {
    fc.assert(
      fc.property(anyDay, anyHour, anyZone, (date, at, zone) => {
        const moments = occurrences(date, at, zone);
        fc.pre(moments.length > 0);
        const moment = instantAt(date, at, zone);
        expect(localTime(moment, zone)).toEqual({ day: date, hour: at });
        expect(moment).toBe(moments[0]);
      }),
    );
  });

  it("stays exact around every clock change of twenty years", () => {
    const changes = daysFrom(day("2000-01-01"), day("2019-12-31")).filter((date) => {
      const noon = (of: Day) => toEpoch(instantAt(of, hour("12:00"), toronto));
      return noon(date) - noon(addDays(date, -1)) !== 86_400_000;
    });
    expect(changes).toHaveLength(40);
    expect(changes).toEqual(expect.arrayContaining(["2009-03-08", "2009-11-01"]));
    fc.assert(
      fc.property(fc.constantFrom(...changes), anyHour, (date, at) => {
        const [first] = occurrences(date, at, toronto);
        if (first) expect(instantAt(date, at, toronto)).toBe(first);
        else expect(localTime(instantAt(date, at, toronto), toronto).hour).toBe(`03:${at.slice(3)}`);
      }),
      { numRuns: 500 },
    );
  });

  it("never runs backwards: a later hour is never an earlier instant", () => {
    fc.assert(
      fc.property(anyDay, anyHour, anyHour, anyZone, (date, a, b, zone) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        fc.pre(occurrences(date, early, zone).length > 0 && occurrences(date, late, zone).length > 0);
        expect(instantAt(date, early, zone) <= instantAt(date, late, zone)).toBe(true);
      }),
    );
  });

  it("knows a zone from a word, and refuses an hour in no zone", () => {
    expect([toronto, "Europe/Paris", "Montréal", ""].map(isZone)).toEqual([true, true, false, false]);
    expect(() => instantAt(day("2009-01-12"), hour("08:30"), "Montréal")).toThrow(RangeError);
  });
});
