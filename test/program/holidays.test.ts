import Holidays from "date-holidays";
import { describe, expect, it } from "vitest";
import { addDays, type Day, day, weekday } from "../../src/program/day.ts";
import {
  type EasterChoice,
  easterChoices,
  easterSunday,
  holidayCodes,
  holidaysIn,
  type Region,
  regions,
} from "../../src/program/holidays.ts";

const kept = (year: number, region: Region, easter: EasterChoice = "good-friday") =>
  Object.fromEntries([...holidaysIn(year, region, easter)].map(([date, code]) => [code, date]));

describe("the holidays of Québec", () => {
  it("are these in 2009, for a school that gives Good Friday", () => {
    expect(kept(2009, "CA-QC")).toEqual({
      "new-year": "2009-01-01",
      "good-friday": "2009-04-10",
      "patriots-day": "2009-05-18",
      "quebec-day": "2009-06-24",
      "canada-day": "2009-07-01",
      "labour-day": "2009-09-07",
      thanksgiving: "2009-10-12",
      christmas: "2009-12-25",
    });
  });

  it("give Easter Monday instead of Good Friday where the school chose it", () => {
    const { "good-friday": friday, "easter-monday": monday } = kept(2009, "CA-QC", "easter-monday");
    expect([friday, monday]).toEqual([undefined, "2009-04-13"]);
    expect(Object.keys(kept(2009, "CA-QC", "easter-monday"))).toHaveLength(8);
  });

  it("move 24 June and 1 July to the Monday when they are Sundays, and no other holiday", () => {
    expect(kept(2018, "CA-QC")).toMatchObject({ "quebec-day": "2018-06-25", "canada-day": "2018-07-02" });
    expect(kept(2023, "CA-QC")).toMatchObject({ "new-year": "2023-01-01", "quebec-day": "2023-06-24" });
  });

  it("keep the Monday before 25 May when 25 May is itself a Monday", () => {
    expect(kept(2009, "CA-QC")["patriots-day"]).toBe("2009-05-18");
    expect(kept(2015, "CA-QC")["patriots-day"]).toBe("2015-05-18");
    expect(kept(2014, "CA-QC")["patriots-day"]).toBe("2014-05-19");
  });
});

describe("the holidays of Ontario", () => {
  it("are another table: Family Day since 2008, Boxing Day, and no 24 June", () => {
    expect(kept(2009, "CA-ON", "easter-monday")).toEqual({
      "new-year": "2009-01-01",
      "family-day": "2009-02-16",
      "good-friday": "2009-04-10",
      "victoria-day": "2009-05-18",
      "canada-day": "2009-07-01",
      "labour-day": "2009-09-07",
      thanksgiving: "2009-10-12",
      christmas: "2009-12-25",
      "boxing-day": "2009-12-26",
    });
    expect(kept(2007, "CA-ON")["family-day"]).toBeUndefined();
  });
});

describe("holiday rules", () => {
  it("find Easter in its earliest, latest and leap years", () => {
    const known = ["1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2009-04-12", "2038-04-25", "2049-04-18", "2076-04-19"];
    expect(known.map((date) => easterSunday(Number(date.slice(0, 4))))).toEqual(known);
  });

  it("use every code in some region", () => {
    const used = regions.flatMap((region) => easterChoices.flatMap((easter) => Object.keys(kept(2020, region, easter))));
    expect([...new Set(used)].sort()).toEqual([...holidayCodes].sort());
  });
});

/**
 * date-holidays deviates in three ways. It leaves 24 June and 1 July on a Sunday,
 * where the two acts move them to the Monday. It names both Easter days (in Ontario too, where only Good
 * Friday is statutory), as it cannot know the employer's choice. It gives Ontario its Family Day before 2008, the first one.
 */
describe("against date-holidays, up to 2050", () => {
  const movedFromSunday = (date: Day) => (/-(06-24|07-01)$/.test(date) && weekday(date) === 7 ? addDays(date, 1) : date);

  function published(region: Region, year: number, easter: EasterChoice): Day[] {
    const otherEaster = easter === "good-friday" ? "easter 1" : "easter -2";
    return new Holidays("CA", region.slice(3))
      .getHolidays(year)
      .filter(({ type, rule }) => (type === "public" || rule.startsWith("easter ")) && rule !== otherEaster && rule !== "easter")
      .map(({ date }) => movedFromSunday(day(date.slice(0, 10))));
  }

  it.each([
    ["CA-QC", "good-friday", 2000],
    ["CA-QC", "easter-monday", 2000],
    ["CA-ON", "good-friday", 2008],
  ] as const)("%s with %s keeps the same days since %i", (region, easter, since) => {
    for (let year = since; year <= 2050; year++) {
      expect([...holidaysIn(year, region, easter).keys()].sort(), String(year)).toEqual(published(region, year, easter).sort());
    }
  });
});
