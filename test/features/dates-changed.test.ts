import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day, day } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { formatDay } from "../../src/ui/speak.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

describe("whoever leads a follow-up whose date changes before it is announced", () => {
  let stage: Stage;
  const rowOf = (key: string, dyad: number | null = stage.dyads.first) =>
    stage.store.db("follow_ups").where({ stage: key, dyad_id: dyad }).first();
  const told = (who: Actor): string[] =>
    who.shown
      .map((shown) => plainMessage(shown).replace(/\u00a0/g, " "))
      .filter((text) => /(?:a|ont) changé de date/.test(text.split("\n")[0] ?? ""));
  /** The lines that say which date became which. */
  const changes = (who: Actor): string[][] => told(who).map((text) => text.split("\n").filter((line) => line.startsWith("• ")));
  const moves = async (who: Actor, on: string, { key = "follow-up-2", dyad = stage.dyads.first as number | null, at = "15:45" } = {}) => {
    await who.pressesRaw("lead-follow-up.move", { followUp: String((await rowOf(key, dyad)).id) });
    await who.fillsIn({ on, at });
    expect(who.errors()).toEqual({});
  };
  const closes = async (from: Day, to: Day) => {
    const closed = [...defaultPlan.calendar.closed, { from, to, reason: { fr: "Verglas" } }];
    await stage.store.db("cohorts").update({
      plan: JSON.stringify({ plan: { ...stage.plan, calendar: { ...defaultPlan.calendar, closed } }, script: null, opensAt: null }),
      revision: stage.store.db.raw("revision + 1"),
    });
  };
  const spoken = (date: Day) => formatDay(date, "fr");
  const pair = "Marie Mentore et Nadia Nouvelle";
  let first: Day;

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00", secondMentee: true });
    await stage.passes({ to: "2009-01-06T12:00" });
    const { on_day, announced_on } = await rowOf("follow-up-2");
    expect(announced_on).toBeNull();
    first = on_day;
  });
  afterEach(() => stage.close());

  it("reads the next morning what somebody else made of it, with the way to it; its members read nothing yet", async () => {
    const to = addDays(first, 7);
    await moves(stage.deputy, to);
    await stage.passes({ to: "2009-01-06T18:00" });
    expect(told(stage.coordinator)).toEqual([]);
    const before = stage.mentor.shown.length;
    await stage.passes({ to: "2009-01-07T12:00" });
    expect(told(stage.coordinator)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Un suivi a changé de date\n• Suivi 2 — ${pair} : du ${spoken(first)} au ${spoken(to)} à 15 h 45\nRien n’en a encore été`,
        ),
      ),
    ]);
    expect(stage.mentor.shown).toHaveLength(before);
    await stage.coordinator.presses("Préparer ce suivi");
    stage.coordinator.sees(pair);
    await stage.passes({ days: 3 });
    expect([told(stage.coordinator).length, told(stage.deputy).length]).toEqual([1, 0]);
  });

  it("reads nothing of what they changed themselves, nor of what is back where they knew it to be", async () => {
    await moves(stage.coordinator, addDays(first, 7));
    await moves(stage.deputy, addDays(first, 8));
    await moves(stage.deputy, addDays(first, 7));
    await moves(stage.deputy, addDays(first, 3), { dyad: stage.dyads.second });
    await moves(stage.coordinator, addDays(first, 4), { dyad: stage.dyads.second });
    await stage.passes({ days: 3 });
    expect(told(stage.coordinator)).toEqual([]);
  });

  it("reads of an hour alone, and each time from the date that they last heard of or set", async () => {
    await moves(stage.deputy, first, { at: "10:00" });
    await stage.passes({ days: 1 });
    await moves(stage.coordinator, addDays(first, 8), { at: "10:00" });
    await moves(stage.deputy, addDays(first, 9), { at: "10:00" });
    await stage.passes({ days: 1 });
    await moves(stage.deputy, addDays(first, 10), { at: "10:00" });
    await stage.passes({ days: 1 });
    const title = `• Suivi 2 — ${pair}`;
    expect(changes(stage.coordinator)).toEqual([
      [`${title} : à une autre heure, le ${spoken(first)} à 10 h`],
      [`${title} : du ${spoken(addDays(first, 8))} au ${spoken(addDays(first, 9))} à 10 h`],
      [`${title} : du ${spoken(addDays(first, 9))} au ${spoken(addDays(first, 10))} à 10 h`],
    ]);
  });

  it("reads of a week that closes in one word, and then of what changes in it again", async () => {
    const rows: { on_day: Day; dyad_id: number }[] = await stage.store.db("follow_ups").where({ stage: "follow-up-2" });
    const days = rows.map(({ on_day }) => on_day).sort();
    await closes(days[0] as Day, days.at(-1) as Day);
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 2 });
    expect(changes(stage.coordinator)).toEqual([rows.map(() => expect.stringMatching(/^• Suivi 2 — .+ : du \d.+ au \d/))]);
    expect(told(stage.coordinator)[0]).toMatch(/^Des suivis ont changé de date\n/);
    const word = await stage.store.db("outbox").where({ kind: "dates-changed" }).select("outcome", "reason");
    expect(word.filter(({ reason }) => reason === "said-together")).toHaveLength(rows.length - 1);

    const { on_day } = await rowOf("follow-up-2", stage.dyads.second);
    await moves(stage.deputy, addDays(on_day, 7), { dyad: stage.dyads.second });
    await stage.passes({ days: 1 });
    expect(changes(stage.coordinator)[1]).toEqual([
      `• Suivi 2 — Marc Ancien et Noé Débutant : du ${spoken(on_day)} au ${spoken(addDays(on_day, 7))} à 15 h 45`,
    ]);
    expect(told(stage.deputy)).toEqual([]);
  });

  it("reads in one word of the dates of a dyad that an import has begin later", async () => {
    const days = async () => stage.store.db("follow_ups").where({ dyad_id: stage.dyads.second }).orderBy("id").pluck("on_day");
    const before = await days();
    await stage.store.db("dyads").where({ id: stage.dyads.second }).update({ began_on: "2009-04-06" });
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 1 });
    const after = await days();
    // The first of them was announced, and its people are told too.
    expect(changes(stage.coordinator)).toEqual([
      [1, 2].map(
        (place) => `• Suivi ${place + 1} — Marc Ancien et Noé Débutant : du ${spoken(before[place])} au ${spoken(after[place])} à 15 h 45`,
      ),
    ]);
    expect(stage.coordinator.everything).toMatch(/^Suivi 1 — Marc Ancien et Noé Débutant\nLa rencontre du .* est déplacée/m);
  });

  it("reads that there is no date any more, and the new one once there is room again", async () => {
    await closes(day("2009-02-02"), day("2009-12-31"));
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 1 });
    const gone = (changes(stage.coordinator)[0] ?? []).filter((line) => / : n’a plus de date; c’était le \d+ \p{L}+ 2009$/u.test(line));
    const left = await stage.store.db("follow_ups").whereNull("on_day");
    expect([gone.length, left.length > 0]).toEqual([left.length, true]);
    await closes(day("2009-07-01"), day("2009-07-01"));
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 1 });
    expect(changes(stage.coordinator).slice(1)).toEqual([
      gone.map(() => expect.stringMatching(/^• (?:Suivi 3 — .*|Bilan de fin d’année) : le \d+ \p{L}+ 2009 à 15 h 45$/u)),
    ]);
  });

  it("reads at once of a date that comes before the next morning", async () => {
    await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).update({ announced_on: null });
    await moves(stage.deputy, addDays(stage.today, 1), { key: "follow-up-1", at: "09:00" });
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 0 });
    expect(changes(stage.coordinator)).toEqual([[expect.stringContaining(`au ${spoken(addDays(stage.today, 1))} à 9 h`)]]);
  });

  it("reads once of what is announced and changed again before that morning", async () => {
    await moves(stage.deputy, addDays(first, 7));
    await stage.app.planAhead(stage.now);
    await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).update({ announced_on: stage.today });
    await moves(stage.deputy, addDays(first, 8));
    await stage.passes({ days: 2 });
    expect(told(stage.coordinator)).toEqual([]);
    expect(stage.coordinator.shown.filter(({ summary }) => summary.startsWith("Changement de date"))).toHaveLength(1);
    expect(await stage.store.db("outbox").where({ kind: "dates-changed" })).toMatchObject([{ outcome: "dropped", reason: "moved" }]);
  });

  it("is whoever runs the program, for the group", async () => {
    const { on_day: on } = await rowOf("mentee-group", null);
    await moves(stage.deputy, addDays(on, 7), { key: "mentee-group", dyad: null });
    await stage.passes({ days: 1 });
    expect(changes(stage.coordinator)).toEqual([
      [`• Rencontre du groupe de mentoré·es : du ${spoken(on)} au ${spoken(addDays(on, 7))} à 15 h 45`],
    ]);
  });

  it("reads it after their pause", async () => {
    await stage.coordinator.says("pause");
    await stage.coordinator.fillsIn({ from: stage.today, until: addDays(stage.today, 3) });
    await moves(stage.deputy, addDays(first, 7));
    await stage.passes({ days: 2 });
    expect(told(stage.coordinator)).toEqual([]);
    await stage.passes({ days: 4 });
    expect(told(stage.coordinator)).toHaveLength(1);
  });
});
