import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import { openStage, type Stage } from "../support/stage.ts";

interface Row {
  id: number;
  stage: string;
  dyad_id: number | null;
  on_day: Day;
  held_on: Day | null;
}

describe("the coordinator", () => {
  let stage: Stage;
  let followUps: Row[];
  const of = (name: string, dyad: number | null) => {
    const found = followUps.find((row) => row.stage === name && row.dyad_id === dyad);
    assert.ok(found);
    return found;
  };
  const holds = async (row: Row, answers: Readonly<Record<string, string | string[]>> = {}) => {
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(row.id) });
    const required = (stage.coordinator.form?.fields ?? []).filter((field) => !field.optional && field.kind === "choice" && !field.value);
    const chosen = Object.fromEntries(required.map((field) => [field.key, field.kind === "choice" ? (field.options[0]?.value ?? "") : ""]));
    await stage.coordinator.fillsIn({ heldOn: stage.today, ...chosen, ...answers });
  };

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    followUps = await stage.store.db("follow_ups").orderBy("id");
  });
  afterEach(() => stage.close());

  describe("leads the follow-ups", () => {
    it("sees those of today and of two weeks, with the agenda and the notes for leading in hand", async () => {
      const first = of("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${first.on_day}T12:00` });
      await stage.coordinator.says("suivi");
      stage.coordinator.sees(/Aujourd’hui[\s\S]*Suivi 1 — Marie Mentore et Nadia Nouvelle/);
      await stage.coordinator.pressesRaw("lead-follow-up.show", { followUp: String(first.id) });
      stage.coordinator.sees("Ordre du jour");
      stage.coordinator.sees("Présentation du cahier d’accompagnement");
      stage.coordinator.sees(/Pour l’animation, à vous seul·e/);
      stage.coordinator.sees("Aucune rencontre d’échange consignée");
    });

    it("records it once, from the fields of the plan, and an old button says it was done", async () => {
      const first = of("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${first.on_day}T17:00` });
      await holds(first, { "record-agreed": "se revoir en mars" });
      stage.coordinator.sees(/C’est consigné : Suivi 1/);
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(first.id) });
      stage.coordinator.sees(/a été consigné/);
      await stage.coordinator.pressesRaw("lead-follow-up.show", { followUp: String(first.id) });
      stage.coordinator.sees("se revoir en mars");
      await stage.coordinator.presses("Compléter ou corriger");
      await stage.coordinator.fillsIn({ "record-agreed": "se revoir en avril" });
      stage.coordinator.sees("se revoir en avril");
      expect(await stage.store.db("follow_up_records").where({ follow_up_id: first.id })).toHaveLength(2);
    });

    it("is refused a day to come, and one before the dyad began", async () => {
      const first = of("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${first.on_day}T12:00` });
      await holds(first, { heldOn: addDays(stage.today, 1) });
      expect(stage.coordinator.errors().heldOn).toMatch(/à venir/);
      await stage.coordinator.fillsIn({ heldOn: "2009-01-04" });
      expect(stage.coordinator.errors().heldOn).toMatch(/précède/);
      expect(await stage.store.db("follow_ups").whereNotNull("held_on")).toEqual([]);
    });

    it("is told of a stage that was skipped, and refused an order that cannot be", async () => {
      const [first, second] = [of("follow-up-1", stage.dyads.first), of("follow-up-2", stage.dyads.first)];
      await stage.passes({ to: `${second.on_day}T12:00` });
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(second.id) });
      stage.coordinator.sees(/À savoir : rien n’est consigné pour Suivi 1/);
      await holds(first);
      await holds(second, { heldOn: addDays(stage.today, -1) });
      expect(stage.coordinator.errors().heldOn).toMatch(/étape précédente/);
    });

    it("is refused a stage after a later one of the same dyad, and not after the group met", async () => {
      const [first, second] = [of("follow-up-1", stage.dyads.first), of("follow-up-2", stage.dyads.first)];
      const group = of("mentee-group", null);
      await stage.passes({ to: `${group.on_day}T12:00` });
      await holds(group);
      await stage.passes({ days: 7 });
      await holds(second, { heldOn: addDays(stage.today, -1) });
      stage.coordinator.sees(/C’est consigné : Suivi 2/);
      await holds(first);
      expect(stage.coordinator.errors().heldOn).toMatch(/étape suivante a eu lieu avant cette date/);
      await stage.coordinator.fillsIn({ heldOn: addDays(stage.today, -1) });
      stage.coordinator.sees(/C’est consigné : Suivi 1/);
    });

    it("lists who was there of a group, and warns that nothing is noted by name", async () => {
      const group = of("mentee-group", null);
      await stage.passes({ to: `${group.on_day}T17:00` });
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(group.id) });
      stage.coordinator.sees(/n’est noté par nom/);
      stage.coordinator.sees("Nadia Nouvelle");
      stage.coordinator.doesNotSee("Marie Mentore");
      await stage.coordinator.fillsIn({ "present-0": [String(stage.mentee.id)] });
      expect(await stage.store.db("attendances").pluck("person_id")).toEqual([stage.mentee.id]);
    });

    it("names the first follow-ups in the way of a date apart, and counts the others", async () => {
      const refused = async (name: string, on: string) => {
        await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(of(name, null).id) });
        await stage.coordinator.fillsIn({ on, at: "14:00" });
        return stage.coordinator.errors().on?.replaceAll("\u00a0", " ");
      };
      expect(await refused("mentee-group", "2009-12-01")).toContain(
        "à cause de : Suivi 3 (Marie Mentore et Nadia Nouvelle), 24 août 2009; Suivi 3 (Marc Ancien et Noé Débutant), 25 août 2009. Consignez",
      );
      expect(await refused("mentee-group", "2009-01-15")).toMatch(/([^;.]+ \([^;.]+\), \d+ \S+ 2009; ){3}et un autre suivi\. Consignez/);
      expect(await refused("year-end", "2009-01-15")).toMatch(/([^;.]+ 2009; ){3}et 4 autres suivis\. .* ces autres dates\.$/);
    });

    it("moves one within its rules, and its people are told", async () => {
      const first = of("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${addDays(first.on_day, -5)}T12:00` });
      const move = async (on: string, at = "14:00") => {
        await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(first.id) });
        await stage.coordinator.fillsIn({ on, at });
      };
      await move(addDays(stage.today, -1));
      expect(stage.coordinator.errors().on).toMatch(/passée/);
      await move("2009-04-10");
      expect(stage.coordinator.errors().on).toMatch(/fermé/);
      await move("2010-01-11");
      expect(stage.coordinator.errors().on).toMatch(/en dehors/);
      await move("2009-06-19");
      expect(stage.coordinator.errors().on).toMatch(/ordre des étapes/);
      await move(addDays(first.on_day, 1), "midi");
      expect(stage.coordinator.errors().at).toMatch(/heure/);
      await move(stage.today, "12:00");
      expect(stage.coordinator.errors().at).toMatch(/heure est passée/);

      await stage.coordinator.fillsIn({ on: "2009-02-09", at: "14:00" });
      stage.coordinator.sees(/aura lieu le lundi 9 février 2009 à 14 h/);
      await stage.app.planAhead(stage.now);
      await stage.passes({ days: 3 });
      for (const who of [stage.mentor, stage.mentee]) expect(who.everything).toMatch(/déplacée au lundi 9 février 2009 à 14 h/);
      expect(stage.otherMentor.everything).not.toMatch(/déplacée/);
    });

    it("leaves a dyad that ended in peace, and moves nothing to a day that nobody has left", async () => {
      const first = of("follow-up-1", stage.dyads.first);
      const data = { followUp: String(first.id) };
      await stage.passes({ to: `${addDays(first.on_day, 5)}T12:00` });
      await stage.store
        .db("dyads")
        .where({ id: stage.dyads.first })
        .update({ ended_on: addDays(stage.today, -1) });
      await stage.coordinator.says("suivi");
      stage.coordinator.sees(/Marie Mentore et Nadia Nouvelle\n {2}Date prévue : .*\n {2}\[Préparer\] \[Consigner le suivi\]$/m);
      await stage.coordinator.pressesRaw("lead-follow-up.show", data);
      stage.coordinator.sees("[Consigner le suivi]");
      stage.coordinator.doesNotSee("Changer la date");
      await stage.coordinator.pressesRaw("lead-follow-up.move", data);
      stage.coordinator.sees("Il ne reste plus de jour où tenir ce suivi");

      stage.at(`${addDays(stage.today, 30)}T12:00`);
      await stage.coordinator.says("suivi");
      stage.coordinator.doesNotSee("Nadia Nouvelle");
      stage.coordinator.sees(/Marc Ancien et Noé Débutant\n.*\n.*Changer la date/);

      stage.at("2010-01-15T12:00");
      await stage.coordinator.says("suivi");
      stage.coordinator.sees(/Marc Ancien et Noé Débutant\n.*\n {2}\[Préparer\] \[Consigner le suivi\]$/m);
      stage.coordinator.doesNotSee("Changer la date");
    });

    it("shares the work with the deputy, and with nobody else", async () => {
      const first = of("follow-up-1", stage.dyads.first);
      await stage.passes({ to: `${first.on_day}T12:00` });
      await stage.deputy.says("followup");
      stage.deputy.sees("Marie Mentore et Nadia Nouvelle");
      for (const who of [stage.mentor, stage.direction, stage.humanResources, stage.supervisor, stage.technicalAdmin]) {
        const refused = who === stage.mentor ? /ne fait pas partie de votre rôle/ : /je ne donne aucun renseignement/;
        await who.says("suivi");
        who.sees(refused);
        await who.pressesRaw("lead-follow-up.show", { followUp: String(first.id) });
        who.sees(refused);
      }
    });
  });

  describe("asks for status", () => {
    it("sees that nothing is wrong at the beginning", async () => {
      await stage.coordinator.says("statut");
      stage.coordinator.sees("Dyades : 2 en cours");
      stage.coordinator.sees("Rien ne demande votre attention aujourd’hui");
    });

    it("sees what is late and why, and who is silent since when, never what was talked about", async () => {
      await stage.passes({ to: "2009-01-20T10:00" });
      await stage.mentor.says("rencontre");
      await stage.mentor.fillsIn({ heldOn: "2009-01-19", otherTopic: "sujet-secret", topics: ["balance"] });
      await stage.passes({ to: "2009-03-02T10:00" });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/Marie Mentore et Nadia Nouvelle[\s\S]*Aucune rencontre consignée depuis le 19 janvier 2009/);
      stage.coordinator.sees(/Marc Ancien et Noé Débutant[\s\S]*Aucune rencontre consignée depuis le début/);
      stage.coordinator.sees(/Suivi 1 devait avoir lieu le .* et rien n’est consigné/);
      await stage.coordinator.says("statut nadia");
      stage.coordinator.sees(/19 janvier 2009 · 1 h · en personne/);
      expect(stage.coordinator.everything).not.toMatch(/sujet-secret|Équilibre/);
    });

    it("finds a dyad by a name, forgiving accents and case, and asks when several answer", async () => {
      await stage.coordinator.says("statut NOE");
      stage.coordinator.sees("Marc Ancien et Noé Débutant");
      await stage.coordinator.says("statut ma");
      stage.coordinator.sees(/Plusieurs personnes répondent/);
      await stage.coordinator.presses("Marie Mentore et Nadia Nouvelle");
      stage.coordinator.sees("Aucune rencontre consignée.");
      await stage.coordinator.says("statut zzz");
      stage.coordinator.sees(/Je ne trouve personne/);
    });

    it("sees who cannot be reached, since when and why", async () => {
      await stage.store
        .db("addresses")
        .where({ person_id: stage.mentee.id })
        .update({ gone_at: "2009-01-08T15:00:00.000Z", gone_reason: "account_inactive" });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/Nadia Nouvelle est injoignable depuis le 8 janvier 2009 : compte désactivé/);
    });

    it("never counts a withdrawn meeting", async () => {
      await stage.passes({ to: "2009-01-20T10:00" });
      await stage.mentor.says("rencontre");
      await stage.mentor.fillsIn({ heldOn: "2009-01-19" });
      await stage.mentor.presses("Retirer");
      await stage.mentor.presses("Oui, retirer");
      await stage.coordinator.says("statut");
      stage.coordinator.sees("Rencontres d’échange : 0 depuis 30 jours, 0 en tout");
    });

    it("shows no dyad of which the coordinator is the line supervisor of a member", async () => {
      await stage.store.db("people").where({ id: stage.mentee.id }).update({ supervisor_id: stage.coordinator.id });
      await stage.coordinator.says("statut");
      stage.coordinator.sees("Dyades : 1 en cours");
      await stage.coordinator.says("statut nadia");
      stage.coordinator.sees(/Je ne trouve personne/);
      await stage.coordinator.pressesRaw("status.dyad", { dyad: String(stage.dyads.first) });
      stage.coordinator.sees(/n’existe plus, ou ne vous concerne plus/);
      await stage.deputy.says("statut nadia");
      stage.deputy.sees("Marie Mentore et Nadia Nouvelle");
    });

    it("sees a result only by consent", async () => {
      await stage.coordinator.says("statut nadia");
      await stage.coordinator.presses("Résultats que la personne vous montre");
      stage.coordinator.sees(/ne vous montre pas de résultat en ce moment/);
    });
  });

  describe("is told by itself", () => {
    it("the week, once, on its first open day, and again after a Monday of downtime", async () => {
      const digests = () =>
        stage.store
          .db("outbox")
          .where({ kind: "digest", person_id: stage.coordinator.id, outcome: "sent" })
          .orderBy("settled_at")
          .pluck("settled_at");
      await stage.app.planDigests(stage.now);
      await stage.passes({ to: "2009-01-05T12:00" });
      expect(await digests()).toHaveLength(1);
      await stage.passes({ to: "2009-01-09T12:00" });
      expect(await digests()).toHaveLength(1);
      stage.at("2009-01-14T10:00");
      await stage.app.planDigests(stage.now);
      await stage.app.deliverDue(() => stage.now);
      expect(await digests()).toHaveLength(2);
      stage.coordinator.sees("Cette semaine");
    });
  });
});

describe("the mentor of a silent dyad", () => {
  it("gets a gentle word, once for each silence, and none once a meeting is logged", async () => {
    const stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    const words = () =>
      stage.store.db("outbox").where({ kind: "no-meeting-lately", person_id: stage.mentor.id, outcome: "sent" }).pluck("key");
    await stage.passes({ to: "2009-02-10T12:00" });
    expect(await words()).toHaveLength(1);
    expect(stage.mentor.everything).toMatch(/Aucune rencontre avec Nadia Nouvelle n’est encore consignée/);
    expect(stage.mentee.everything).not.toMatch(/n’est encore consignée/);
    await stage.passes({ to: "2009-02-14T12:00" });
    expect(await words()).toHaveLength(1);
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-02-13" });
    await stage.passes({ to: "2009-03-10T12:00" });
    expect(await words()).toHaveLength(1);
    await stage.passes({ to: "2009-03-17T12:00" });
    expect(await words()).toHaveLength(2);
    await stage.close();
  });
});
