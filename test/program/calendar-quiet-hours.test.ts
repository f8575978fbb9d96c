import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarOf, isQuiet, nextOpenInstant } from "../../src/program/calendar.ts";
import { addMinutes, type Day, day, type Hour, hour, type Instant, instant, localTime, toEpoch } from "../../src/program/day.ts";

const toronto = "America/Toronto";
const calendar = calendarOf({
  region: "CA-QC",
  easter: "good-friday",
  weekend: [6, 7],
  closed: [{ from: day("2009-03-02"), to: day("2009-03-06"), reason: { fr: "Relâche" } }],
});
const overnight = { from: hour("18:00"), to: hour("07:30") };
const goesOut = (at: string, quiet = overnight) => nextOpenInstant(instant(at), calendar, quiet, toronto);

describe("quiet hours", () => {
  it("run over midnight: the first hour is quiet, the last one is not", () => {
    expect(["17:59", "18:00", "23:59", "00:00", "07:29", "07:30", "12:00"].map((at) => isQuiet(hour(at), overnight))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("may lie within a day, or not be at all", () => {
    const lunch = { from: hour("12:00"), to: hour("13:00") };
    expect(["11:59", "12:00", "12:59", "13:00"].map((at) => isQuiet(hour(at), lunch))).toEqual([false, true, true, false]);
    expect(isQuiet(hour("08:00"), { from: hour("08:00"), to: hour("08:00") })).toBe(false);
  });
});

describe("a message", () => {
  it("goes out at once on an open day outside quiet hours", () => {
    expect(goesOut("2009-01-12T08:30:12.500-05:00")).toBe("2009-01-12T13:30:12.500Z");
  });

  it("waits for the morning at night, before and after midnight", () => {
    expect(goesOut("2009-01-12T21:00-05:00")).toBe("2009-01-13T12:30:00.000Z");
    expect(goesOut("2009-01-13T05:00-05:00")).toBe("2009-01-13T12:30:00.000Z");
  });

  it("waits for the next open morning on a closed day, even at noon", () => {
    expect(goesOut("2009-02-28T12:00-05:00")).toBe("2009-03-09T11:30:00.000Z");
    expect(goesOut("2009-02-27T18:00-05:00")).toBe("2009-03-09T11:30:00.000Z");
  });

  it("goes out at midnight after a closed day when nothing is quiet then", () => {
    expect(goesOut("2009-01-17T12:00-05:00", { from: hour("12:00"), to: hour("13:00") })).toBe("2009-01-19T05:00:00.000Z");
  });

  it("waits for the end of quiet hours to come for good when the clock goes back over it", () => {
    const everyDay = calendarOf({ region: "CA-QC", easter: "good-friday", weekend: [], closed: [] });
    const quiet = { from: hour("22:00"), to: hour("01:30") };
    const at = (now: string) => nextOpenInstant(instant(now), everyDay, quiet, toronto);
    expect(at("2009-11-01T04:30Z")).toBe("2009-11-01T05:30:00.000Z");
    expect(at("2009-11-01T05:45Z")).toBe("2009-11-01T05:45:00.000Z");
    expect(at("2009-11-01T06:15Z")).toBe("2009-11-01T06:30:00.000Z");
  });

  it("waits for the next day when the clock skips the only hour that is not quiet", () => {
    const everyDay = calendarOf({ region: "CA-QC", easter: "good-friday", weekend: [], closed: [] });
    const quiet = { from: hour("02:15"), to: hour("02:00") };
    expect(nextOpenInstant(instant("2009-03-08T06:59Z"), everyDay, quiet, toronto)).toBe("2009-03-09T06:00:00.000Z");
  });

  it("goes out at once where the clock jumps over the end of quiet hours", () => {
    const everyDay = calendarOf({ region: "CA-QC", easter: "good-friday", weekend: [], closed: [] });
    const quiet = { from: hour("22:00"), to: hour("02:15") };
    expect(nextOpenInstant(instant("2009-10-03T15:29Z"), everyDay, quiet, "Australia/Lord_Howe")).toBe("2009-10-03T15:30:00.000Z");
  });
});

describe("any message", () => {
  const zones = [toronto, "Australia/Lord_Howe", "Europe/Paris"];
  const aroundChanges = ["2009-03-08T07:00Z", "2009-11-01T06:00Z", "2009-04-04T15:00Z", "2009-10-03T15:30Z", "2009-03-29T01:00Z"];
  const anyInstant = fc.oneof(
    fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => addMinutes(instant("2008-12-20T00:00:30Z"), minutes)),
    fc
      .tuple(fc.constantFrom(...aroundChanges), fc.integer({ min: -600, max: 600 }))
      .map(([change, minutes]) => addMinutes(instant(change), minutes)),
  );
  const anyHour = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const two = (n: number) => String(n).padStart(2, "0");
    return hour(`${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`);
  });
  const anyCalendar = fc
    .record({
      weekend: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
      closedFrom: fc.integer({ min: 1, max: 27 }),
    })
    .map(({ weekend, closedFrom }) => {
      const two = String(closedFrom).padStart(2, "0");
      const closed = [{ from: day(`2009-04-${two}`), to: day(`2009-05-${two}`), reason: { fr: "Fermé" } }];
      return calendarOf({ region: "CA-QC", easter: "good-friday", weekend, closed });
    });
  const anyCase = fc.record({
    now: anyInstant,
    its: anyCalendar,
    quiet: fc.record({ from: anyHour, to: anyHour }),
    zone: fc.constantFrom(...zones),
  });

  const mayGoOut = (at: Instant, isOpen: (date: Day) => boolean, quiet: { from: Hour; to: Hour }, zone: string) => {
    const local = localTime(at, zone);
    return isOpen(local.day) && !isQuiet(local.hour, quiet);
  };

  it("goes out on an open day, outside quiet hours, never before now, and again at once", () => {
    fc.assert(
      fc.property(anyCase, ({ now, its, quiet, zone }) => {
        const at = nextOpenInstant(now, its, quiet, zone);
        expect(at >= now).toBe(true);
        expect(mayGoOut(at, its.isOpen, quiet, zone)).toBe(true);
        expect(nextOpenInstant(at, its, quiet, zone)).toBe(at);
      }),
      { numRuns: 400 },
    );
  });

  it("goes out as soon as it may: no quarter of an hour before was open", () => {
    fc.assert(
      fc.property(anyCase, ({ now, its, quiet, zone }) => {
        const at = nextOpenInstant(now, its, quiet, zone);
        const quarters = Math.min(500, Math.ceil((toEpoch(at) - toEpoch(now)) / 900_000));
        const earlier = Array.from({ length: quarters }, (_, step) => addMinutes(at, -15 * (step + 1))).filter((moment) => moment >= now);
        expect(earlier.filter((moment) => mayGoOut(moment, its.isOpen, quiet, zone))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
