import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import { readSharedResults } from "../../src/store/answers.ts";
import { findVisitor } from "../../src/store/visitors.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { wordsOf } from "../../src/words/index.ts";
import { type Actor, buttonsOf, openStage, type Stage } from "../support/stage.ts";

const items = ["cheerful", "calm", "active", "rested", "interested"];
/** Five answers with this raw sum. */
const summing = (raw: number) =>
  Object.fromEntries(items.map((item, place) => [item, String(Math.floor(raw / 5) + (place < raw % 5 ? 1 : 0))]));

describe("the well-being questionnaire", () => {
  let stage: Stage;
  let administrations: { id: number; stage: string; opens_on: Day; due_on: Day }[];
  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    administrations = await stage.store.db("administrations").where({ dyad_id: stage.dyads.first }).orderBy("opens_on");
    await stage.passes({ to: `${administrations[0]?.opens_on}T10:00` });
  });
  afterEach(() => stage.close());

  const answers = async (who: Actor, raw: number, share: string[] = []) => {
    await who.says("bien-être");
    await who.presses("Répondre");
    await who.fillsIn({ ...summing(raw), share });
  };
  const sharedWith = async (who: Actor) => {
    const visitor = await findVisitor(stage.store, who.address, stage.now);
    const owner = await findVisitor(stage.store, stage.mentee.address, stage.now);
    assert.ok(visitor && owner?.dyads[0]);
    return readSharedResults(stage.store, visitor.viewer, owner.dyads[0]);
  };

  it("is announced to the mentee alone, discreetly, and opens from its button", async () => {
    const invitation = stage.mentee.shown.find(({ summary }) => summary === "Un court questionnaire vous attend");
    assert.ok(invitation);
    expect(plainMessage(invitation)).toMatch(/Vos réponses sont à vous seul·e/);
    expect(stage.mentor.everything).not.toMatch(/questionnaire/i);
    await stage.mentee.presses("Répondre");
    stage.mentee.sees("Au cours des deux dernières semaines");
    stage.mentee.sees("Je me suis senti(e) plein(e) d'énergie et vigoureux(se)");
    stage.mentee.sees("© Organisation mondiale de la Santé");
    stage.mentee.sees("Je préfère ne pas répondre");
  });

  it("shows its author the score, and where help is when it is low", async () => {
    await answers(stage.mentee, 12);
    stage.mentee.sees("48 sur 100");
    stage.mentee.sees(/Programme d’aide aux employés/);
    stage.mentee.sees("Info-Social 811");
    stage.mentee.sees("9-8-8");
    stage.mentee.doesNotSee(/dépress|anxi|diagnost|trouble/i);
  });

  describe("of a mentee who is matched with the same mentor in two cohorts", () => {
    const sees = (who: Actor) => who.last.replace(/\u00a0/g, " ");

    beforeEach(async () => {
      const { db } = stage.store;
      await answers(stage.mentee, 12, ["mentor"]);
      const [{ id: _, ...cohort }, { id: __, ...dyad }, { id: ___, ...first }] = [
        await db("cohorts").where({ id: stage.cohortId }).first(),
        await db("dyads").where({ id: stage.dyads.first }).first(),
        await db("administrations").where({ id: administrations[0]?.id }).first(),
      ];
      const [{ id: cohortId }] = await db("cohorts")
        .insert({ ...cohort, key: "pilote", name: "Pilote" })
        .returning("id");
      const [{ id: dyadId }] = await db("dyads")
        .insert({ ...dyad, cohort_id: cohortId })
        .returning("id");
      await db("administrations").insert({ ...first, cohort_id: cohortId, dyad_id: dyadId, done_at: null, sealed: null });
      await answers(stage.mentee, 13, ["mentor"]);
    });

    it("names the cohort with the stage, in the list and in the words of the chart", async () => {
      const told = /Suivi 1 · Cohorte 2009, 48; Suivi 1 · Pilote, 52/;
      expect(sees(stage.mentee)).toMatch(told);
      await stage.mentee.presses("results.open");
      expect(sees(stage.mentee)).toMatch(told);
      expect(sees(stage.mentee)).toMatch(/^Suivi 1 · Cohorte 2009$[\s\S]*^Suivi 1 · Pilote$/m);
    });

    it("names it to the mentor too, wherever there is one dyad or the other", async () => {
      await stage.mentor.says("bien-être");
      for (const name of ["Cohorte 2009", "Pilote"]) stage.mentor.sees(`Résultats que vous montre Nadia Nouvelle · ${name}`);
      await stage.mentor.says("cahier");
      stage.mentor.sees("[Nadia Nouvelle · Cohorte 2009]");
      stage.mentor.sees("[Nadia Nouvelle · Pilote]");
      await stage.mentor.says("rencontre");
      stage.mentor.sees(/^Nadia Nouvelle · Pilote$/m);
    });
  });

  it("names whom the author was matched with then, where a stage came twice because they changed dyads", async () => {
    const { db } = stage.store;
    await answers(stage.mentee, 12);
    const { id: _, ...dyad } = await db("dyads").where({ id: stage.dyads.first }).first();
    const { id: __, ...first } = await db("administrations").where({ id: administrations[0]?.id }).first();
    await db("dyads").where({ id: stage.dyads.first }).update({ ended_on: "2009-02-19" });
    const [{ id: dyadId }] = await db("dyads")
      .insert({ ...dyad, mentor_id: stage.otherMentor.id })
      .returning("id");
    await db("administrations").insert({ ...first, dyad_id: dyadId, done_at: null, sealed: null });
    await answers(stage.mentee, 13);
    await stage.mentee.presses("results.open");
    expect(stage.mentee.last.replace(/\u00a0/g, " ")).toMatch(/Suivi 1 · Marie Mentore, 48; Suivi 1 · Marc Ancien, 52/);
  });

  it("names the cohorts of two questionnaires that are open at once for the same stage", async () => {
    const { db } = stage.store;
    const { id: _, ...cohort } = await db("cohorts").where({ id: stage.cohortId }).first();
    const { id: __, ...dyad } = await db("dyads").where({ id: stage.dyads.first }).first();
    const { id: ___, ...first } = await db("administrations").where({ id: administrations[0]?.id }).first();
    const [{ id: cohortId }] = await db("cohorts")
      .insert({ ...cohort, key: "pilote", name: "Pilote" })
      .returning("id");
    const [{ id: dyadId }] = await db("dyads")
      .insert({ ...dyad, cohort_id: cohortId })
      .returning("id");
    await db("administrations").insert({ ...first, cohort_id: cohortId, dyad_id: dyadId });
    await stage.mentee.says("calendrier");
    stage.mentee.sees(/Questionnaire \(Suivi 1 · Cohorte 2009\) : ouvert[\s\S]*Questionnaire \(Suivi 1 · Pilote\) : ouvert/);
  });

  it("offers no help that nobody needs", async () => {
    await answers(stage.mentee, 13);
    stage.mentee.sees("52 sur 100");
    stage.mentee.doesNotSee("811");
  });

  it.each([
    [15, 17, "+8", "trop petit"],
    [15, 18, "+12", "qui compte"],
    [18, 15, "−12", "qui compte"],
  ])("compares a later administration with the first: %i then %i is %s points, %s", async (first, later, change, rule) => {
    await answers(stage.mentee, first);
    await stage.passes({ to: `${administrations[1]?.opens_on}T10:00` });
    await answers(stage.mentee, later);
    stage.mentee.sees(`Depuis la première fois : ${change} points`);
    stage.mentee.sees(rule);
    expect(stage.mentee.shown.at(-1)?.blocks.find(({ kind }) => kind === "chart")).toMatchObject({
      chart: { bars: [{ value: first * 4 }, { value: later * 4 }], mark: { value: 48 } },
    });
  });

  it("computes nothing from what is missing, and says so kindly", async () => {
    await answers(stage.mentee, 20);
    await stage.passes({ to: `${administrations[1]?.opens_on}T10:00` });
    await stage.mentee.says("bienetre");
    await stage.mentee.presses("Répondre");
    await stage.mentee.fillsIn({ ...summing(20), calm: "prefer-not", rested: "prefer-not" });
    stage.mentee.sees("Comme vous avez choisi de ne pas répondre à tout, aucun résultat n’est calculé. Ce choix est respecté.");
    stage.mentee.doesNotSee(/sur 100|Merci|80/);
    expect(stage.mentee.shown.at(-1)?.summary).toBe("Questionnaire");
    expect(stage.mentee.shown.at(-1)?.blocks.some(({ kind }) => kind === "chart")).toBe(false);
    await stage.mentee.presses("Mes résultats");
    expect(buttonsOf(stage.mentee.shown.at(-1) as never).map(({ label }) => label)).toEqual([
      "Montrer à Marie Mentore",
      "Montrer à la coordination",
    ]);
  });

  it("asks again for an answer that is missing or off the scale, with the others kept", async () => {
    await stage.mentee.says("bienetre");
    await stage.mentee.presses("Répondre");
    await stage.mentee.fillsIn({ ...summing(20), calm: "", active: "6" });
    expect(stage.mentee.errors()).toEqual({ calm: expect.stringMatching(/nécessaire/), active: expect.stringMatching(/proposées/) });
    expect(stage.mentee.form?.fields.find(({ key }) => key === "cheerful")).toMatchObject({ value: "4" });
  });

  it("may be declined, which shows nowhere", async () => {
    await stage.mentee.presses("Pas cette fois-ci");
    stage.mentee.sees(/^Questionnaire\n+C’est noté, et c’est très bien ainsi\..* n’a aucune conséquence et ne se voit nulle part/);
    const [declined] = await stage.store.db("administrations").where({ id: administrations[0]?.id });
    expect(declined.done_at).not.toBeNull();
    const { done_at: _, sealed, ...readable } = declined;
    expect(JSON.stringify(readable)).not.toMatch(/declin/);
    expect(sealed).not.toMatch(/declin/);
    expect(await sharedWith(stage.coordinator)).toEqual([]);
  });

  it("is settled once declined, and never called answered", async () => {
    await stage.mentee.presses("Pas cette fois-ci");
    await stage.mentee.presses("Répondre");
    stage.mentee.sees(/Ce questionnaire est réglé depuis le/);
    stage.mentee.doesNotSee(/déjà répondu/);
    await stage.mentee.says("bien-être");
    stage.mentee.sees(/Aucun questionnaire n’est ouvert/);
    await stage.mentee.says("calendrier");
    stage.mentee.sees("Rien à faire pour le questionnaire en cours.");
  });

  it("asks for it with both ways, one press each, and the period right before the items", async () => {
    await stage.mentee.says("bien-être");
    expect(buttonsOf(stage.mentee.shown.at(-1) as never).map(({ label }) => label)).toEqual(["Répondre", "Pas cette fois-ci"]);
    await stage.mentee.presses("Répondre");
    const { intro = [], fields = [] } = stage.mentee.form ?? {};
    expect(intro.at(-1)).toMatchObject({ text: { bold: expect.stringContaining("deux dernières semaines") } });
    expect(fields.at(-1)?.hint).toContain("© Organisation mondiale de la Santé");
  });

  it("names the stages to a reader, for whom the first that is shown may not be the first there was", async () => {
    await answers(stage.mentee, 10);
    await stage.passes({ to: `${administrations[1]?.opens_on}T10:00` });
    await answers(stage.mentee, 15, ["mentor"]);
    await stage.passes({ to: `${administrations[2]?.opens_on}T10:00` });
    await answers(stage.mentee, 18, ["mentor"]);
    stage.mentee.sees(/Depuis la première fois : \+32 points/);
    await stage.mentor.says("résultats");
    stage.mentor.sees(/Entre « Suivi 2 » et « .* » : \+12 points/);
    stage.mentor.doesNotSee(/première fois|dernière fois|40|32/);
  });

  it("reminds twice, and no more once it is answered", async () => {
    const kinds = () =>
      stage.store.db("outbox").where({ person_id: stage.mentee.id, outcome: "sent" }).whereLike("kind", "questionnaire%").pluck("kind");
    await stage.passes({ to: `${addDays(administrations[0]?.opens_on as Day, 4)}T10:00` });
    expect(await kinds()).toEqual(["questionnaire-invitation", "questionnaire-reminder-1"]);
    await answers(stage.mentee, 20);
    await stage.passes({ to: `${administrations[0]?.due_on}T17:00` });
    expect(await kinds()).toEqual(["questionnaire-invitation", "questionnaire-reminder-1"]);
  });

  it("says what happened since to whoever presses an old button", async () => {
    await answers(stage.mentee, 20);
    await stage.mentee.presses("Répondre");
    stage.mentee.sees(/Vous avez déjà répondu/);
    await stage.mentee.presses("Pas cette fois-ci");
    stage.mentee.sees(/Vous avez déjà répondu/);
  });

  it("closes on its last day, without a word of reproach", async () => {
    await stage.passes({ to: `${addDays(administrations[0]?.due_on as Day, 1)}T10:00` });
    await stage.mentee.presses("Répondre");
    stage.mentee.sees(/Ce questionnaire était ouvert jusqu’au .*aucune conséquence/);
    await stage.mentee.says("bienetre");
    stage.mentee.sees(/Le prochain ouvrira/);
  });

  it("shows a result to the mentor or the coordinator by consent only, for one administration, until it is withdrawn", async () => {
    await answers(stage.mentee, 20);
    expect(await sharedWith(stage.mentor)).toEqual([]);
    await stage.mentor.says("bienetre");
    stage.mentor.sees("Nadia Nouvelle ne vous montre pas de résultat en ce moment.");

    await stage.mentee.says("bienetre");
    await stage.mentee.presses("Montrer à Marie Mentore");
    stage.mentee.sees("Montré : Marie Mentore");
    await stage.mentor.says("bienetre");
    stage.mentor.sees("80");
    stage.mentor.doesNotSee("énergie");
    expect(await sharedWith(stage.coordinator)).toEqual([]);

    await stage.mentee.presses("Ne plus montrer à Marie Mentore");
    expect(await sharedWith(stage.mentor)).toEqual([]);
    await stage.passes({ to: `${administrations[1]?.opens_on}T10:00` });
    await answers(stage.mentee, 10, ["coordinator"]);
    expect((await sharedWith(stage.coordinator)).map(({ stage: name }) => name)).toEqual([administrations[1]?.stage]);
    expect(await sharedWith(stage.mentor)).toEqual([]);
  });

  it("is never opened for the direction, human resources, a supervisor or a technical admin, whatever was consented", async () => {
    await answers(stage.mentee, 10, ["mentor", "coordinator"]);
    for (const who of [
      stage.direction,
      stage.humanResources,
      stage.supervisor,
      stage.technicalAdmin,
      stage.otherMentor,
      stage.otherMentee,
    ]) {
      expect(await sharedWith(who)).toEqual([]);
    }
  });

  it("is nobody else's: another mentee's buttons reveal nothing", async () => {
    const data = { administration: String(administrations[0]?.id), reader: "mentor" };
    for (const action of ["answer-questionnaire.open", "answer-questionnaire.decline", "results.show"]) {
      await stage.otherMentee.pressesRaw(action, data);
      stage.otherMentee.sees(/n’existe plus, ou ne vous concerne plus/);
    }
    expect(buttonsOf(stage.otherMentee.shown.at(-1) as never)).toEqual([]);
  });

  it("counts one point as one", () => {
    const [fr, en] = [wordsOf("fr").questionnaire.results, wordsOf("en").questionnaire.results];
    expect([fr.points("+1", 1), fr.points("−1,5", 1.5), fr.points("+12", 12)]).toEqual(["+1 point", "−1,5 point", "+12 points"]);
    expect([en.points("+1", 1), en.points("−1.5", 1.5)]).toEqual(["+1 point", "−1.5 points"]);
  });

  it("speaks English to those who read it", async () => {
    await stage.store.db("people").where({ id: stage.mentee.id }).update({ language: "en" });
    await stage.mentee.says("wellbeing");
    stage.mentee.sees(/Not this time/);
    await stage.mentee.presses("Answer");
    stage.mentee.sees("I woke up feeling fresh and rested");
    stage.mentee.sees("To Marie Mentore");
    await stage.mentee.fillsIn({ ...summing(20), share: [] });
    stage.mentee.sees("80 out of 100");
  });
});
