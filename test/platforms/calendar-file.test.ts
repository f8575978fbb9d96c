import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { calendarFile } from "../../adapters/calendar-file.ts";
import { day, hour, instant } from "../../src/program/day.ts";
import { checkMessage } from "../../src/ui/limits.ts";
import type { CalendarEvent } from "../../src/ui/model.ts";
import { plainMessage } from "../../src/ui/plain.ts";

const event: CalendarEvent = {
  uid: "exemple/f12",
  sequence: 0,
  told: instant("2009-01-08T12:00:00Z"),
  title: "Rencontre",
  on: day("2009-01-22"),
  at: hour("12:00"),
  minutes: 60,
  zone: "America/Toronto",
};
const changed = (change: Partial<CalendarEvent>): CalendarEvent => ({ ...event, ...change });

/** What a calendar that we did not write reads in the file. */
function read(of: CalendarEvent) {
  const { text, name } = calendarFile(of);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [found, ...others] = calendar.getAllSubcomponents("vevent");
  expect(others).toEqual([]);
  expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
  const value = (property: string) => found?.getFirstPropertyValue(property)?.toString() ?? null;
  return { text, name, method: calendar.getFirstPropertyValue("method"), value, event: new ICAL.Event(found) };
}
const lengthOf = (line: string): number => Buffer.byteLength(line);

describe("a file for a calendar", () => {
  it("holds one event that needs no answer, under a name in the person's language", () => {
    const { text, name, method, value } = read(event);
    expect(name).toBe("rencontre-2009-01-22.ics");
    expect(method).toBe("PUBLISH");
    expect([value("summary"), value("sequence"), value("status")]).toEqual(["Rencontre", "0", "CONFIRMED"]);
    expect(value("dtstamp")).toBe("2009-01-08T12:00:00Z");
    expect(text).not.toMatch(/ORGANIZER|ATTENDEE|X-WR-CALNAME/);
    expect(read(changed({ title: "Déjà l’été" })).name).toBe("deja-l-ete-2009-01-22.ics");
    expect(read(changed({ title: "会議" })).name).toBe("2009-01-22.ics");
  });

  it("asks whoever may look into the calendar to see nothing of it", () => {
    expect(read(event).value("class")).toBe("PRIVATE");
    expect(calendarFile(event).text).not.toMatch(/exemple|triade|mentor/i);
  });

  it("is the same event after a move, a later one each time, and another for another follow-up", () => {
    const [first, moved, other] = [event, changed({ sequence: 2, on: day("2009-02-09") }), changed({ uid: "exemple/f13" })].map(read);
    expect(first?.value("uid")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(moved?.value("uid")).toBe(first?.value("uid"));
    expect(moved?.value("sequence")).toBe("2");
    expect(other?.value("uid")).not.toBe(first?.value("uid"));
  });

  it("takes a cancelled event off the calendar", () => {
    const { method, value } = read(changed({ cancelled: true, sequence: 1 }));
    expect(method).toBe("CANCEL");
    expect([value("status"), value("sequence"), value("uid")]).toEqual(["CANCELLED", "1", read(event).value("uid")]);
  });

  it.each([
    ["the winter before", "2009-03-06", "12:00", "2009-03-06T17:00:00Z", "2009-03-06T18:00:00Z"],
    ["the Monday after the clocks went forward", "2009-03-09", "12:00", "2009-03-09T16:00:00Z", "2009-03-09T17:00:00Z"],
    ["across the hour that March skips", "2009-03-08", "01:30", "2009-03-08T06:30:00Z", "2009-03-08T07:30:00Z"],
    ["in the hour that March skips", "2009-03-08", "02:30", "2009-03-08T07:30:00Z", "2009-03-08T08:30:00Z"],
    ["the Friday before the clocks go back", "2009-10-30", "15:45", "2009-10-30T19:45:00Z", "2009-10-30T20:45:00Z"],
    ["the Monday after the clocks went back", "2009-11-02", "15:45", "2009-11-02T20:45:00Z", "2009-11-02T21:45:00Z"],
    ["in the first of the two hours of November", "2009-11-01", "01:30", "2009-11-01T05:30:00Z", "2009-11-01T06:30:00Z"],
    ["late, until the next day in UTC", "2009-07-06", "19:30", "2009-07-06T23:30:00Z", "2009-07-07T00:30:00Z"],
  ])("is on time %s", (_, on, at, from, until) => {
    const { value } = read(changed({ on: day(on), at: hour(at) }));
    expect([value("dtstart"), value("dtend")]).toEqual([from, until]);
    expect(value("transp")).toBe("OPAQUE");
  });

  it("without an hour is a whole day, wherever it is read, that takes up no time", () => {
    for (const on of ["2009-03-08", "2009-11-01", "2009-12-31"]) {
      const { event: found, value, text } = read(changed({ on: day(on), at: null }));
      expect(found.startDate.isDate).toBe(true);
      expect(value("dtstart")).toBe(on);
      expect(found.duration.toSeconds()).toBe(24 * 60 * 60);
      expect(text).toMatch(/^X-MICROSOFT-CDO-BUSYSTATUS:FREE\r$/m);
      expect(value("transp")).toBe("TRANSPARENT");
    }
  });

  it("is folded to 75 bytes, its lines end as mail's do, and what was typed comes back", () => {
    const anything = fc.string({ unit: "grapheme", minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(anything, anything, anything, (title, location, description) => {
        const { text, value } = read(changed({ title, location, description }));
        expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
        expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        for (const line of text.split("\r\n")) expect(lengthOf(line)).toBeLessThanOrEqual(75);
        expect([value("summary"), value("location"), value("description")]).toEqual([title, location, description]);
      }),
    );
  });

  it("keeps marks, line breaks and forged lines inside the text, and drops what is no text", () => {
    const { value, text } = read(changed({ title: "a\u0000\u0007b; c, \\d\nEND:VEVENT\r\nBEGIN:VALARM", description: "x".repeat(3000) }));
    expect(value("summary")).toBe("ab; c, \\d\nEND:VEVENT\nBEGIN:VALARM");
    expect(value("description")).toHaveLength(3000);
    expect(text.match(/^BEGIN:/gm)).toHaveLength(2);
  });

  it("is refused where it is built when its words are too long for a calendar", () => {
    const found = (change: Partial<CalendarEvent>) =>
      checkMessage({ language: "fr", summary: "s", blocks: [{ kind: "event", event: changed(change) }] }).map(({ path }) => path);
    expect(found({ title: "x".repeat(150), location: "x".repeat(255), description: "x".repeat(3000) })).toEqual([]);
    expect(found({ title: "x".repeat(151) })).toEqual(["blocks[0].title"]);
    expect(found({ location: "x".repeat(256), description: "x".repeat(3001) })).toEqual(["blocks[0].location", "blocks[0].description"]);
  });

  it("adds no line to a message, which says the date by itself", () => {
    expect(
      plainMessage({
        language: "fr",
        summary: "s",
        blocks: [
          { kind: "text", text: "Le 22 janvier" },
          { kind: "event", event },
        ],
      }),
    ).toBe("Le 22 janvier");
  });
});
