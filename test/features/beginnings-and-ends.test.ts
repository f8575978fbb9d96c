import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import { wordsOf } from "../../src/words/index.ts";
import { openStage, type Stage } from "../support/stage.ts";

describe("a coordinator who takes office on a Tuesday", () => {
  let stage: Stage;
  let on: Day;
  const heard = () => stage.supervisor.shown.map(({ summary }) => summary);

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    const { id, on_day } = await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.second }).first();
    await stage.passes({ to: `${addDays(on_day, -14)}T09:00` });
    on = "2009-03-24" as Day;
    await stage.store.db("follow_ups").where({ id }).update({ on_day: on });
    const { db } = stage.store;
    await db("appointments")
      .where({ person_id: stage.coordinator.id })
      .update({ until_on: addDays(on, -1) });
    await db("appointments").insert({
      ...{ organization_id: stage.organizationId, cohort_id: stage.cohortId, person_id: stage.supervisor.id },
      ...{ capacity: "coordinator", kind: "internal", from_on: on, until_on: null, succeeds_id: stage.coordinator.id },
    });
  });
  afterEach(() => stage.close());

  it("hears nothing before, then is welcomed, reminded of the meeting of that day, and told the week", async () => {
    await stage.passes({ to: `${addDays(on, -1)}T20:00` });
    expect(heard()).toEqual([]);
    await stage.passes({ to: `${on}T12:00` });
    expect(heard()).toEqual(["Bienvenue dans le programme de mentorat", "Rappel\u00a0: Suivi 2", "Votre semaine de mentorat"]);
  });

  it("finds what the one before left late, and leaves to a colleague what is theirs", async () => {
    const late = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.second }).first();
    const { db } = stage.store;
    await db("appointments").insert({
      ...{ organization_id: stage.organizationId, cohort_id: stage.cohortId, person_id: stage.direction.id },
      ...{ capacity: "coordinator", kind: "internal", from_on: addDays(late.on_day, -1), until_on: null, succeeds_id: null },
    });
    await stage.passes({ to: `${on}T12:00` });
    await stage.supervisor.says("suivi");
    stage.supervisor.sees(/En retard\n(?!Aujourd’hui)[\s\S]*Suivi 1 — Marc Ancien et Noé Débutant/);
    await stage.supervisor.presses("Consigner le suivi");
    await stage.direction.says("suivi");
    stage.direction.doesNotSee("Suivi 1 — Marc Ancien et Noé Débutant");
  });

  it("leaves the one before with what became of their role", async () => {
    await stage.passes({ to: `${on}T12:00` });
    for (const act of [() => stage.coordinator.pressesRaw("lead-follow-up.open", {}), () => stage.coordinator.says("aide")]) {
      await act();
      stage.coordinator.sees("Votre mandat à la coordination de « Cohorte 2009 » a pris fin le 23 mars 2009.");
    }
    await stage.direction.says("statut");
    stage.direction.sees(/tenu à l’écart de la gestion du personnel/);
  });
});

describe("a dyad that ended", () => {
  let stage: Stage;
  let one: { id: number; opens_on: Day; due_on: Day };

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    one = await stage.store.db("administrations").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
    await stage.passes({ to: `${one.opens_on}T12:00` });
    await stage.store
      .db("dyads")
      .where({ id: stage.dyads.first })
      .update({ ended_on: addDays(one.opens_on, 1) });
  });
  afterEach(() => stage.close());

  it("closes its questionnaire with it", async () => {
    await stage.mentee.says("bien-être");
    stage.mentee.sees(/ouvert jusqu’au vendredi 16 janvier 2009/);
    await stage.passes({ days: 2 });
    await stage.mentee.says("bien-être");
    stage.mentee.sees("Aucun questionnaire n’est ouvert en ce moment.");
    stage.mentee.doesNotSee("Le prochain");
    await stage.mentee.pressesRaw("answer-questionnaire.open", { administration: String(one.id) });
    stage.mentee.sees(/était ouvert jusqu’au 16 janvier 2009/);
  });

  it("keeps the dates of meetings within it", async () => {
    await stage.passes({ days: 10 });
    await stage.mentor.says("rencontre");
    const heldOn = stage.mentor.form?.fields.find(({ key }) => key === "heldOn");
    expect(heldOn).toMatchObject({ value: "2009-01-16", max: "2009-01-16" });
  });

  it("has no heading over follow-ups that there are none of, and counts as ended, one to begin as to come", async () => {
    await stage.passes({ days: 10 });
    await stage.coordinator.says("statut Nadia");
    stage.coordinator.doesNotSee(/^Suivis$/m);
    await stage.store.db("dyads").where({ id: stage.dyads.second }).update({ began_on: "2009-04-06" });
    await stage.coordinator.says("statut");
    stage.coordinator.sees("Dyades : 0 en cours, 1 à venir, 1 terminée");
  });
});

it("invites after a pause to a questionnaire whose last day moved on meanwhile", async () => {
  const stage = await openStage({ now: "2009-01-05T06:00" });
  await stage.app.planAhead(stage.now);
  const { id, on_day } = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
  await stage.passes({ to: `${addDays(on_day, -9)}T12:00` });
  await stage.mentee.says("pause");
  await stage.mentee.fillsIn({ from: stage.today, until: addDays(on_day, 1) });
  await stage.passes({ to: `${addDays(on_day, -2)}T12:00` });
  await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
  await stage.coordinator.fillsIn({ on: addDays(on_day, 7), at: "15:00" });
  await stage.passes({ to: `${addDays(on_day, 5)}T12:00` });
  expect(stage.mentee.shown.filter(({ summary }) => summary === "Un court questionnaire vous attend")).toHaveLength(1);
  await stage.close();
});

it("ends an English sentence with one period, and says « que » before no vowel", async () => {
  const stage = await openStage({ now: "2009-01-05T06:00", language: "en" });
  await stage.store.db("people").update({ language: "en" });
  await stage.app.planAhead(stage.now);
  const { id, on_day } = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
  await stage.passes({ to: "2009-01-06T12:00" });
  await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
  await stage.coordinator.fillsIn({ on: addDays(on_day, 1), at: "15:00" });
  stage.coordinator.sees("3:00 p.m. The people");
  await stage.passes({ to: `${addDays(on_day, 1)}T12:00` });
  for (const who of [stage.mentor, stage.mentee, stage.coordinator]) {
    expect(who.everything).toMatch(/[ap]\.m\.\n/);
    expect(who.everything).not.toMatch(/[ap]\.m\.\./);
  }
  expect(wordsOf("fr").questionnaire.results.sharedHeading("Emma Roy")).toBe("Résultats que vous montre Emma Roy");
  await stage.close();
});
