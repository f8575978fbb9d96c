import { afterEach, describe, expect, it } from "vitest";
import { type Day, day, dayOf } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { type Actor, openStage, type Stage, type StageOptions } from "../support/stage.ts";

const closing = (...spans: [from: string, to: string][]) => ({
  calendar: {
    ...defaultPlan.calendar,
    closed: spans.map(([from, to]) => ({ from: day(from), to: day(to), reason: { fr: "Congé" } })),
  },
});

describe("a school that closes for long", () => {
  let stage: Stage;
  const open = async (options: StageOptions) => {
    stage = await openStage(options);
    await stage.app.planAhead(stage.now);
  };
  afterEach(() => stage.close());

  const heard = (who: Actor): string[] => who.shown.map((shown) => plainMessage(shown).replace(/\u00a0/g, " "));
  const settled = (kind: string) => stage.store.db("outbox").where({ kind }).orderBy("id").pluck("outcome");
  /** Another day for a follow-up before anybody hears of it, set by nobody whom a message would tell. */
  const places = (stageKey: string, dyad: number | null, on: string) =>
    stage.store.db("follow_ups").where({ stage: stageKey, dyad_id: dyad }).update({ on_day: on });

  describe("over the summer", () => {
    const welcomed = "Bienvenue dans le programme de mentorat";
    const summaries = (who: Actor) => who.shown.map(({ summary }) => summary.replace(/\u00a0/g, " "));
    const reopens = "2009-08-20";
    const announcedOn = async (on: string): Promise<Day> => {
      await open({ now: "2009-01-05T06:00", plan: closing(["2009-06-23", "2009-08-19"]) });
      await places("follow-up-3", stage.dyads.first, on);
      await stage.passes({ to: `${on}T12:00` });
      const { id } = await stage.store.db("follow_ups").where({ stage: "follow-up-3", dyad_id: stage.dyads.first }).first();
      const told = stage.store.db("outbox").where({ kind: "follow-up-announced", outcome: "sent" }).whereLike("key", `%:f${id}:%`);
      const days = new Set((await told.pluck("settled_at")).map((at) => dayOf(at, "America/Toronto")));
      expect(days.size).toBe(1);
      return [...days][0] as Day;
    };

    it.each([
      ["2009-08-21", "2009-06-22"],
      ["2009-08-27", "2009-08-20"],
    ])("announces the follow-up of %s on %s: before it closes, where less than a week would be left afterwards", async (on, announced) => {
      expect(await announcedOn(on)).toBe(announced);
    });

    it("announces when it reopens what nobody knew of when it closed", async () => {
      await open({ now: "2009-01-05T06:00", plan: closing(["2009-06-23", "2009-08-19"]) });
      await places("follow-up-3", stage.dyads.first, "2009-12-01");
      await stage.passes({ to: "2009-06-22T18:30" });
      const before = stage.mentor.shown.length;
      await places("follow-up-3", stage.dyads.first, "2009-08-21");
      await stage.passes({ to: "2009-08-20T07:31" });
      expect(summaries(stage.mentor).slice(before)).toContain("Une date est fixée : Suivi 3");
    });

    it("welcomes before it closes whoever begins during it and is told a date by then", async () => {
      stage = await openStage({ now: "2009-01-05T06:00", plan: closing(["2009-06-23", "2009-08-19"]) });
      await stage.store.db("dyads").where({ id: stage.dyads.second }).update({ began_on: "2009-07-06" });
      await stage.app.planAhead(stage.now);
      await places("follow-up-1", stage.dyads.second, "2009-08-21");
      await stage.passes({ to: "2009-06-22T12:00" });
      for (const who of [stage.otherMentor, stage.otherMentee]) {
        expect(summaries(who).slice(0, 2)).toEqual([welcomed, "Une date est fixée : Suivi 1"]);
      }
    });

    it.each(["2009-06-23", "2009-07-06", "2009-08-19"])("welcomes first, when it reopens, whoever begins on %s", async (begins) => {
      stage = await openStage({ now: "2009-01-05T06:00", plan: closing(["2009-06-23", "2009-08-19"]) });
      const { db } = stage.store;
      await db("dyads").where({ id: stage.dyads.second }).update({ began_on: begins });
      await db("appointments").where({ person_id: stage.deputy.id }).update({ from_on: begins });
      await stage.passes({ to: `${reopens}T12:00` });
      for (const who of [stage.otherMentor, stage.otherMentee, stage.deputy]) {
        expect(summaries(who).filter((summary) => summary === welcomed)).toHaveLength(1);
        expect(summaries(who)[0]).toBe(welcomed);
      }
      expect(await settled("welcome")).toEqual(Array(6).fill("sent"));
    });
  });

  describe("over the winter", () => {
    const lastAfternoon = "2009-12-18T18:30";
    const reopens = "2010-01-06";
    const offText = (text: string) => /n’aura pas lieu|n’a pas lieu|a pris fin/.test(text);

    const ends = async (on: string) => {
      await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ ended_on: on });
      await stage.store.db("cohorts").update({ revision: stage.store.db.raw("revision + 1") });
      await stage.app.planAhead(stage.now);
    };
    const untilTheBreak = async (on: string) => {
      await open({ now: "2009-09-08T06:00", startsOn: "2009-09-08", endsOn: "2010-06-18", plan: closing(["2009-12-19", "2010-01-05"]) });
      await places("follow-up-2", stage.dyads.first, on);
      await stage.passes({ to: lastAfternoon });
      return Object.fromEntries(([stage.mentor, stage.mentee, stage.coordinator] as const).map((who) => [who.id, who.shown.length]));
    };

    it.each([
      ["on the last evening before", lastAfternoon],
      ["while it is closed", "2009-12-29T10:00"],
    ])("tells before the meeting of the first open day that it is off, when its dyad ends %s", async (_, at) => {
      const before = await untilTheBreak(reopens);
      await stage.passes({ to: at });
      await ends("2009-12-18");
      await stage.passes({ to: `${reopens}T07:31` });
      for (const who of [stage.mentor, stage.mentee, stage.coordinator]) {
        const news = heard(who).slice(before[who.id]);
        expect(news.filter(offText)).toHaveLength(1);
      }
      const events = [stage.mentor, stage.mentee].map((who) =>
        who.shown
          .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "event" ? [block.event.cancelled === true] : [])))
          .at(-1),
      );
      expect(events).toEqual([true, true]);
      expect(await settled("follow-up-moved")).toEqual(["sent", "sent", "sent"]);
    });

    it("tells so early on the very day, where it is known on that day alone", async () => {
      const before = await untilTheBreak(reopens);
      await stage.passes({ to: `${reopens}T05:00` });
      await ends("2010-01-05");
      await stage.passes({ to: `${reopens}T07:31` });
      for (const who of [stage.mentor, stage.mentee, stage.coordinator]) {
        expect(heard(who).slice(before[who.id]).filter(offText)).toHaveLength(1);
      }
    });

    it("tells whoever leads of dates that nobody else knew yet, and that are gone", async () => {
      await untilTheBreak("2009-12-17");
      const plan = { ...stage.plan, ...closing(["2009-12-19", "2010-01-05"], ["2010-01-25", "2010-06-30"]) };
      await stage.store.db("cohorts").update({
        plan: JSON.stringify({ plan, script: null, opensAt: null }),
        revision: stage.store.db.raw("revision + 1"),
      });
      await stage.app.planAhead(stage.now);
      await stage.passes({ to: `${reopens}T12:00` });
      expect(heard(stage.coordinator).filter((text) => /n’a plus de date/.test(text))).toHaveLength(1);
    });
  });
});
