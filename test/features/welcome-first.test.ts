import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Language } from "../../src/program/terms.ts";
import { DeliveryError } from "../../src/ui/platform.ts";
import { wordsOf } from "../../src/words/index.ts";
import { type Actor, openStage, type Stage, type StageOptions } from "../support/stage.ts";

const welcomeIn = (language: Language) => wordsOf(language).notices.welcome.summary;
const heard = (who: Actor): string[] => who.shown.map(({ summary }) => summary.replace(/\u00a0/g, " "));

describe("the welcome", () => {
  let stage: Stage;
  const open = async (options: StageOptions) => {
    stage = await openStage(options);
    return stage;
  };
  afterEach(() => stage.close());

  it("comes with the first date, and before it, where that is announced before the first day", async () => {
    await open({ now: "2009-01-02T10:00", startsOn: "2009-01-12", plan: { capacityPerDay: 1 } });
    await stage.passes({ to: "2009-01-11T12:00" });
    for (const who of [stage.mentor, stage.mentee])
      expect(heard(who).slice(0, 2)).toEqual([welcomeIn("fr"), "Une date est fixée : Suivi 1"]);
    expect(stage.mentor.everything).toContain("Vous accompagnez Nadia Nouvelle à compter du lundi 12 janvier 2009.");
    expect(heard(stage.coordinator)).toEqual([]);
    await stage.passes({ to: "2009-01-13T12:00" });
    expect(heard(stage.coordinator)[0]).toBe(welcomeIn("fr"));
    for (const who of [stage.mentor, stage.mentee, stage.coordinator])
      expect(heard(who).filter((summary) => summary === welcomeIn("fr"))).toHaveLength(1);
  });

  it("comes before the week of a coordinator, where the first day is in the middle of that week", async () => {
    await open({ now: "2009-01-05T06:00", startsOn: "2009-01-07" });
    await stage.store.db("appointments").update({ from_on: "2008-12-15" });
    await stage.passes({ to: "2009-01-08T12:00" });
    expect(heard(stage.coordinator).slice(0, 2)).toEqual([welcomeIn("fr"), "Votre semaine de mentorat"]);
  });

  it("comes before what was planned before it, to whoever is linked late", async () => {
    await open({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    await stage.store.db("outbox").where({ kind: "follow-up-announced" }).update({ not_before: stage.now });
    await stage.store
      .db("outbox")
      .where({ kind: "welcome" })
      .update({ not_before: stage.now, id: stage.store.db.raw("id + 1000") });
    stage.at("2009-01-05T12:00");
    await stage.passes({ days: 0 });
    expect(heard(stage.mentor)).toEqual([welcomeIn("fr")]);
    await stage.passes({ to: "2009-01-05T12:01" });
    expect(heard(stage.mentor)).toEqual([welcomeIn("fr"), "Une date est fixée : Suivi 1"]);
  });

  it("is waited for while it has to be tried again, and by the people whom it is for alone", async () => {
    await open({ now: "2009-01-05T06:00" });
    const tries: string[] = [];
    stage.whenSending = async ({ user }, key) => {
      if (user !== String(stage.mentee.id)) return;
      tries.push(key.split(":")[0] ?? "");
      if (tries.length <= 2) throw new DeliveryError({ problem: "temporary", reason: "down" });
    };
    await stage.passes({ to: "2009-01-05T08:31" });
    expect([heard(stage.mentee), heard(stage.mentor).length > 1]).toEqual([[], true]);
    await stage.passes({ to: "2009-01-05T12:00" });
    expect(tries.slice(0, 3)).toEqual(["welcome", "welcome", "welcome"]);
    expect(heard(stage.mentee)).toEqual([welcomeIn("fr"), "Une date est fixée : Suivi 1"]);
  });

  it.each([
    ["is refused", "refused"],
    ["cannot be sent for a day", "temporary"],
  ] as const)("holds nothing back any more where it %s", async (_, problem) => {
    await open({ now: "2009-01-05T06:00" });
    stage.whenSending = async ({ user }, key) => {
      if (user === String(stage.mentee.id) && key.startsWith("welcome:")) throw new DeliveryError({ problem, reason: "test" });
    };
    await stage.passes({ to: "2009-01-07T12:00" });
    expect(heard(stage.mentee)).toEqual(["Une date est fixée : Suivi 1"]);
  });

  it("is not what somebody waits for who is to get none, or who has had it", async () => {
    await open({ now: "2009-01-05T06:00", secondMentee: true });
    await stage.app.planAhead(stage.now);
    const { db } = stage.store;
    await db("outbox")
      .where({ kind: "welcome", person_id: stage.mentee.id })
      .update({ settled_at: stage.now, outcome: "dropped", reason: "ended" });
    await db("outbox")
      .where({ kind: "welcome", person_id: stage.mentor.id })
      .whereLike("key", `%:d${stage.dyads.third}:%`)
      .update({ not_before: "2009-01-05T18:00:00.000Z", waiting_for: "temporary" });
    await stage.passes({ to: "2009-01-05T12:00" });
    expect(heard(stage.mentee)).toEqual(["Une date est fixée : Suivi 1"]);
    expect(heard(stage.mentor)).toContain("Une date est fixée : Suivi 1");
  });
});

it("is the first thing that anybody hears, whenever the cohort is imported and begins, and whatever fails", async () => {
  const anyYear = fc.record({
    importedOn: fc.constantFrom("2008-12-10", "2008-12-29", "2009-01-04", "2009-01-08", "2009-02-03"),
    startsOn: fc.constantFrom("2009-01-05", "2009-01-07", "2009-01-10"),
    dyadBegins: fc.constantFrom("2009-01-05", "2009-01-21", "2009-02-09"),
    inOfficeFrom: fc.constantFrom("2008-12-01", "2009-01-07", "2009-01-28"),
    announceDaysBefore: fc.constantFrom(14, 21, 60),
    failures: fc.array(fc.boolean(), { maxLength: 12 }),
    moves: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(anyYear, async ({ importedOn, startsOn, dyadBegins, inOfficeFrom, announceDaysBefore, failures, moves }) => {
      const stage = await openStage({ now: `${importedOn}T10:00`, startsOn, endsOn: "2009-06-19", secondMentee: true });
      try {
        const plan = { ...stage.plan, reminders: { ...stage.plan.reminders, announceDaysBefore } };
        const { db } = stage.store;
        await db("cohorts").update({ plan: JSON.stringify({ plan, script: null, opensAt: null }) });
        await db("dyads").update({ began_on: startsOn });
        await db("dyads").whereNot({ id: stage.dyads.first }).update({ began_on: dyadBegins });
        await db("appointments").where({ person_id: stage.deputy.id }).update({ from_on: inOfficeFrom });
        await db("appointments").where({ person_id: stage.coordinator.id }).update({ from_on: "2008-12-01" });
        const left = [...failures];
        stage.whenSending = async () => {
          if (left.shift()) throw new DeliveryError({ problem: "temporary", reason: "down" });
        };
        await stage.passes({ days: 2 });
        if (moves) {
          const { id, on_day } = await db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();
          await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
          if (stage.coordinator.form) await stage.coordinator.fillsIn({ on: on_day, at: "10:00" });
          stage.coordinator.shown.length = 0;
        }
        await stage.passes({ to: "2009-02-27T12:00" });
        const people = [
          stage.mentor,
          stage.mentee,
          stage.secondMentee,
          stage.otherMentor,
          stage.otherMentee,
          stage.coordinator,
          stage.deputy,
        ];
        for (const who of people) {
          const sent = await db("outbox")
            .where({ person_id: who?.id, outcome: "sent" })
            .orderBy(["settled_at", "id"])
            .select("kind", "settled_at");
          const [first, ...others] = sent;
          expect(first?.kind).toBe("welcome");
          expect(others.length).toBeGreaterThan(0);
        }
      } finally {
        await stage.close();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);
