import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import type { CohortId, DyadId, FollowUpId, PersonId } from "../../src/program/terms.ts";
import { checkMessage } from "../../src/ui/limits.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { type Actor, buttonsOf, openStage, type Stage, type StageOptions } from "../support/stage.ts";

interface Row {
  id: FollowUpId;
  on_day: Day;
}

const insert = async <Id>(stage: Stage, table: string, row: object): Promise<Id> => {
  const [{ id }] = (await stage.store.db(table).insert(row).returning("id")) as [{ id: Id }];
  return id;
};

/** One more dyad of the cohort, of two new people, or of a new person and a mentor who is there. */
async function addDyad(stage: Stage, name: string, more: { mentorId?: PersonId; cohortId?: CohortId } = {}): Promise<DyadId> {
  const person = async (given: string, family: string) => {
    const id = await insert<PersonId>(stage, "people", {
      organization_id: stage.organizationId,
      email: `${given}.${family}@exemple.example`.toLowerCase().replaceAll(" ", "-"),
      given_name: given,
      family_name: family,
      language: "fr",
    });
    const address = { organization_id: stage.organizationId, person_id: id, platform: "web", workspace: "x", user: String(id) };
    await stage.store.db("addresses").insert(address);
    return id;
  };
  const { began_on } = await stage.store.db("dyads").first("began_on");
  return insert<DyadId>(stage, "dyads", {
    organization_id: stage.organizationId,
    cohort_id: more.cohortId ?? stage.cohortId,
    mentor_id: more.mentorId ?? (await person("Mentore", name)),
    mentee_id: await person("Recrue", name),
    coordinator_id: stage.coordinator.id,
    began_on,
  });
}

/** One more cohort that the same person coordinates. */
async function addCohort(stage: Stage, key: string): Promise<CohortId> {
  const { id: _, ...row } = await stage.store.db("cohorts").where({ id: stage.cohortId }).first();
  const cohortId = await insert<CohortId>(stage, "cohorts", { ...row, key, name: `Cohorte ${key}` });
  await insert(stage, "appointments", {
    organization_id: stage.organizationId,
    cohort_id: cohortId,
    person_id: stage.coordinator.id,
    capacity: "coordinator",
    kind: "internal",
    from_on: row.starts_on,
  });
  return cohortId;
}

const followUp = async (stage: Stage, key: string, dyad: DyadId | null): Promise<Row> => {
  const row: Row | undefined = await stage.store.db("follow_ups").where({ stage: key, dyad_id: dyad }).first("id", "on_day");
  assert.ok(row);
  return row;
};

/** Every follow-up that was to be before that day was, on its day, with a record. */
async function heldBefore(stage: Stage, on: Day): Promise<void> {
  const { db } = stage.store;
  const rows: Row[] = await db("follow_ups").where("on_day", "<", on).whereNull("held_on").select("id", "on_day");
  for (const { id, on_day } of rows) {
    await db("follow_ups").where({ id }).update({ held_on: on_day, held_by: stage.coordinator.id, held_at: stage.now });
    await db("follow_up_records").insert({
      ...{ organization_id: stage.organizationId, follow_up_id: id, version: 1, sealed: "written" },
      ...{ written_by: stage.coordinator.id, written_at: stage.now },
    });
  }
}

const logs = async (who: Actor, heldOn: Day): Promise<void> => {
  await who.says("rencontre");
  await who.fillsIn({ heldOn });
};

const digests = (stage: Stage): string[] =>
  stage.coordinator.shown.filter(({ summary }) => summary === "Votre semaine de mentorat").map((message) => plainMessage(message));

