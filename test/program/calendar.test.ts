import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarSettings, calendarOf } from "../../src/program/calendar.ts";
import { addDays, type Day, day, daysFrom, weekday } from "../../src/program/day.ts";

const closed = (from: string, to: string, fr: string) => ({ from: day(from), to: day(to), reason: { fr } });

/** The school year 2009 of a secondary school of Québec. */
const settings: CalendarSettings = {
  region: "CA-QC",
  easter: "good-friday",
  weekend: [6, 7],
  closed: [
    closed("2008-12-22", "2009-01-06", "Congé des Fêtes"),
    closed("2009-03-02", "2009-03-06", "Relâche"),
    closed("2009-06-25", "2009-08-23", "Été"),
  ],
};
const calendar = calendarOf(settings);

const anySettings = fc.record({
  region: fc.constantFrom("CA-QC", "CA-ON"),
  easter: fc.constantFrom("good-friday", "easter-monday"),
  weekend: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
  closed: fc.array(
    fc.tuple(fc.integer({ min: -200, max: 700 }), fc.integer({ min: 0, max: 90 })).map(([from, length]) => ({
      from: addDays(day("2009-01-01"), from),
      to: addDays(day("2009-01-01"), from + length),
      reason: { fr: "Fermé" },
    })),
    { maxLength: 5 },
  ),
}) satisfies fc.Arbitrary<CalendarSettings>;
const anyDay = fc.integer({ min: -100, max: 600 }).map((days) => addDays(day("2009-01-01"), days));

describe("a school calendar", () => {
  it("opens on working days", () => {
    expect(calendar.isOpen(day("2009-01-12"))).toBe(true);
    expect(calendar.closedBecause(day("2009-01-12"))).toBeNull();
  });

  it("says why a day is closed", () => {
    expect(calendar.closedBecause(day("2009-01-17"))).toEqual({ kind: "weekend" });
    expect(calendar.closedBecause(day("2009-04-10"))).toEqual({ kind: "holiday", code: "good-friday" });
    expect(calendar.closedBecause(day("2009-03-04"))).toEqual({ kind: "closed", reason: { fr: "Relâche" } });
  });

  it("gives the holiday before the school's own table, and the table before the weekend", () => {
    expect(calendar.closedBecause(day("2009-01-01"))).toEqual({ kind: "holiday", code: "new-year" });
    expect(calendar.closedBecause(day("2009-07-04"))).toEqual({ kind: "closed", reason: { fr: "Été" } });
    expect(calendar.closedBecause(day("2023-01-01"))).toEqual({ kind: "holiday", code: "new-year" });
  });

  it("follows the school's choice for Easter", () => {
    const monday = calendarOf({ ...settings, easter: "easter-monday" });
    expect([monday.isOpen(day("2009-04-10")), monday.isOpen(day("2009-04-13"))]).toEqual([true, false]);
    expect([calendar.isOpen(day("2009-04-10")), calendar.isOpen(day("2009-04-13"))]).toEqual([false, true]);
  });

  it("knows other weekends", () => {
    const friday = calendarOf({ ...settings, weekend: [5] });
    expect([friday.isOpen(day("2009-01-16")), friday.isOpen(day("2009-01-17"))]).toEqual([false, true]);
  });

  it("finds the next and the last open day, the day itself when it is open", () => {
    expect(calendar.nextOpen(day("2009-02-28"))).toBe("2009-03-09");
    expect(calendar.previousOpen(day("2009-03-08"))).toBe("2009-02-27");
    expect(calendar.nextOpen(day("2009-03-09"))).toBe("2009-03-09");
    expect(calendar.previousOpen(day("2009-03-09"))).toBe("2009-03-09");
    expect(calendar.nextOpen(day("2008-12-20"))).toBe("2009-01-07");
    expect(calendar.previousOpen(day("2009-01-06"))).toBe("2008-12-19");
  });

  it("counts in open days, over weekends, breaks and the new year", () => {
    expect(calendar.addOpenDays(day("2009-02-27"), 1)).toBe("2009-03-09");
    expect(calendar.addOpenDays(day("2009-03-09"), -1)).toBe("2009-02-27");
    expect(calendar.addOpenDays(day("2008-12-19"), 3)).toBe("2009-01-09");
    expect(calendar.addOpenDays(day("2009-01-09"), -3)).toBe("2008-12-19");
    expect(calendar.addOpenDays(day("2009-03-07"), 0)).toBe("2009-03-07");
  });

  it("lists the open days of a span, both ends included", () => {
    expect(calendar.openDays(day("2009-02-26"), day("2009-03-10"))).toEqual(["2009-02-26", "2009-02-27", "2009-03-09", "2009-03-10"]);
    expect(calendar.openDays(day("2009-03-10"), day("2009-02-26"))).toEqual([]);
    expect(calendar.openDays(day("2009-07-01"), day("2009-07-31"))).toEqual([]);
  });

  it("refuses to search for ever when the school never opens", () => {
    const never = calendarOf({ ...settings, weekend: [1, 2, 3, 4, 5, 6, 7] });
    expect(() => never.nextOpen(day("2009-01-12"))).toThrow(RangeError);
    expect(() => never.previousOpen(day("2009-01-12"))).toThrow(RangeError);
    expect(never.openDays(day("2009-01-01"), day("2010-12-31"))).toEqual([]);
  });

  it("waits through two closed years, not three", () => {
    const until = (to: string) => calendarOf({ ...settings, closed: [closed("2009-01-01", to, "Travaux")] });
    expect(until("2010-12-31").nextOpen(day("2009-05-01"))).toBe("2011-01-03");
    expect(() => until("2011-12-31").nextOpen(day("2009-05-01"))).toThrow(RangeError);
  });

  it("ignores a row that ends before it begins", () => {
    expect(calendarOf({ ...settings, closed: [closed("2009-05-08", "2009-05-04", "?")] }).isOpen(day("2009-05-06"))).toBe(true);
  });
});

