import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day, day } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import type { Plan } from "../../src/program/plan.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { formatDay } from "../../src/ui/speak.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

interface Row {
  id: number;
  on_day: Day | null;
  at_hour: string;
}

describe("what the bot says of follow-ups", () => {
  let stage: Stage;
  const rowOf = async (key: string, dyad: number | null): Promise<Row> =>
    stage.store.db("follow_ups").where({ stage: key, dyad_id: dyad }).first();
  const dayIn = async (key: string, dyad: number | null): Promise<Day> => (await rowOf(key, dyad)).on_day as Day;
  /** The notices that somebody got since `from`, as plain text with ordinary spaces. */
  const heard = (who: Actor, from = 0): string[] => who.shown.slice(from).map((shown) => plainMessage(shown).replace(/\u00a0/g, " "));
  const moves = async (key: string, dyad: number, on: string, at: string) => {
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String((await rowOf(key, dyad)).id) });
    await stage.coordinator.fillsIn({ on, at });
  };
  /** The jobs run, and nothing else happens. */
  const told = async () => {
    await stage.app.planAhead(stage.now);
    await stage.passes({ days: 0 });
  };
  const plans = async (plan: Partial<Plan>) => {
    await stage.store.db("cohorts").update({
      plan: JSON.stringify({ plan: { ...defaultPlan, ...plan }, script: null, opensAt: null }),
      revision: stage.store.db.raw("revision + 1"),
    });
  };

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00", secondMentee: true });
    await stage.app.planAhead(stage.now);
  });
  afterEach(() => stage.close());

  it("names the other member to a member, and both to whoever coordinates", async () => {
    const on = await dayIn("follow-up-1", stage.dyads.first);
    await stage.passes({ to: `${on}T07:00` });
    expect(stage.mentor.everything).toMatch(/^Suivi 1 avec Nadia Nouvelle$/m);
    expect(stage.mentor.everything).toMatch(/^Suivi 1 avec Sam Seconde$/m);
    expect(stage.mentee.everything).toMatch(/^Suivi 1 avec Marie Mentore$/m);
    expect(stage.coordinator.everything).toMatch(/^Suivi 1 — Marie Mentore et Nadia Nouvelle$/m);
    await stage.mentor.says("calendrier");
    stage.mentor.sees("Suivi 1 avec Nadia Nouvelle");
    stage.mentor.sees("Suivi 1 avec Sam Seconde");
    expect(stage.mentor.last.match(/Bilan de fin d’année/g)).toHaveLength(1);
  });

  it("does not remind twice on the day on which a closure brings both reminders", async () => {
    const on = await dayIn("follow-up-1", stage.dyads.first);
    const closed = [...defaultPlan.calendar.closed, { from: addDays(on, -7), to: addDays(on, -2), reason: { fr: "Tempête" } }];
    await stage.passes({ to: `${addDays(on, -8)}T12:00` });
    await plans({ calendar: { ...defaultPlan.calendar, closed } });
    const before = stage.mentee.shown.length;
    await stage.passes({ to: `${on}T12:00` });
    expect(heard(stage.mentee, before).filter((text) => /rencontre approche|Petit rappel/.test(text))).toHaveLength(1);
  });

  describe("when a date that people know changes", () => {
    let first: Day;
    let before: number;
    const toTheMentor = () => heard(stage.mentor, before).filter((text) => text.startsWith("Suivi 1 avec Nadia"));

    beforeEach(async () => {
      first = await dayIn("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${addDays(first, -3)}T12:00` });
      before = stage.mentor.shown.length;
    });

    it("says so each time, of the hour alone too, and when it goes back to a date that was told before", async () => {
      await moves("follow-up-1", stage.dyads.first, first, "16:30");
      await told();
      await moves("follow-up-1", stage.dyads.first, first, "12:00");
      await told();
      await moves("follow-up-1", stage.dyads.first, "2009-02-09", "12:00");
      await told();
      await moves("follow-up-1", stage.dyads.first, first, "12:00");
      await told();
      expect(toTheMentor().map((text) => text.split("\n")[1])).toEqual([
        "L’heure a changé : la rencontre aura lieu le jeudi 22 janvier 2009 à 16 h 30.",
        "L’heure a changé : la rencontre aura lieu le jeudi 22 janvier 2009 à 12 h.",
        "La rencontre du jeudi 22 janvier 2009 est déplacée au lundi 9 février 2009 à 12 h.",
        "La rencontre du lundi 9 février 2009 est déplacée au jeudi 22 janvier 2009 à 12 h.",
      ]);
    });

    it("tells once what became of several changes, from the date that was told", async () => {
      await moves("follow-up-1", stage.dyads.first, "2009-02-05", "10:00");
      await moves("follow-up-1", stage.dyads.first, "2009-02-09", "10:00");
      await told();
      expect(toTheMentor().map((text) => text.split("\n")[1])).toEqual([
        "La rencontre du jeudi 22 janvier 2009 est déplacée au lundi 9 février 2009 à 10 h.",
      ]);
    });

    it("says nothing when it is back where it was before anybody heard", async () => {
      const { at_hour } = await rowOf("follow-up-1", stage.dyads.first);
      await moves("follow-up-1", stage.dyads.first, "2009-02-09", "10:00");
      await moves("follow-up-1", stage.dyads.first, first, at_hour);
      await told();
      expect(toTheMentor()).toEqual([]);
    });

    it("names what stands in the way of a date, and says in the calendar that a date went by", async () => {
      const second = await dayIn("follow-up-2", stage.dyads.first);
      await stage.passes({ to: `${addDays(second, 2)}T12:00` });
      await moves("follow-up-1", stage.dyads.first, stage.today, "15:00");
      expect(stage.coordinator.errors().on).toMatch(
        /à cause de.: Suivi 2 \(Marie Mentore et Nadia Nouvelle\), \d+ \p{L}+ 2009\. Consignez/u,
      );
      await stage.mentee.says("calendrier");
      stage.mentee.sees(/Suivi 1 avec Marie Mentore : devait avoir lieu le 22 janvier 2009; rien n’est encore consigné/);
    });

    it("refuses an hour of silence, a closed day at the same time, and the date that it has", async () => {
      await moves("follow-up-1", stage.dyads.first, "2009-01-24", "02:00");
      expect(stage.coordinator.errors()).toEqual({ on: expect.stringMatching(/fermé/), at: expect.stringMatching(/de 7.h.30 à 18.h/) });
      const { at_hour } = await rowOf("follow-up-1", stage.dyads.first);
      await moves("follow-up-1", stage.dyads.first, first, at_hour);
      expect(stage.coordinator.errors().on).toMatch(/C’est déjà la date/);
    });
  });

  describe("when a date changes on the day of its announcement", () => {
    const about = (who: Actor) => heard(who).filter((text) => /^Suivi 1 avec (Nadia|Marie)/.test(text));
    const ofTheDate = (texts: readonly string[]) => texts.filter((text) => /prévue le|déplacée|aura lieu/.test(text));

    it("announces once, and then says each change once", async () => {
      await stage.passes({ to: "2009-01-05T10:00" });
      await moves("follow-up-1", stage.dyads.first, "2009-01-28", "15:45");
      await told();
      for (const on of ["2009-01-29", "2009-01-30", "2009-02-02"]) await moves("follow-up-1", stage.dyads.first, on, "15:45");
      await told();
      await stage.passes({ days: 10 });
      for (const who of [stage.mentor, stage.mentee]) {
        expect(ofTheDate(about(who)).map((text) => text.split("\n")[1])).toEqual([
          "La rencontre est prévue le jeudi 22 janvier 2009 à 15 h 45.",
          "La rencontre du jeudi 22 janvier 2009 est déplacée au mercredi 28 janvier 2009 à 15 h 45.",
          "La rencontre du mercredi 28 janvier 2009 est déplacée au lundi 2 février 2009 à 15 h 45.",
        ]);
      }
    });

    it("announces the date that it has by then to whoever was told none", async () => {
      await moves("follow-up-1", stage.dyads.first, "2009-01-28", "15:45");
      await told();
      await stage.passes({ days: 8 });
      for (const who of [stage.mentor, stage.mentee]) {
        const [announced = "", ...others] = about(who);
        expect(announced).toMatch(
          /La rencontre est prévue le mercredi 28 janvier 2009 à 15 h 45\.\nElle sera animée par Claire Coordination\.\nÀ l’ordre du jour/,
        );
        expect(ofTheDate(others)).toEqual([]);
      }
    });
  });

  describe("to whoever leads a follow-up, when its date changes", () => {
    let first: Day;
    const movedBy = async (who: Actor, on: string, at = "15:45") => {
      await who.pressesRaw("lead-follow-up.move", { followUp: String((await rowOf("follow-up-1", stage.dyads.first)).id) });
      await who.fillsIn({ on, at });
      expect(who.errors()).toEqual({});
    };
    const toldTo = (who: Actor) =>
      heard(who)
        .filter((text) => text.startsWith("Suivi 1 — Marie Mentore et Nadia Nouvelle\n") && !/Petit rappel/.test(text))
        .map((text) => text.split("\n")[1]);

    beforeEach(async () => {
      first = await dayIn("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${addDays(first, -3)}T12:00` });
    });

    it("says what somebody else changed, with the way to see it, and nothing to whoever changed it", async () => {
      await movedBy(stage.deputy, "2009-02-09");
      await told();
      await movedBy(stage.deputy, "2009-02-09", "10:00");
      await told();
      expect(toldTo(stage.coordinator)).toEqual([
        "La rencontre du jeudi 22 janvier 2009 est déplacée au lundi 9 février 2009 à 15 h 45.",
        "L’heure a changé : la rencontre aura lieu le lundi 9 février 2009 à 10 h.",
      ]);
      await stage.coordinator.presses("Préparer ce suivi");
      stage.coordinator.sees("lundi 9 février 2009");
      expect(toldTo(stage.deputy)).toEqual([]);
    });

    it("says nothing of their own change, and starts from it when somebody else changes it again", async () => {
      await movedBy(stage.coordinator, "2009-02-05");
      await told();
      expect(toldTo(stage.coordinator)).toEqual([]);
      await movedBy(stage.deputy, "2009-02-06");
      await movedBy(stage.deputy, "2009-02-09");
      await told();
      expect(toldTo(stage.coordinator)).toEqual(["La rencontre du jeudi 5 février 2009 est déplacée au lundi 9 février 2009 à 15 h 45."]);
    });

    it("says nothing when it is back where they knew it to be", async () => {
      await movedBy(stage.deputy, "2009-02-06");
      await movedBy(stage.deputy, first);
      await told();
      expect(toldTo(stage.coordinator)).toEqual([]);
    });

    it("says what a closure changed", async () => {
      await plans({ calendar: { ...defaultPlan.calendar, closed: [{ from: first, to: first, reason: { fr: "Tempête" } }] } });
      await told();
      expect(toldTo(stage.coordinator)).toEqual([
        "La rencontre du jeudi 22 janvier 2009 est déplacée au vendredi 23 janvier 2009 à 15 h 45.",
      ]);
    });

    it("names whose it is when the school closes until the end", async () => {
      const closed = [{ from: first, to: day("2009-12-31"), reason: { fr: "Verglas" } }];
      await plans({ calendar: { ...defaultPlan.calendar, closed } });
      await stage.app.planAhead(stage.now);
      await stage.store.db("outbox").whereNull("settled_at").update({ not_before: stage.now });
      await plans({});
      await stage.passes({ days: 0 });
      expect(toldTo(stage.coordinator)).toEqual([expect.stringMatching(/n’aura pas lieu ce jour-là, et aucune autre journée/)]);
    });

    it("is not lost to anybody when it changes after the last planning of a day", async () => {
      stage.at(`${stage.today}T23:55`);
      await movedBy(stage.deputy, "2009-02-09");
      stage.at(`${addDays(stage.today, 1)}T00:05`);
      await stage.app.planAhead(stage.now);
      await stage.passes({ to: `${stage.today}T12:00` });
      expect(toldTo(stage.coordinator)).toHaveLength(1);
      expect(heard(stage.mentee).filter((text) => text.includes("est déplacée au lundi 9 février"))).toHaveLength(1);
    });
  });

  it("says that a date is gone when the school closes until the end, and the new one when there is room again", async () => {
    const end = await dayIn("year-end", null);
    await stage.passes({ to: `${addDays(end, -8)}T12:00` });
    const before = stage.mentee.shown.length;
    const toTheMentee = () => heard(stage.mentee, before).filter((text) => text.startsWith("Bilan de fin d’année"));
    const closed = [...defaultPlan.calendar.closed, { from: end, to: day("2009-12-31"), reason: { fr: "Verglas" } }];
    await plans({ calendar: { ...defaultPlan.calendar, closed } });
    await told();
    expect(await rowOf("year-end", null)).toMatchObject({ on_day: null });
    expect(toTheMentee()).toEqual([expect.stringMatching(/du mercredi 9 décembre 2009 n’aura pas lieu ce jour-là/)]);

    await plans({ calendar: defaultPlan.calendar });
    await told();
    expect(await dayIn("year-end", null)).toBe(end);
    expect(toTheMentee()[1]).toMatch(/La rencontre aura lieu le mercredi 9 décembre 2009/);
  });

  describe.each([
    ["of the group", "year-end", /^. Bilan de fin d’année : date à venir$/m],
    ["of a triad", "follow-up-3", /^. Suivi 3 avec Marie Mentore : date à venir$/m],
  ])("a meeting %s that has no date any more", (_, key, waits) => {
    let id: number;
    let on: Day;
    let opensOn: Day;
    const closes = async (from: Day) => {
      const closed = [...defaultPlan.calendar.closed, { from, to: day("2009-12-31"), reason: { fr: "Verglas" } }];
      await plans({ calendar: { ...defaultPlan.calendar, closed } });
      await told();
    };
    const sees = async (text: string) => {
      await stage.mentee.says(text);
      return stage.mentee.last.replace(/\u00a0/g, " ");
    };
    const invitations = () => stage.mentee.shown.filter(({ summary }) => summary === "Un court questionnaire vous attend").length;

    beforeEach(async () => {
      const found = await stage.store
        .db("follow_ups")
        .where({ stage: key })
        .where((own) => own.where({ dyad_id: stage.dyads.first }).orWhereNull("dyad_id"))
        .first();
      ({ id, on_day: on } = found);
      opensOn = addDays(on, -7);
      await stage.passes({ to: `${addDays(on, -10)}T12:00` });
      // One that nobody knows of would come nearer instead.
      await stage.store.db("follow_ups").where({ stage: "year-end" }).update({ announced_on: stage.today });
      expect(await sees("calendrier")).toMatch(/^. Questionnaire : du/m);
    });

    it("is still to come to those who were told of it, and its questionnaire opens to nobody until there is another", async () => {
      const before = invitations();
      await closes(addDays(on, -2));
      expect(await stage.store.db("follow_ups").where({ id }).first()).toMatchObject({ on_day: null });
      for (const today of [stage.today, addDays(on, -5)]) {
        await stage.passes({ to: `${today}T12:00` });
        expect(await sees("calendrier")).toMatch(waits);
        expect(await sees("calendrier")).not.toContain("Questionnaire");
        expect(await sees("bien-être")).toContain("Aucun questionnaire n’est ouvert en ce moment.");
        expect(await sees("bien-être")).not.toContain("Le prochain");
      }
      expect(invitations()).toBe(before);
      await plans({ calendar: defaultPlan.calendar });
      await told();
      await stage.passes({ to: `${addDays(on, -4)}T12:00` });
      expect(invitations()).toBe(before + 1);
      expect(await sees("bien-être")).toMatch(/ouvert jusqu’au/);
    });

    it("takes back its questionnaire until the hour at which it is announced, and leaves it open from then on", async () => {
      await stage.passes({ to: `${opensOn}T07:00` });
      const before = invitations();
      await closes(addDays(on, -2));
      await stage.passes({ to: `${opensOn}T12:00` });
      expect(invitations()).toBe(before);
      expect(await sees("bien-être")).toContain("Aucun questionnaire n’est ouvert en ce moment.");
      const shown = stage.mentee.shown.length;
      await plans({ calendar: defaultPlan.calendar });
      await told();
      expect(heard(stage.mentee, shown).slice(-2)).toEqual([
        expect.stringContaining("La rencontre aura lieu le"),
        expect.stringContaining("prenez deux minutes pour vous"),
      ]);
      await stage.passes({ to: `${addDays(opensOn, 1)}T12:00` });
      expect(invitations()).toBe(before + 1);
      await closes(addDays(on, -2));
      expect(await sees("bien-être")).toMatch(/ouvert jusqu’au/);
      expect(await sees("calendrier")).toMatch(/^. Questionnaire : ouvert jusqu’au/m);
    });
  });

  it("names for the group whoever runs the program, in a dyad that somebody else coordinates too", async () => {
    const { id } = await stage.store.db("people").where({ given_name: "Serge" }).first();
    const row = { organization_id: stage.organizationId, cohort_id: stage.cohortId, person_id: id };
    const inOffice = { capacity: "coordinator", kind: "internal", from_on: "2009-01-06", until_on: null };
    await stage.store.db("appointments").insert({ ...row, ...inOffice });
    await stage.store.db("dyads").where({ id: stage.dyads.second }).update({ coordinator_id: id });
    await stage.passes({ to: `${await dayIn("mentee-group", null)}T07:00` });
    for (const who of [stage.mentee, stage.otherMentee]) {
      const group = heard(who).filter((text) => text.startsWith("Rencontre du groupe") && text.includes("animée"));
      expect(group).toEqual([expect.stringMatching(/animée par Claire Coordination/)]);
    }
  });
});