describe("the status of a cohort", () => {
  let stage: Stage;
  const opens = async (options: StageOptions = {}) => {
    stage = await openStage({ now: "2009-01-05T06:00", ...options });
    await stage.app.planAhead(stage.now);
  };
  afterEach(() => stage.close());

  describe("says what is late and why", () => {
    let group: Row;
    beforeEach(async () => {
      await opens();
      group = await followUp(stage, "mentee-group", null);
      await heldBefore(stage, group.on_day);
    });

    it("of a follow-up of the group, with the way to it, and so does the digest", async () => {
      await stage.passes({ to: `${addDays(group.on_day, 10)}T12:00` });
      for (const who of [stage.mentor, stage.otherMentor]) await logs(who, stage.today);
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/Suivis : \d+ tenus, 1 en retard/);
      stage.coordinator.sees(
        /À regarder\nSuivis de groupe\n {2}Rencontre du groupe de mentoré·es devait avoir lieu le .* et rien n’est consigné/,
      );
      expect(digests(stage).at(-1)).toMatch(/Suivis de groupe\n {2}Rencontre du groupe/);
      await stage.coordinator.presses("lead-follow-up.show");
      stage.coordinator.sees("Ordre du jour");
    });

    it("of a follow-up of the group that has no date", async () => {
      await stage.store.db("follow_ups").where({ stage: "year-end" }).update({ on_day: null, unplaced: "no-open-day-left" });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/, 1 sans date/);
      stage.coordinator.sees(/Suivis de groupe\n {2}.* n’a pas de date : il ne reste pas de jour ouvrable/);
    });

    it("of no follow-up of a dyad that has ended", async () => {
      const third = await followUp(stage, "follow-up-3", stage.dyads.first);
      await stage.store
        .db("dyads")
        .where({ id: stage.dyads.first })
        .update({ ended_on: addDays(third.on_day, -40) });
      await heldBefore(stage, addDays(third.on_day, -40));
      stage.at(`${addDays(third.on_day, -1)}T12:00`);
      await stage.coordinator.says("statut");
      stage.coordinator.doesNotSee(/Suivi 3, Marie Mentore/);
      stage.at(`${addDays(third.on_day, 1)}T12:00`);
      await stage.coordinator.says("statut");
      stage.coordinator.doesNotSee(/Suivi 3 devait avoir lieu/);
    });
  });

  describe("says what was held and never written down", () => {
    it("from three days after, until something is written", async () => {
      await opens();
      const second = await followUp(stage, "follow-up-2", stage.dyads.first);
      await heldBefore(stage, second.on_day);
      await stage.passes({ to: `${second.on_day}T17:00` });
      await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(second.id) });
      await stage.coordinator.fillsIn({ heldOn: stage.today });
      const unwritten = /Suivi 2 a eu lieu le .* et n’a pas de compte rendu/;
      await stage.coordinator.says("statut marie");
      stage.coordinator.doesNotSee(unwritten);
      await stage.passes({ days: 3 });
      await stage.coordinator.says("statut marie");
      stage.coordinator.sees(unwritten);

      await stage.coordinator.pressesRaw("lead-follow-up.show", { followUp: String(second.id) });
      stage.coordinator.sees("Rien n’a été écrit.");
      await stage.coordinator.presses("Compléter ou corriger");
      await stage.coordinator.fillsIn({});
      await stage.coordinator.says("statut marie");
      stage.coordinator.sees(unwritten);

      await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp: String(second.id) });
      const field = stage.coordinator.form?.fields.find(({ kind }) => kind === "text");
      await stage.coordinator.fillsIn({ [field?.key ?? ""]: "On se revoit en avril." });
      stage.coordinator.sees("On se revoit en avril.");
      await stage.coordinator.says("statut marie");
      stage.coordinator.doesNotSee(unwritten);
    });
  });

  it("counts the days of a silence as they are, and says so where closures are left out of them", async () => {
    const reason = { fr: "Fêtes", en: "Holidays" };
    const closed = [{ from: "2009-02-02" as Day, to: "2009-02-18" as Day, reason }];
    await opens({ plan: { calendar: { ...defaultPlan.calendar, closed } } });
    await stage.passes({ to: "2009-01-20T12:00" });
    await logs(stage.mentor, "2009-01-19" as Day);
    await stage.passes({ to: "2009-03-20T12:00" });
    await logs(stage.otherMentor, "2009-02-19" as Day);
    await stage.coordinator.says("statut");
    stage.coordinator.sees("Aucune rencontre consignée depuis le 19 janvier 2009 (43 jours, fermetures non comptées)");
    stage.coordinator.sees("Aucune rencontre consignée depuis le 19 février 2009 (29 jours)");
  });

  describe("once the cohort is over", () => {
    it("says since when, counts every dyad as ended, and calls nobody silent", async () => {
      await opens();
      await heldBefore(stage, "2010-01-01" as Day);
      stage.at("2009-12-18T12:00");
      await stage.coordinator.says("statut");
      stage.coordinator.sees("Dyades : 2 en cours");
      stage.coordinator.sees("Aucune rencontre consignée");
      stage.at("2010-02-10T12:00");
      await stage.coordinator.says("statut");
      stage.coordinator.sees("Cette cohorte a pris fin le 18 décembre 2009.");
      stage.coordinator.sees("Dyades : 0 en cours, 2 terminées");
      stage.coordinator.sees("Rien ne demande votre attention aujourd’hui.");
    });

    it("still asks for a follow-up that nobody wrote down", async () => {
      await opens();
      const last = await followUp(stage, "year-end", null);
      await heldBefore(stage, last.on_day);
      stage.at("2010-02-10T12:00");
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/Suivis de groupe\n {2}.* devait avoir lieu le .* et rien n’est consigné/);
    });
  });

  describe("of many dyads", () => {
    const becomesUnreachable = (person: PersonId) =>
      stage.store
        .db("addresses")
        .where({ person_id: person })
        .update({ gone_at: "2009-01-08T15:00:00.000Z", gone_reason: "account_inactive" });
    const long = (name: string) => `${name} ${"de-la-Très-Longue-Famille ".repeat(8)}`.trim();
    beforeEach(async () => {
      await opens();
      for (let place = 1; place <= 58; place++) await addDyad(stage, long(`N${place}`));
      await stage.app.planAhead(stage.now);
      await stage.store.db("follow_ups").where({ dyad_id: stage.dyads.second }).update({ on_day: "2009-01-12", unplaced: null });
      stage.at("2009-02-16T12:00");
    });

    it("shows the gravest first, page after page, there and back, within what a message holds", async () => {
      const held = () => {
        const message = stage.coordinator.shown.at(-1);
        assert.ok(message);
        expect(checkMessage(message)).toEqual([]);
        return message;
      };
      const last: PersonId = (await stage.store.db("dyads").orderBy("id", "desc").first("mentee_id")).mentee_id;
      await becomesUnreachable(last);
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/À regarder\nMentore N58.*\n {2}Recrue N58.* est injoignable depuis le 8 janvier 2009 : compte désactivé\n/);
      stage.coordinator.sees(/Mentore N58[^\n]*\n[^[]*\[Voir cette dyade\]\nMarc Ancien et Noé Débutant/);
      stage.coordinator.sees("Dyades 1 à 8 sur 60.");
      expect(buttonsOf(held()).map(({ label }) => label)).not.toContain("Précédent");
      const first = stage.coordinator.last;
      await stage.coordinator.presses("Suite");
      held();
      stage.coordinator.sees("Dyades 9 à 16 sur 60.");
      await stage.coordinator.presses("Précédent");
      expect(stage.coordinator.last).toBe(first);
      for (let page = 1; page <= 7; page++) {
        await stage.coordinator.pressesRaw("status.page", { page: String(page) });
        held();
      }
      stage.coordinator.sees("Dyades 57 à 60 sur 60.");
      expect(buttonsOf(held()).map(({ label }) => label)).not.toContain("Suite");
      await stage.coordinator.pressesRaw("status.page", { page: "400" });
      stage.coordinator.sees("Dyades 57 à 60 sur 60.");
    });

    it("names apart whom nothing reaches and no dyad to look at names, and says how many it leaves out", async () => {
      const people: PersonId[] = await stage.store.db("people").whereLike("given_name", "Recrue%").limit(13).pluck("id");
      for (const person of people) await becomesUnreachable(person);
      await stage.coordinator.says("statut");
      stage.coordinator.doesNotSee(/ersonnes injoignables/);
      await stage.store.db("dyads").whereIn("mentee_id", people.slice(0, 12)).update({ began_on: "2009-03-02" });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/est injoignable depuis[\s\S]*Autres personnes injoignables\n[\s\S]*Et 2 autres personnes\./);
      await stage.store.db("dyads").whereIn("mentee_id", people).update({ began_on: "2009-03-02" });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/\nPersonnes injoignables\n[\s\S]*Et 3 autres personnes\./);
      stage.coordinator.doesNotSee("est injoignable");
    });

    it("says how many follow-ups and dyads it leaves out", async () => {
      await stage.store.db("follow_ups").where({ stage: "follow-up-2" }).update({ on_day: "2009-02-20", unplaced: null });
      await stage.coordinator.says("statut");
      stage.coordinator.sees(/Et \d+ autres suivis\./);
      await stage.coordinator.says("statut recrue");
      stage.coordinator.sees("Et 38 autres dyades.");

      await stage.app.planDigests(stage.now);
      await stage.app.deliverDue(() => stage.now);
      expect(digests(stage).at(-1)).toMatch(/Et \d+ autres suivis\.[\s\S]*Et 54 autres dyades\./);
    });
  });

  it("says a name back as it was typed", async () => {
    await opens();
    await stage.coordinator.says("Statut  Zoé-Maude TREMBLAY");
    stage.coordinator.sees("« Zoé-Maude TREMBLAY »");
  });

  it("answers a very long name with a part of it", async () => {
    await opens();
    await stage.coordinator.says(`statut ${"z".repeat(3_900)}`);
    stage.coordinator.sees(/^Je ne trouve personne de ce nom dans votre cohorte : « z{59}… »\.$/);
  });

  describe("of somebody who coordinates three cohorts", () => {
    beforeEach(async () => {
      await opens();
      const [second] = [await addCohort(stage, "b"), await addCohort(stage, "c")];
      await addDyad(stage, "Bêta", { cohortId: second });
    });

    it("shows one, and the others at a button", async () => {
      await stage.coordinator.says("statut");
      const first = stage.coordinator.last.split("\n")[0];
      const seen = [first];
      for (const label of ["Cohorte b", "Cohorte c", "Cohorte 2009"].filter((name) => name !== first)) {
        await stage.coordinator.presses(label);
        expect(stage.coordinator.last.split("\n")[0]).toBe(label);
        seen.push(label);
      }
      expect(seen.sort()).toEqual(["Cohorte 2009", "Cohorte b", "Cohorte c"]);
      await stage.coordinator.pressesRaw("status.cohort", { cohort: "999" });
      stage.coordinator.sees(/n’existe plus, ou ne vous concerne plus/);
    });

    it("names the cohorts of two people who are matched in both, and of nobody else", async () => {
      const { id: _, ...row } = await stage.store.db("dyads").where({ id: stage.dyads.first }).first();
      const { id: other } = await stage.store.db("cohorts").where({ key: "b" }).first();
      await insert(stage, "dyads", { ...row, cohort_id: other });
      await addDyad(stage, "Gamma", { mentorId: row.mentor_id });
      await stage.coordinator.says("statut Marie");
      const labels = stage.coordinator.shown
        .slice(-1)
        .flatMap(buttonsOf)
        .map(({ label }) => label);
      expect(labels.toSorted()).toEqual([
        "Marie Mentore et Nadia Nouvelle · Cohorte 2009",
        "Marie Mentore et Nadia Nouvelle · Cohorte b",
        "Marie Mentore et Recrue Gamma",
      ]);
      await stage.coordinator.presses("Marie Mentore et Nadia Nouvelle · Cohorte b");
      stage.coordinator.sees(/^Cohorte : Cohorte b$/m);
      await stage.coordinator.says("statut Marc");
      stage.coordinator.sees(/^Cohorte : Cohorte 2009$/m);
    });

    it("comes every week in a digest of each, which leads to its own cohort", async () => {
      await stage.app.planDigests(stage.now);
      await stage.passes({ to: "2009-02-01T12:00" });
      const headings = digests(stage).map((text) => text.split("\n")[0]);
      for (const name of ["Cohorte 2009", "Cohorte b", "Cohorte c"])
        expect(headings.filter((heading) => heading === `Cette semaine · ${name}`)).toHaveLength(4);
      const message = stage.coordinator.shown.findLast(({ blocks }) => JSON.stringify(blocks).includes("Cette semaine · Cohorte b"));
      const button = message && buttonsOf(message).find(({ label }) => label === "État complet");
      await stage.coordinator.pressesRaw(button?.action ?? "", button?.data ?? {});
      stage.coordinator.sees(/^Cohorte b\n/);
    });
  });
});

