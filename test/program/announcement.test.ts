import fc from "fast-check";
import { expect, it } from "vitest";
import { announcementOf } from "../../src/program/announcement.ts";
import { calendarOf } from "../../src/program/calendar.ts";
import { addDays, day } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";

const { calendar, reminders } = defaultPlan;
const closing = (from: string, to: string) =>
  calendarOf({ ...calendar, closed: [{ from: day(from), to: day(to), reason: { fr: "Vacances d’été" } }] });

it.each([
  ["2009-06-12", "2009-05-22"],
  ["2009-08-20", "2009-06-22"],
  ["2009-08-26", "2009-06-22"],
  ["2009-08-27", "2009-08-20"],
  ["2009-09-09", "2009-08-20"],
  ["2009-09-11", "2009-08-21"],
])("has the follow-up of %s known on %s, where the school closes from June 23 to August 19", (on, known) => {
  expect(announcementOf(reminders, day(on), closing("2009-06-23", "2009-08-19"))).toBe(known);
});

it("is on an open day, as asked where that is one, and leaves the time of the first reminder whatever closes", () => {
  const anyClosure = fc.record({
    from: fc.nat(200),
    lasts: fc.nat(80),
    announceDaysBefore: fc.integer({ min: 8, max: 60 }),
    on: fc.nat(250),
  });
  fc.assert(
    fc.property(anyClosure, ({ from, lasts, announceDaysBefore, on: days }) => {
      const first = addDays(day("2009-02-02"), from);
      const closed = closing(first, addDays(first, lasts));
      const on = closed.nextOpen(addDays(day("2009-03-02"), days));
      const known = announcementOf({ ...reminders, announceDaysBefore }, on, closed);
      const wished = addDays(on, -announceDaysBefore);
      expect(closed.isOpen(known)).toBe(true);
      if (closed.isOpen(wished)) expect(known).toBe(wished);
      expect(known <= addDays(on, -reminders.weekBeforeDays)).toBe(true);
      if (known < wished) expect(closed.openDays(addDays(known, 1), addDays(on, -reminders.weekBeforeDays))).toEqual([]);
    }),
  );
});