describe("what the bot says of questionnaires", () => {
  let stage: Stage;
  const said = (of: RegExp) => stage.mentee.shown.filter((shown) => of.test(shown.summary)).length;
  const invitations = () => said(/^Un court questionnaire vous attend$/);
  const reminders = () => said(/^Un court questionnaire vous attend toujours$/);
  const second = async (): Promise<Row> => stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();

  beforeEach(async () => {
    stage = await openStage({ now: "2009-02-16T06:00" });
    await stage.app.planAhead(stage.now);
  });
  afterEach(() => stage.close());

  it("invites once, though the follow-up moves and the questionnaire with it", async () => {
    const { id, on_day } = await second();
    const opening = addDays(on_day as Day, -7);
    await stage.passes({ to: `${opening}T12:00` });
    expect(invitations()).toBe(2);
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
    await stage.coordinator.fillsIn({ on: addDays(on_day as Day, 3), at: "15:00" });
    await stage.passes({ to: `${addDays(opening, 12)}T12:00` });
    expect(invitations()).toBe(2);
  });

  it("keeps open what is open when its follow-up is moved later, until the new day", async () => {
    const { id, on_day } = await second();
    await stage.passes({ to: `${addDays(on_day as Day, -2)}T12:00` });
    await stage.mentee.says("bien-être");
    await stage.mentee.presses("answer-questionnaire.open");
    expect(stage.mentee.form?.id).toBe("answer-questionnaire.answer");

    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
    await stage.coordinator.fillsIn({ on: addDays(on_day as Day, 14), at: "15:00" });
    expect(stage.coordinator.errors()).toEqual({});
    const earlier = { mentee: stage.mentee.shown.length, mentor: stage.mentor.shown.length };
    await stage.passes({ to: `${addDays(on_day as Day, 6)}T12:00` });
    const { due_on } = await stage.store.db("administrations").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first("due_on");
    const said = `Votre questionnaire est ouvert jusqu’au ${formatDay(due_on, "fr", "long")}`;
    const inMove = (who: Actor, from: number) =>
      who.shown
        .slice(from)
        .filter(({ summary }) => summary.startsWith("Changement de date"))
        .map(plainMessage)
        .filter((text) => text.includes(said)).length;
    expect(inMove(stage.mentee, earlier.mentee)).toBe(1);
    expect(inMove(stage.mentor, earlier.mentor)).toBe(0);
    await stage.mentee.says("bien-être");
    await stage.mentee.presses("answer-questionnaire.open");
    expect(stage.mentee.form?.id).toBe("answer-questionnaire.answer");
  });

  const moveSecond = async (on: Day) => {
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String((await second()).id) });
    await stage.coordinator.fillsIn({ on, at: "15:00" });
    expect(stage.coordinator.errors()).toEqual({});
  };
  const kindsOf = async (key: string): Promise<string[]> => {
    const administration = await stage.store.db("administrations").where({ stage: key, dyad_id: stage.dyads.first }).first("id");
    const sent: string[] = await stage.store
      .db("outbox")
      .where({ outcome: "sent" })
      .whereLike("key", `questionnaire-%:a${administration.id}:%`)
      .orderBy(["settled_at", "id"])
      .pluck("kind");
    return sent.map((kind) => kind.replace("questionnaire-", ""));
  };

  it("reminds twice for a last day that moves on by less than two weeks, however often", async () => {
    const { on_day } = await second();
    for (const [when, to] of [
      [-1, 7],
      [5, 10],
    ] as const) {
      await stage.passes({ to: `${addDays(on_day as Day, when)}T12:00` });
      await moveSecond(addDays(on_day as Day, to));
    }
    await stage.passes({ days: 14 });
    expect(await kindsOf("follow-up-2")).toEqual(["invitation", "reminder-1", "reminder-2"]);
  });

  it("counts the two reminders anew for a last day two weeks or more after the last one", async () => {
    const { on_day } = await second();
    await stage.passes({ to: `${addDays(on_day as Day, -1)}T12:00` });
    await moveSecond(addDays(on_day as Day, 21));
    await stage.passes({ to: `${addDays(on_day as Day, 13)}T12:00` });
    expect(await kindsOf("follow-up-2")).toEqual(["invitation", "reminder-1", "reminder-2"]);
    await stage.passes({ to: `${addDays(on_day as Day, 22)}T12:00` });
    expect(await kindsOf("follow-up-2")).toEqual(["invitation", "reminder-1", "reminder-2", "reminder-1", "reminder-2"]);
  });

  it("does not remind on the day on which the notice of a move says the same last day", async () => {
    const { on_day } = await second();
    const monday = addDays(on_day as Day, -4);
    await stage.passes({ to: `${monday}T07:00` });
    await moveSecond(addDays(on_day as Day, 3));
    await stage.passes({ to: `${monday}T17:00` });
    expect(stage.mentee.everything.match(/Votre questionnaire est ouvert jusqu’au lundi 27 avril 2009/g)).toHaveLength(1);
    expect(await kindsOf("follow-up-2")).toEqual(["invitation"]);
    await stage.passes({ to: `${addDays(monday, 2)}T17:00` });
    expect(await kindsOf("follow-up-2")).toEqual(["invitation", "reminder-2"]);
  });

  describe("when two are open", () => {
    const group = "Rencontre du groupe de mentoré·es";

    beforeEach(async () => {
      await stage.passes({ to: "2009-04-21T12:00" });
      const { id } = await stage.store.db("follow_ups").where({ stage: "mentee-group" }).first();
      for (const on of ["2009-04-28", "2009-06-29"]) {
        await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
        await stage.coordinator.fillsIn({ on, at: "15:00" });
        expect(stage.coordinator.errors()).toEqual({});
        await stage.passes({ days: 0 });
      }
    });

    it("lists both with their stages, opens the one that is due first, and then offers the other", async () => {
      await stage.mentee.says("calendrier");
      stage.mentee.sees("Questionnaire (Suivi 2) : ouvert jusqu’au jeudi 23 avril 2009");
      stage.mentee.sees(`Questionnaire (${group}) : ouvert jusqu’au lundi 29 juin 2009`);
      await stage.mentee.pressesRaw("home.open", {});
      stage.mentee.sees("Pour l’étape « Suivi 2 », un court questionnaire est ouvert jusqu’au jeudi 23 avril 2009");
      stage.mentee.sees(`Pour l’étape « ${group} », un court questionnaire est ouvert jusqu’au lundi 29 juin 2009`);
      await stage.mentee.says("bien-être");
      stage.mentee.sees("Pour l’étape « Suivi 2 »");
      stage.mentee.doesNotSee(group);
      await stage.mentee.presses("Répondre");
      stage.mentee.sees("Étape : Suivi 2");
      const items = (stage.mentee.form?.fields ?? []).filter(({ kind }) => kind === "choice").map(({ key }) => [key, "4"]);
      await stage.mentee.fillsIn(Object.fromEntries(items));
      stage.mentee.sees("80 sur 100");
      stage.mentee.sees(`Pour l’étape « ${group} »`);
      await stage.mentee.presses("Pas cette fois-ci");
      stage.mentee.sees(/aucune conséquence/);
      await stage.mentee.says("bien-être");
      stage.mentee.sees(/Aucun questionnaire n’est ouvert/);
    });

    it("names the stage in the reminders, and keeps those of the later one for its own last days", async () => {
      await stage.passes({ to: "2009-04-22T17:00" });
      stage.mentee.sees("le questionnaire de l’étape « Suivi 2 » est ouvert jusqu’au jeudi 23 avril 2009");
      await stage.passes({ to: "2009-06-22T12:00" });
      expect(await kindsOf("mentee-group")).toEqual(["invitation"]);
      await stage.passes({ to: "2009-06-30T12:00" });
      expect(await kindsOf("mentee-group")).toEqual(["invitation", "reminder-1", "reminder-2"]);
    });
  });

  it("invites to one whose follow-up comes so near that it should have opened already", async () => {
    const { id, on_day } = await second();
    await stage.passes({ to: `${addDays(on_day as Day, -20)}T12:00` });
    const before = invitations();
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
    await stage.coordinator.fillsIn({ on: addDays(stage.today, 3), at: "15:00" });
    expect(stage.coordinator.errors()).toEqual({});
    await stage.passes({ days: 3 });
    expect(invitations()).toBe(before + 1);
  });

  describe("when its follow-up comes nearer", () => {
    const ofSecond = async (): Promise<{ opens_on: Day; due_on: Day }> =>
      stage.store.db("administrations").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first("opens_on", "due_on");
    const moveTo = async (on: Day) => {
      await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String((await second()).id) });
      await stage.coordinator.fillsIn({ on, at: "15:00" });
      expect(stage.coordinator.errors()).toEqual({});
    };
    const isOffered = async (until: Day) => {
      await stage.mentee.says("calendrier");
      stage.mentee.sees(`ouvert jusqu’au ${formatDay(until, "fr", "long")}`);
      await stage.mentee.says("bien-être");
      await stage.mentee.presses("answer-questionnaire.open");
      expect(stage.mentee.form?.id).toBe("answer-questionnaire.answer");
    };
    const toldOf = (who: Actor, until: Day) =>
      who.everything.includes(`Votre questionnaire est ouvert jusqu’au ${formatDay(until, "fr", "long")}`);

    it("keeps the last day that was told once it is open, says so with the move, and closes after it", async () => {
      const { on_day } = await second();
      await stage.passes({ to: `${addDays(on_day as Day, -4)}T12:00` });
      const { due_on } = await ofSecond();
      await moveTo(stage.today);
      await stage.passes({ days: 0 });
      expect(await ofSecond()).toMatchObject({ due_on });
      expect([toldOf(stage.mentee, due_on), toldOf(stage.mentor, due_on)]).toEqual([true, false]);
      await isOffered(due_on);
      await stage.passes({ to: `${due_on}T17:00` });
      await isOffered(due_on);
      await stage.passes({ days: 1 });
      await stage.mentee.says("bien-être");
      stage.mentee.sees(/Aucun questionnaire n’est ouvert/);
    });

    it.each([
      ["today", "10:00", 0, "2009-04-08"],
      ["tomorrow, in the evening", "18:30", 1, "2009-04-08"],
    ])("opens it at once for three working days when it is moved to %s", async (_, at, days, lastDay) => {
      await stage.passes({ to: `2009-04-06T${at}` });
      const before = invitations();
      await moveTo(addDays(stage.today, days));
      await stage.passes({ days: 0 });
      await isOffered(lastDay as Day);
      await stage.passes({ to: "2009-04-07T10:00" });
      expect(invitations()).toBe(before + 1);
      expect(stage.mentee.everything).toContain(`Le questionnaire reste ouvert jusqu’au ${formatDay(lastDay as Day, "fr", "long")}`);
      expect(toldOf(stage.mentee, lastDay as Day)).toBe(true);
    });

    it("gives it three working days where the school closes in the middle of them", async () => {
      const { on_day } = await second();
      const { opens_on } = await ofSecond();
      await stage.passes({ to: `${opens_on}T12:00` });
      const closed = { from: addDays(opens_on, 1), to: addDays(on_day as Day, -1), reason: { fr: "Tempête" } };
      await stage.store.db("cohorts").update({
        plan: JSON.stringify({
          plan: { ...defaultPlan, calendar: { ...defaultPlan.calendar, closed: [closed] } },
          script: null,
          opensAt: null,
        }),
        revision: stage.store.db.raw("revision + 1"),
      });
      await stage.app.planAhead(stage.now);
      const { due_on } = await ofSecond();
      expect(due_on).toBe("2009-04-27");
      await isOffered(due_on);
    });
  });

  it("stops reminding once the follow-up was held, and still invites to one that had not opened", async () => {
    const { id, on_day } = await second();
    await stage.passes({ to: `${addDays(on_day as Day, -10)}T12:00` });
    const before = { invitations: invitations(), reminders: reminders() };
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(id) });
    await stage.coordinator.fillsIn({ heldOn: stage.today });
    await stage.passes({ to: `${on_day}T17:00` });
    expect({ invitations: invitations(), reminders: reminders() }).toEqual({ ...before, invitations: before.invitations + 1 });
  });

  it("brings after a pause what is still useful, and never an invitation with its reminders", async () => {
    const { on_day } = await second();
    const opening = addDays(on_day as Day, -7);
    await stage.passes({ to: `${addDays(opening, -3)}T12:00` });
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: stage.today, until: addDays(on_day as Day, -2) });
    const before = { invitations: invitations(), reminders: reminders() };
    await stage.passes({ to: `${on_day}T17:00` });
    expect({ invitations: invitations(), reminders: reminders() }).toEqual({ ...before, invitations: before.invitations + 1 });
  });
});