describe("the mentor of four silent dyads", () => {
  let stage: Stage;
  const words = () =>
    stage.mentor.shown.filter(({ summary }) => summary.startsWith("Des nouvelles")).map((message) => plainMessage(message));
  const ended = () =>
    stage.store.db("outbox").where({ kind: "no-meeting-lately", person_id: stage.mentor.id }).orderBy("id").select("outcome", "reason");
  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00", secondMentee: true });
    for (const name of ["Trois", "Quatre"]) await addDyad(stage, name, { mentorId: stage.mentor.id });
    await stage.app.planAhead(stage.now);
  });
  afterEach(() => stage.close());

  it("gets one word that names all four, and again later; the other rows are said with it", async () => {
    await stage.passes({ to: "2009-02-06T12:00" });
    expect(words()).toHaveLength(1);
    for (const name of ["Nadia Nouvelle", "Sam Seconde", "Recrue Trois", "Recrue Quatre"]) expect(words()[0]).toContain(name);
    expect(buttonsOf(stage.mentor.shown.at(-1) as never).map(({ label }) => label)).toContain("Rencontre avec Recrue Trois");
    expect((await ended()).map(({ outcome, reason }) => reason ?? outcome).sort()).toEqual([
      ...["said-together", "said-together", "said-together"],
      "sent",
    ]);
    await stage.passes({ to: "2009-02-20T12:00" });
    expect(words()).toHaveLength(2);
    expect(words()[1]).toContain("Recrue Quatre");
  });

  it("hears of each, though they fell silent on four days of one week", async () => {
    await stage.passes({ to: "2009-01-16T10:00" });
    const dyads: DyadId[] = await stage.store.db("dyads").where({ mentor_id: stage.mentor.id }).orderBy("id").pluck("id");
    for (const [place, dyad] of dyads.entries()) {
      await stage.mentor.pressesRaw("log-meeting.open", { dyad: String(dyad) });
      await stage.mentor.fillsIn({ heldOn: addDays("2009-01-12" as Day, place) });
    }
    await stage.passes({ to: "2009-02-20T12:00" });
    expect(words()).toHaveLength(2);
    for (const name of ["Nadia Nouvelle", "Sam Seconde", "Recrue Trois", "Recrue Quatre"])
      expect(words().filter((text) => text.includes(name))).toHaveLength(1);
    expect((await ended()).filter(({ outcome }) => outcome === "expired")).toEqual([]);
  });

  it("hears of those that are left when the one that was to speak for them has met", async () => {
    await stage.passes({ to: "2009-01-16T10:00" });
    const dyads: DyadId[] = await stage.store.db("dyads").where({ mentor_id: stage.mentor.id }).orderBy("id").pluck("id");
    for (const [place, dyad] of dyads.entries()) {
      await stage.mentor.pressesRaw("log-meeting.open", { dyad: String(dyad) });
      await stage.mentor.fillsIn({ heldOn: addDays("2009-01-12" as Day, Math.min(place, 1)) });
    }
    await stage.passes({ to: "2009-02-12T12:00" });
    expect(words()).toHaveLength(1);
    await stage.mentor.pressesRaw("log-meeting.open", { dyad: String(dyads[3]) });
    await stage.mentor.fillsIn({ heldOn: stage.today });
    await stage.passes({ to: "2009-02-18T12:00" });
    expect(words()).toHaveLength(2);
    expect(words()[1]).toMatch(/Sam Seconde[\s\S]*Recrue Trois/);
    expect(words()[1]).not.toContain("Recrue Quatre");
  });
});