describe("any calendar", () => {
  it("is worked out once for its settings", () => {
    expect(calendarOf(settings)).toBe(calendar);
    expect(calendarOf({ ...settings })).not.toBe(calendar);
  });

  it("agrees with a day-by-day reading of its settings", () => {
    fc.assert(
      fc.property(anySettings, anyDay, (any, date) => {
        const its = calendarOf(any);
        const inTable = any.closed.some(({ from, to }) => from <= date && date <= to);
        const kind = its.closedBecause(date)?.kind ?? null;
        expect(its.isOpen(date)).toBe(kind === null);
        if (kind !== "holiday") expect(kind).toBe(inTable ? "closed" : any.weekend.includes(weekday(date)) ? "weekend" : null);
      }),
    );
  });

  it("moves to the nearest open day, never across one", () => {
    fc.assert(
      fc.property(anySettings, anyDay, (any, date) => {
        const its = calendarOf(any);
        const [next, previous] = [its.nextOpen(date), its.previousOpen(date)];
        const openIn = (from: Day, to: Day) => daysFrom(from, to).filter(its.isOpen);
        expect(openIn(date, next)).toEqual([next]);
        expect(openIn(previous, date)).toEqual([previous]);
      }),
    );
  });

  it("lists as many open days as it counts", () => {
    fc.assert(
      fc.property(anySettings, anyDay, fc.integer({ min: 1, max: 300 }), (any, date, count) => {
        const its = calendarOf(any);
        const from = its.nextOpen(date);
        const to = its.addOpenDays(from, count);
        expect(its.openDays(from, to)).toHaveLength(count + 1);
        expect(its.openDays(from, to)).toEqual(daysFrom(from, to).filter(its.isOpen));
        expect(its.addOpenDays(to, -count)).toBe(from);
      }),
    );
  });
});
