import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calendarFile } from "../../adapters/calendar-file.ts";
import { addDays, type Day, day } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import type { CalendarEvent } from "../../src/ui/model.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

interface Row {
  id: number;
  on_day: Day;
  at_hour: string;
  announced_on: Day;
}

describe("the entry for a person's own calendar", () => {
  let stage: Stage;
  let first: Row;

  const firstFollowUp = (): Promise<Row> =>
    stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
  /** What came with the messages of that summary since `from`. */
  const entries = (who: Actor, summary: RegExp, from = 0): CalendarEvent[] =>
    who.shown
      .slice(from)
      .filter((shown) => summary.test(shown.summary))
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "event" ? [block.event] : [])));
  const moves = async (on: string, at: string) => {
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(first.id) });
    await stage.coordinator.fillsIn({ on, at });
    expect(stage.coordinator.errors()).toEqual({});
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 0 });
  };
  const open = async (start: Parameters<typeof openStage>[0] = {}) => {
    stage = await openStage({ now: "2009-01-05T06:00", ...start });
    await stage.app.planAhead(stage.now);
    first = await firstFollowUp();
  };
  /** To the day before the reminder of the week before. */
  const untilAnnounced = () => stage.passes({ to: `${addDays(first.on_day, -8)}T12:00` });

  beforeEach(() => open());
  afterEach(() => stage.close());

  it("comes with the date, on the day and at the hour that are told, to both members alike", async () => {
    await untilAnnounced();
    const [mentors] = entries(stage.mentor, /Une date est fixée.: Suivi 1/);
    expect(mentors).toMatchObject({ sequence: 0, on: first.on_day, at: first.at_hour, zone: "America/Toronto" });
    const [mentees] = entries(stage.mentee, /Une date est fixée.: Suivi 1/);
    expect(mentees?.uid).toBe(mentors?.uid);
    expect(entries(stage.otherMentee, /Une date est fixée.: Suivi 1/)[0]?.uid).not.toBe(mentors?.uid);
  });

  it("tells a colleague or a supervisor who reads the calendar nothing of the program", async () => {
    await untilAnnounced();
    const all = [stage.mentor, stage.mentee].flatMap((who) => entries(who, /./));
    expect(all.length).toBeGreaterThan(1);
    for (const entry of all) {
      expect([entry.title, entry.location, entry.description]).toEqual(["Rencontre", undefined, undefined]);
      const { text, name } = calendarFile(entry);
      expect(`${text} ${name}`).not.toMatch(/mentor|triade|suivi|dyade|questionnaire|Marie|Nadia|Claire|exemple/i);
    }
  });

  it("speaks the language of the person", async () => {
    await stage.close();
    await open({ language: "en" });
    await untilAnnounced();
    expect(entries(stage.mentor, /A date is set/)[0]?.title).toBe("Meeting");
  });

  it("is of the whole day where no hour is known", async () => {
    await stage.store.db("follow_ups").where({ id: first.id }).update({ at_hour: null });
    await untilAnnounced();
    expect(entries(stage.mentee, /Une date est fixée.: Suivi 1/)).toEqual([expect.objectContaining({ on: first.on_day, at: null })]);
  });

  it("is replaced by each later one when the date moves", async () => {
    await untilAnnounced();
    const [announced] = entries(stage.mentee, /Une date est fixée.: Suivi 1/);
    const before = stage.mentee.shown.length;
    await moves("2009-02-09", "10:00");
    await moves("2009-02-09", "15:30");
    expect(entries(stage.mentee, /Changement/, before)).toEqual([
      { ...announced, sequence: 1, on: "2009-02-09", at: "10:00", told: expect.any(String) },
      { ...announced, sequence: 2, on: "2009-02-09", at: "15:30", told: expect.any(String) },
    ]);
  });

  it("comes off the calendar when the date is gone, and goes back on with the new one", async () => {
    const group: Row = await stage.store.db("follow_ups").where({ stage: "year-end" }).first();
    await stage.passes({ to: `${addDays(group.on_day, -8)}T12:00` });
    const before = stage.mentee.shown.length;
    const [announced] = entries(stage.mentee, /Une date est fixée.: Bilan/);
    const closes = async (closed: typeof defaultPlan.calendar.closed) => {
      const plan = { ...defaultPlan, calendar: { ...defaultPlan.calendar, closed } };
      const said = { plan: JSON.stringify({ plan, script: null, opensAt: null }), revision: stage.store.db.raw("revision + 1") };
      await stage.store.db("cohorts").update(said);
      await stage.app.planAhead(stage.now);
      await stage.passes({ days: 0 });
    };
    await closes([...defaultPlan.calendar.closed, { from: group.on_day, to: day("2009-12-31"), reason: { fr: "Verglas" } }]);
    await closes(defaultPlan.calendar.closed);
    const [gone, back] = entries(stage.mentee, /Bilan/, before);
    expect(gone).toEqual({ ...announced, sequence: 1, cancelled: true, told: expect.any(String) });
    expect(back).toEqual({ ...announced, sequence: 2, told: expect.any(String) });
  });

  it("comes with the reminder of the week before to those whom no message told the date, and to no other", async () => {
    await untilAnnounced();
    const missed = { kind: "follow-up-announced", person_id: stage.mentee.id };
    expect(await stage.store.db("outbox").where(missed).update({ outcome: "expired" })).toBeGreaterThan(0);
    await stage.passes({ to: `${addDays(first.on_day, -6)}T12:00` });
    expect(entries(stage.mentee, /Bientôt.: Suivi 1/)).toEqual([expect.objectContaining({ sequence: 0, on: first.on_day })]);
    expect(stage.mentor.everything).toContain("La rencontre approche");
    expect(entries(stage.mentor, /Bientôt.: Suivi 1/)).toEqual([]);
    await stage.passes({ to: `${first.on_day}T07:00` });
    expect(entries(stage.mentee, /Rappel.: Suivi 1/)).toEqual([]);
  });
});