describe("the record of a follow-up", () => {
  let stage: Stage;
  let id: string;

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    const first = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
    id = String(first.id);
    await stage.passes({ to: `${first.on_day}T17:00` });
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: id });
    await stage.coordinator.fillsIn({ "record-notebook": "presented", "record-agreed": "se revoir en mars" });
  });
  afterEach(() => stage.close());

  it("is read by the three of the triad, from the calendar or from the list of follow-ups", async () => {
    for (const who of [stage.mentor, stage.mentee]) {
      await who.says("calendrier");
      await who.presses("Voir le compte rendu");
      who.sees("se revoir en mars");
      who.doesNotSee("Compléter");
    }
    await stage.coordinator.says("suivi");
    stage.coordinator.sees("Tenus depuis un mois");
    await stage.coordinator.presses("Voir le compte rendu");
    stage.coordinator.sees("se revoir en mars");
  });

  it("is read by nobody else", async () => {
    for (const who of [
      stage.otherMentor,
      stage.otherMentee,
      stage.supervisor,
      stage.direction,
      stage.humanResources,
      stage.technicalAdmin,
    ]) {
      await who.pressesRaw("read-record.open", { followUp: id });
      who.doesNotSee("se revoir en mars");
    }
    for (const wrong of ["", "0", "999999", "1e3", "__proto__"]) {
      await stage.mentor.pressesRaw("read-record.open", { followUp: wrong });
      stage.mentor.sees(/n’existe plus, ou ne vous concerne plus/);
    }
  });

  it("is put right: its day, its texts, and what is emptied is gone", async () => {
    await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp: id });
    const day = addDays(stage.today, -1);
    await stage.coordinator.fillsIn({ heldOn: day, "record-agreed": "", "record-calendar": "le 12 mars" });
    stage.coordinator.sees("le 12 mars");
    stage.coordinator.doesNotSee("se revoir en mars");
    expect(await stage.store.db("follow_ups").where({ id }).pluck("held_on")).toEqual([day]);
  });

  it("is written by two at once: whoever is second has both before them, and nothing of theirs is lost", async () => {
    const second = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.second }).first();
    await stage.passes({ to: `${second.on_day}T17:00` });
    const both = [stage.coordinator, stage.deputy];
    const records = () => stage.store.db("follow_up_records").where({ follow_up_id: second.id });
    for (const who of both) await who.pressesRaw("lead-follow-up.record", { followUp: String(second.id) });
    for (const who of both) await who.fillsIn({ "record-notebook": "later", "record-agreed": `de ${who.name}` });
    const isThereAgain = async (theirs: string, mine: readonly string[]) => {
      stage.deputy.sees(/entre-temps/);
      stage.deputy.sees(theirs);
      const agreed = stage.deputy.form?.fields.find(({ key }) => key === "record-agreed");
      expect(agreed?.kind === "text" && agreed.value?.replaceAll("\u00a0", " ").split(/\n+/)).toEqual(mine);
    };
    await isThereAgain("Claire Coordination", ["de Diane Adjointe", "— Texte de Claire Coordination :", "de Claire Coordination"]);
    expect(await records()).toHaveLength(1);

    await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp: String(second.id) });
    await stage.coordinator.fillsIn({ "record-agreed": "de Claire encore" });
    await stage.deputy.fillsIn({ heldOn: "2010-01-01", "record-agreed": "de Claire et de Diane" });
    await isThereAgain("Claire Coordination", ["de Claire et de Diane", "— Texte de Claire Coordination :", "de Claire encore"]);
    expect(await records()).toHaveLength(2);
    await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp: String(second.id) });
    await stage.coordinator.fillsIn({ "record-agreed": "de Claire encore\net deux" });
    await stage.deputy.fillsIn({ heldOn: stage.today });
    await isThereAgain("Claire Coordination", ["de Claire et de Diane", "— Texte de Claire Coordination :", "de Claire encore", "et deux"]);
    await stage.deputy.fillsIn({ heldOn: stage.today });
    stage.deputy.sees(/est à jour[\s\S]*de Claire et de Diane[\s\S]*de Claire encore/);
    stage.deputy.doesNotSee("historique");
    expect(await records()).toHaveLength(4);
  });

  describe("written by two at once", () => {
    let group: { id: number; on_day: Day };
    const both = () => [stage.coordinator, stage.deputy];
    const opens = async (action: string, followUp: string) => {
      for (const who of both()) await who.pressesRaw(action, { followUp });
    };
    const field = (key: string) => stage.deputy.form?.fields.find((one) => one.key === key);
    const value = (key: string) => {
      const found = field(key);
      return found && "value" in found ? found.value?.replaceAll("\u00a0", " ") : undefined;
    };
    const present = async () => (await stage.store.db("attendances").where({ follow_up_id: group.id }).pluck("person_id")).sort();

    beforeEach(async () => {
      group = await stage.store.db("follow_ups").where({ stage: "mentee-group" }).first();
      await stage.passes({ to: `${group.on_day}T17:00` });
    });

    it("shows whoever is second who wrote first, on which day it was and who was there", async () => {
      await opens("lead-follow-up.record", String(group.id));
      const day = addDays(stage.today, -1);
      await stage.coordinator.fillsIn({ heldOn: day, "present-0": [String(stage.mentee.id)] });
      await stage.deputy.fillsIn({ "present-0": [String(stage.otherMentee.id)], "record-themes": "de Diane" });
      stage.deputy.sees("Claire Coordination a enregistré");
      stage.deputy.sees(`Date du suivi : ${formatDay(day, "fr", "long").replaceAll("\u00a0", " ")}`);
      stage.deputy.sees("1 personne présente (Nadia Nouvelle)");
      stage.deputy.sees("Rien d’autre n’y est écrit.");
      expect(field("present-0")).toMatchObject({ values: [String(stage.otherMentee.id)] });
      expect(await present()).toEqual([stage.mentee.id]);
    });

    it("fills what the second left empty with what the first put there", async () => {
      await opens("lead-follow-up.record", String(group.id));
      await stage.coordinator.fillsIn({ "present-0": [String(stage.mentee.id)], "record-themes": "de Claire" });
      await stage.deputy.fillsIn({});
      expect(value("record-themes")).toBe("de Claire");
      stage.deputy.doesNotSee("Rien d’autre n’y est écrit.");
      await stage.deputy.fillsIn({});
      stage.deputy.sees(/est à jour[\s\S]*1 personne présente[\s\S]*de Claire/);
      expect(await present()).toEqual([stage.mentee.id]);
    });

    it("repeats nothing of what both have, and says what saving replaces where two texts do not fit", async () => {
      await opens("lead-follow-up.complete", id);
      const long = "mot ".repeat(300).trim();
      await stage.coordinator.fillsIn({ "record-calendar": `avril\nmai ${long}`, "record-agreed": `de Claire ${long}` });
      await stage.deputy.fillsIn({ "record-calendar": "avril", "record-agreed": `de Diane ${long}`, "record-notebook": "later" });
      expect(value("record-calendar")).toBe(`avril\nmai ${long}`);
      expect(value("record-agreed")).toBe(`de Diane ${long}`);
      expect(value("record-notebook")).toBe("later");
      stage.deputy.sees(/Cahier d’accompagnement : Présenté/);
      stage.deputy.sees(/Points convenus : de Claire mot .*…/);
      stage.deputy.sees(/remplace ce que Claire Coordination a écrit pour : Cahier d’accompagnement et Points convenus\./);
    });

    it("guards a record in which nothing is written yet as any other", async () => {
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(group.id) });
      await stage.coordinator.fillsIn({});
      await opens("lead-follow-up.complete", String(group.id));
      await stage.coordinator.fillsIn({ "present-0": [stage.mentee, stage.otherMentee].map((one) => String(one.id)) });
      stage.coordinator.sees("est à jour");
      await stage.passes({ days: 14 });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/Groupe[^.]* a eu lieu le .* et n’a pas de compte rendu/i);
      await stage.deputy.fillsIn({ "present-0": [] });
      stage.deputy.sees(/entre-temps/);
      stage.deputy.sees("2 personnes présentes");
      expect(await present()).toEqual([stage.mentee.id, stage.otherMentee.id].sort());
    });

    it("takes one of two completions of an empty record that come at the same time", async () => {
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(group.id) });
      await stage.coordinator.fillsIn({});
      await opens("lead-follow-up.complete", String(group.id));
      await Promise.all(both().map((who, place) => who.fillsIn({ "present-0": place === 0 ? [String(stage.mentee.id)] : [] })));
      expect(both().filter(({ form }) => form !== null)).toHaveLength(1);
    });
  });

  it("is told as it was done, though nothing can be read once it is written", async () => {
    await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp: id });
    const { db } = stage.store;
    let isWritten = false;
    db.on("query", ({ sql }: { sql: string }) => {
      isWritten ||= /^insert into .follow_up_records/.test(sql);
      if (isWritten && /^select .* from .(follow_ups|follow_up_records|attendances)/.test(sql)) throw new Error("the database is gone");
    });
    await stage.coordinator.fillsIn({ "record-agreed": "se revoir en avril" });
    stage.coordinator.sees(/est à jour[\s\S]*se revoir en avril/);
  });

  it("says all that is wrong at once", async () => {
    await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp: id });
    await stage.coordinator.fillsIn({ heldOn: addDays(stage.today, 1), "record-notebook": "", "record-agreed": "x".repeat(2001) });
    expect(Object.keys(stage.coordinator.errors()).sort()).toEqual(["heldOn", "record-agreed", "record-notebook"]);
  });
});

it("welcomes the people of a cohort that is imported in the middle of its year", async () => {
  const stage = await openStage({ now: "2009-04-01T09:00" });
  await stage.passes({ days: 1 });
  for (const who of [stage.coordinator, stage.mentor, stage.mentee]) {
    expect(who.shown.filter(({ summary }) => summary.startsWith("Bienvenue"))).toHaveLength(1);
  }
  await stage.close();
});
