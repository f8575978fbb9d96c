import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import type { Message } from "../../src/ui/model.ts";
import { plain } from "../../src/ui/plain.ts";
import { type Actor, buttonsOf, openStage, type Stage, type StageOptions } from "../support/stage.ts";

interface Row {
  id: number;
  on_day: Day;
}

describe("the home", () => {
  let stage: Stage;

  const open = async (options: StageOptions = {}) => {
    stage = await openStage({ now: "2009-01-05T06:00", ...options });
    await stage.app.planAhead(stage.now);
  };
  beforeEach(() => open());
  afterEach(() => stage.close());

  const opens = async (who: Actor): Promise<Message> => {
    const reply = await stage.app.handle({ kind: "home-opened", from: who.address }, stage.now);
    assert.equal(reply.kind, "home", stage.log.join());
    assert.ok(reply.kind === "home");
    who.form = null;
    who.shown.push(reply.home);
    return reply.home;
  };
  const followUp = async (name: string, dyad: number | null): Promise<Row> => {
    const [row] = await stage.store.db("follow_ups").where({ stage: name, dyad_id: dyad });
    return row;
  };
  const labels = (message: Message) => buttonsOf(message).map(({ label }) => label);
  const logs = async (who: Actor, heldOn: string, more: Readonly<Record<string, string>> = {}) => {
    await who.says("rencontre");
    await who.fillsIn({ heldOn, minutes: "45", topics: ["classroom"], otherTopic: "sujet-de-la-dyade", ...more });
  };
  const records = async (name: string, dyad: number | null) => {
    const row = await followUp(name, dyad);
    await stage.store
      .db("follow_ups")
      .where({ id: row.id })
      .update({ held_on: row.on_day, held_by: stage.coordinator.id, held_at: stage.now });
  };
  const firstQuestionnaire = async (): Promise<{ opens_on: Day; due_on: Day }> =>
    stage.store.db("administrations").where({ dyad_id: stage.dyads.first }).orderBy("opens_on").first();

  it("brings the same back to whoever presses its button", async () => {
    for (const who of [stage.mentor, stage.mentee, stage.coordinator, stage.direction]) {
      const home = await opens(who);
      const reply = await who.pressesRaw("home.open", {});
      expect(reply).toEqual({ kind: "say", message: home });
    }
  });

  it("puts the open questionnaire of a mentee first, with both ways out, and the ways work", async () => {
    const { opens_on: on } = await firstQuestionnaire();
    await stage.passes({ to: `${on}T12:00` });
    const home = await opens(stage.mentee);
    stage.mentee.sees(/^Bonjour, Nadia\nCe qui vous attend\nUn court questionnaire est ouvert jusqu’au/);
    expect(labels(home).slice(0, 2)).toEqual(["Répondre", "Pas cette fois-ci"]);
    await opens(stage.mentor);
    stage.mentor.doesNotSee("questionnaire");

    await stage.mentee.presses("Répondre");
    stage.mentee.sees("Je préfère ne pas répondre");
    await opens(stage.mentee);
    await stage.mentee.presses("Pas cette fois-ci");
    await opens(stage.mentee);
    stage.mentee.doesNotSee("questionnaire est ouvert");
  });

  it("shows no score, to the mentee or to those to whom it was shown", async () => {
    const { opens_on: on } = await firstQuestionnaire();
    await stage.passes({ to: `${on}T12:00` });
    await opens(stage.mentee);
    await stage.mentee.presses("Répondre");
    await stage.mentee.fillsIn({ cheerful: "5", calm: "4", active: "4", rested: "4", interested: "5", share: ["mentor", "coordinator"] });
    stage.mentee.sees("88");
    for (const who of [stage.mentee, stage.mentor, stage.coordinator]) {
      const home = await opens(who);
      who.doesNotSee("88");
      expect(home.blocks.some(({ kind }) => kind === "chart")).toBe(false);
    }
  });

  it("says how near the next follow-up is, and its date under the calendar", async () => {
    const { on_day: on } = await followUp("follow-up-1", stage.dyads.first);
    await logs(stage.mentor, "2009-01-05");
    await stage.passes({ to: `${addDays(on, -1)}T12:00` });
    await opens(stage.mentor);
    stage.mentor.sees(
      /Ce qui vous attend\nSuivi 1 avec Nadia Nouvelle : c’est demain\.\nMon calendrier\n• Suivi 1 avec Nadia Nouvelle : .* à 15 h 45/,
    );
    await stage.passes({ to: `${on}T12:00` });
    await opens(stage.mentor);
    stage.mentor.sees("Suivi 1 avec Nadia Nouvelle : c’est aujourd’hui.");
  });

  it("says no date that was not announced, and three dates at most", async () => {
    await opens(stage.mentor);
    stage.mentor.sees(/Mon calendrier\n• Suivi 1 avec Nadia Nouvelle : .*\nDernières rencontres/);
    await stage.store.db("follow_ups").update({ announced_on: null });
    await opens(stage.mentor);
    stage.mentor.sees("Rien ne vous attend en ce moment.\nMon calendrier\nAucune date n’est annoncée pour l’instant.");
    await stage.store.db("follow_ups").update({ announced_on: stage.today });
    await opens(stage.mentor);
    stage.mentor.sees(/Mon calendrier\n(• .*\n){3}Dernières rencontres/);
  });

  it("offers to log a meeting when none was for weeks, the days of one's own pause left out", async () => {
    await logs(stage.mentor, "2009-01-05");
    await stage.passes({ to: "2009-02-01T12:00" });
    await opens(stage.mentor);
    stage.mentor.doesNotSee("Aucune rencontre");
    await stage.passes({ to: "2009-02-10T12:00" });
    for (const [who, other] of [
      [stage.mentor, "Nadia Nouvelle"],
      [stage.mentee, "Marie Mentore"],
    ] as const) {
      await opens(who);
      who.sees(`Aucune rencontre consignée avec ${other} depuis 5 semaines.`);
    }
    await opens(stage.otherMentor);
    stage.otherMentor.sees("Aucune rencontre consignée avec Noé Débutant depuis le début de la dyade, il y a 5 semaines.");

    await stage.store.db("pauses").insert({
      organization_id: stage.organizationId,
      person_id: stage.mentor.id,
      ...{ from_on: "2009-01-10", until_on: "2009-01-30" },
    });
    await opens(stage.mentor);
    stage.mentor.doesNotSee("Aucune rencontre");
    await opens(stage.mentee);
    stage.mentee.sees("Aucune rencontre");

    await stage.mentee.presses("Consigner une rencontre");
    await stage.mentee.fillsIn({ heldOn: "2009-02-10" });
    await opens(stage.mentee);
    stage.mentee.doesNotSee("Aucune rencontre");
  });

  it("tells a pause under way, and asks nothing of a dyad for it", async () => {
    await stage.passes({ to: "2009-02-10T12:00" });
    await stage.mentor.says("pause");
    await stage.mentor.fillsIn({ until: "2009-02-20" });
    await opens(stage.mentor);
    stage.mentor.sees("Vous êtes en pause jusqu’au vendredi 20 février 2009.");
    stage.mentor.doesNotSee("Aucune rencontre consignée avec");
  });

  it("shows the last three meetings, that they took place and how, and nothing of what was said", async () => {
    stage.at("2009-01-30T12:00");
    for (const heldOn of ["2009-01-09", "2009-01-14", "2009-01-21", "2009-01-28"]) await logs(stage.mentor, heldOn);
    for (const who of [stage.mentor, stage.mentee]) {
      await opens(who);
      who.sees(
        "Dernières rencontres\n• 28 janvier 2009 · 45 min · en personne\n• 21 janvier 2009 · 45 min · en personne\n• 14 janvier 2009 · 45 min · en personne\n[",
      );
      who.doesNotSee("9 janvier 2009 ·");
      who.doesNotSee("sujet-de-la-dyade");
    }
    await opens(stage.coordinator);
    stage.coordinator.doesNotSee("sujet-de-la-dyade");
    await opens(stage.otherMentor);
    stage.otherMentor.sees("Aucune rencontre consignée.");
    stage.otherMentor.doesNotSee("28 janvier");
  });

  it("offers each role what is its own", async () => {
    expect(labels(await opens(stage.mentor))).toEqual([
      "Consigner une rencontre",
      "Cahier d’accompagnement",
      "Calendrier complet",
      "Résultats qu’on vous montre",
      "Faire une pause",
      "Aide",
    ]);
    expect(labels(await opens(stage.mentee))).toContain("Mes résultats");
    expect(labels(await opens(stage.coordinator))).toEqual([
      "État du programme",
      "Suivis à mener",
      "Calendrier complet",
      "Faire une pause",
      "Aide",
    ]);
    for (const who of [stage.mentor, stage.mentee, stage.coordinator]) {
      for (const { action, data = {} } of buttonsOf(await opens(who))) {
        await who.pressesRaw(action, data);
        who.doesNotSee(/n’existe plus|ne fait pas partie de votre rôle/);
      }
    }
  });

  describe("of someone who mentors two people", () => {
    beforeEach(async () => {
      await stage.close();
      await open({ secondMentee: true });
    });

    it("names the other in each meeting, and offers each silence its own button", async () => {
      stage.at("2009-01-30T12:00");
      await logs(stage.mentor, "2009-01-12", { dyad: String(stage.dyads.first) });
      await logs(stage.mentor, "2009-01-13", { dyad: String(stage.dyads.third) });
      await logs(stage.mentor, "2009-01-20", { dyad: String(stage.dyads.first) });
      await logs(stage.mentor, "2009-01-21", { dyad: String(stage.dyads.third) });
      await opens(stage.mentor);
      stage.mentor.sees(
        /• 21 janvier 2009 · 45 min · en personne · Sam Seconde\n• 20 janvier 2009 · .* · Nadia Nouvelle\n• 13 janvier 2009 · .* · Sam Seconde\n\[/,
      );
      await stage.passes({ to: "2009-02-26T12:00" });
      const home = await opens(stage.mentor);
      stage.mentor.sees(/• Aucune rencontre consignée avec Nadia Nouvelle .*\n• Aucune rencontre consignée avec Sam Seconde/);
      const toSam = buttonsOf(home).find(({ label }) => label === "Rencontre avec Sam Seconde");
      expect(toSam).toMatchObject({ action: "log-meeting.open", data: { dyad: String(stage.dyads.third) } });
      await stage.mentor.presses("Rencontre avec Sam Seconde");
      await stage.mentor.fillsIn({ heldOn: stage.today });
      await opens(stage.mentor);
      stage.mentor.sees("Aucune rencontre consignée avec Nadia Nouvelle");
      stage.mentor.doesNotSee("consignée avec Sam Seconde");
    });

    it("keeps of the dyad that ended the way to its notebook alone", async () => {
      stage.at("2009-01-30T12:00");
      await logs(stage.mentor, "2009-01-21", { dyad: String(stage.dyads.third) });
      await stage.store.db("dyads").where({ id: stage.dyads.third }).update({ ended_on: "2009-01-29" });
      await opens(stage.mentor);
      stage.mentor.sees("[Cahier avec Sam Seconde (dyade terminée)]");
      expect(stage.mentor.last.match(/Sam Seconde/g)).toHaveLength(1);
      stage.mentor.doesNotSee("21 janvier");
    });
  });

  describe("of what is behind", () => {
    it("says that a dyad ended, and keeps its meetings in sight", async () => {
      stage.at("2009-01-30T12:00");
      await logs(stage.mentor, "2009-01-21");
      await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ ended_on: "2009-01-29" });
      for (const who of [stage.mentor, stage.mentee]) {
        await opens(who);
        who.sees(/a pris fin le 29 janvier 2009\. Le cahier reste lisible\./);
        who.sees("• 21 janvier 2009 · 45 min · en personne");
        who.doesNotSee("Mon calendrier");
        who.doesNotSee("Rien ne vous attend");
      }
    });

    it("offers no questionnaire any more: its follow-up cannot take place", async () => {
      const { opens_on: on } = await firstQuestionnaire();
      await stage.passes({ to: `${on}T12:00` });
      await stage.store
        .db("dyads")
        .where({ id: stage.dyads.first })
        .update({ ended_on: addDays(on, -1) });
      await opens(stage.mentee);
      stage.mentee.sees(/Votre dyade avec Marie Mentore a pris fin/);
      stage.mentee.doesNotSee(/questionnaire est ouvert/);
    });

    it("says that the cohort is over, and offers to log nothing more", async () => {
      await stage.passes({ to: "2009-12-21T12:00" });
      const home = await opens(stage.mentor);
      stage.mentor.sees("Cohorte 2009 a pris fin le 18 décembre 2009. Le cahier reste lisible.");
      expect(labels(home)).not.toContain("Consigner une rencontre");
      await opens(stage.coordinator);
      stage.coordinator.sees("Cette cohorte a pris fin le 18 décembre 2009.");
    });
  });

  describe("of a coordinator", () => {
    it("is calm when nothing waits, with the numbers of the cohort", async () => {
      await stage.store.db("follow_ups").whereNotNull("on_day").update({ on_day: "2009-03-02" });
      await opens(stage.coordinator);
      stage.coordinator.sees(
        /^Bonjour, Claire\nRien ne vous attend en ce moment\.\nCohorte 2009\nDyades : 2 en cours\nRencontres d’échange : 0 depuis 30 jours, 0 en tout/,
      );
    });

    it("says which follow-up to lead comes next, and on its day puts it first with the way to lead it, until it is recorded", async () => {
      const { on_day: on, id } = await followUp("follow-up-1", stage.dyads.first);
      await opens(stage.coordinator);
      stage.coordinator.sees(/Ce qui vous attend\nSuivi 1 avec Marie Mentore et Nadia Nouvelle : dans 17 jours\./);
      stage.coordinator.sees(/Mon calendrier\n• Suivi 1 avec .* et .* : /);

      await stage.passes({ to: `${on}T09:00` });
      const home = await opens(stage.coordinator);
      stage.coordinator.sees(
        /Ce qui vous attend\nSuivi 1 avec Marie Mentore et Nadia Nouvelle\n {2}À mener aujourd’hui, à 15 h 45\.\n {2}\[Préparer\] \[Consigner le suivi\] \[Changer la date\]/,
      );
      stage.coordinator.doesNotSee("Rien ne vous attend");
      stage.coordinator.doesNotSee("Marc Ancien et Noé Débutant\n  À mener");
      expect(buttonsOf(home)[0]).toMatchObject({ action: "lead-follow-up.show", data: { followUp: String(id) } });

      await stage.coordinator.presses("Consigner le suivi");
      await stage.coordinator.fillsIn({ heldOn: on, "record-notebook": "presented" });
      await opens(stage.coordinator);
      stage.coordinator.doesNotSee("À mener aujourd’hui");
      stage.coordinator.sees(/Ce qui vous attend\nSuivi 1 avec Marc Ancien et Noé Débutant : c’est demain\./);
    });

    it("says it in English with one full stop", async () => {
      await stage.close();
      await open({ language: "en" });
      const { on_day: on } = await followUp("follow-up-1", stage.dyads.first);
      stage.at(`${on}T09:00`);
      await opens(stage.coordinator);
      stage.coordinator.sees(/To lead today at 3:45 p\.m\.\n/);
    });

    it("shows what others lead that day to them alone", async () => {
      const { on_day: on } = await followUp("follow-up-1", stage.dyads.first);
      stage.at(`${on}T09:00`);
      for (const who of [stage.deputy, stage.mentor]) {
        await opens(who);
        who.doesNotSee("À mener aujourd’hui");
      }
    });

    it("keeps no follow-up of a dyad that ended in the calendar", async () => {
      stage.at("2009-01-12T12:00");
      await opens(stage.coordinator);
      stage.coordinator.sees("Suivi 1 avec Marie Mentore et Nadia Nouvelle");
      await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ ended_on: "2009-01-11" });
      await opens(stage.coordinator);
      stage.coordinator.sees("Suivi 1 avec Marc Ancien et Noé Débutant");
      stage.coordinator.doesNotSee("Nadia Nouvelle");
    });

    it("puts the late follow-up first, then the record that is missing, each with the way to lead it", async () => {
      const late = await followUp("follow-up-1", stage.dyads.first);
      await stage.passes({ to: "2009-02-10T12:00" });
      await records("follow-up-1", stage.dyads.second);
      const home = await opens(stage.coordinator);
      stage.coordinator.sees(
        /Ce qui vous attend\nMarie Mentore et Nadia Nouvelle\n {2}Suivi 1 devait avoir lieu le .* et rien n’est consigné\n.*\nMarc Ancien et Noé Débutant\n {2}Suivi 1 a eu lieu le .* et n’a pas de compte rendu\n {2}\[Écrire le compte rendu\]\nÀ regarder/,
      );
      expect(
        buttonsOf(home)
          .slice(0, 4)
          .map(({ label, action }) => [label, action]),
      ).toEqual([
        ["Préparer", "lead-follow-up.show"],
        ["Consigner le suivi", "lead-follow-up.record"],
        ["Changer la date", "lead-follow-up.move"],
        ["Écrire le compte rendu", "lead-follow-up.complete"],
      ]);
      expect(stage.coordinator.last.match(/Suivi 1 devait avoir lieu/g)).toHaveLength(1);

      await stage.coordinator.presses("Écrire le compte rendu");
      stage.coordinator.sees("Compléter le suivi");
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(late.id) });
      await stage.coordinator.fillsIn({ heldOn: late.on_day, "record-notebook": "presented", "record-agreed": "se revoir en mars" });
      await opens(stage.coordinator);
      stage.coordinator.doesNotSee("Suivi 1 devait avoir lieu");
      stage.coordinator.doesNotSee("se revoir en mars");
    });

    it("names a dyad that is silent, and does not call that nothing", async () => {
      await stage.passes({ to: "2009-01-12T12:00" });
      await records("follow-up-1", stage.dyads.first);
      await records("follow-up-1", stage.dyads.second);
      await stage.store.db("follow_ups").update({ on_day: "2009-11-02" }).where("held_on", null);
      stage.at("2009-02-10T12:00");
      await stage.store.db("follow_ups").update({ held_on: "2009-02-09" }).whereNotNull("held_on");
      await opens(stage.coordinator);
      stage.coordinator.sees(/^Bonjour, Claire\nÀ regarder\nMar.*\n {2}Aucune rencontre consignée depuis le début/);
      stage.coordinator.doesNotSee("Rien ne vous attend");
    });

    it("says how much there is besides, and fits with many in trouble, for one who is a mentor and a mentee as well", async () => {
      const { db } = stage.store;
      const row = { organization_id: stage.organizationId, cohort_id: stage.cohortId, coordinator_id: stage.coordinator.id };
      for (let number = 1; number <= 8; number++) {
        const person = { organization_id: stage.organizationId, given_name: "Personne", family_name: `Autre-${number}`, language: "fr" };
        const [added] = await db("people")
          .insert({ ...person, email: `autre-${number}@exemple.example` })
          .returning("id");
        const members =
          number === 1
            ? { mentor_id: added.id, mentee_id: stage.coordinator.id }
            : { mentor_id: stage.coordinator.id, mentee_id: added.id };
        await db("dyads").insert({ ...row, ...members, began_on: "2009-01-05" });
      }
      await stage.passes({ to: "2009-03-20T12:00" });
      const home = await opens(stage.coordinator);
      stage.coordinator.sees(/Et \d+ autres suivis\./);
      stage.coordinator.sees(/Et \d+ autres dyades\./);
      stage.coordinator.sees("Aucune rencontre consignée avec Personne Autre-8");
      expect(home.blocks.length).toBeLessThan(30);
      expect(stage.log.join()).not.toContain("defect");
    });

    it("shows one cohort in numbers, and the way to the other one", async () => {
      const { db } = stage.store;
      const [cohort] = await db("cohorts").where({ id: stage.cohortId });
      const [other] = await db("cohorts")
        .insert({ ...cohort, id: undefined, key: "2010", name: "Cohorte 2010", starts_on: "2009-06-01" })
        .returning("id");
      const [appointment] = await db("appointments").where({ person_id: stage.coordinator.id });
      await db("appointments").insert({ ...appointment, id: undefined, cohort_id: other.id });
      const home = await opens(stage.coordinator);
      stage.coordinator.sees("Cohorte 2009\nDyades");
      expect(labels(home)).toContain("Cohorte 2010");
      stage.coordinator.doesNotSee("Cohorte 2010\nDyades");
    });
  });

  it("gives those of no role the sentence of help, and no button", async () => {
    for (const who of [stage.direction, stage.humanResources, stage.supervisor, stage.technicalAdmin]) {
      const { summary, blocks } = await opens(who);
      who.sees(/je ne donne aucun renseignement sur les personnes/);
      expect(blocks).toHaveLength(1);
      expect(plain(summary, "fr")).toMatch(/^Le programme de mentorat/);
    }
  });

  it("still greets who installs the bot with help", async () => {
    const reply = await stage.app.handle({ kind: "installed", from: stage.mentor.address }, stage.now);
    expect(reply).toMatchObject({ kind: "say", message: { summary: "Ce que je peux faire pour vous" } });
  });
});
