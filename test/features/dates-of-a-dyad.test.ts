import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import { reportYear } from "../../src/simulation/report.ts";
import { readCohorts, readOrganizations } from "../../src/store/cohorts.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { type Actor, buttonsOf, openStage, type Stage } from "../support/stage.ts";

let stage: Stage;
/** As an import does: the dyad has other days, and the cohort is planned from its start. */
const imports = async (days: { began_on?: Day; ended_on?: string | null }, dyad: number = stage.dyads.first) => {
  await stage.store.db("dyads").where({ id: dyad }).update(days);
  await stage.store.db("planned_days").delete();
};
/** The jobs run, and nothing else happens. */
const told = async () => {
  await stage.app.planAhead(stage.now);
  await stage.passes({ days: 0 });
};
const heard = (who: Actor, from = 0): string[] => who.shown.slice(from).map((shown) => plainMessage(shown).replace(/\u00a0/g, " "));

/** What the simulation would count in the year so far. */
const yearReport = async () => {
  const [organization] = await readOrganizations(stage.store);
  const [cohort] = await readCohorts(stage.store, stage.organizationId);
  assert.ok(organization && cohort);
  const keys: string[] = await stage.store.db("outbox").where({ outcome: "sent" }).pluck("key");
  return reportYear(stage.store, { organization, cohort, plan: stage.plan }, new Map(keys.map((key) => [key, 1])));
};

afterEach(() => stage.close());

describe("a follow-up that comes after the end of its dyad", () => {
  let on: Day;

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    on = "2009-03-18" as Day;
    await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).update({ on_day: on });
    await stage.passes({ to: `${addDays(on, -6)}T12:00` });
  });

  const sees = async (text: string): Promise<string> => {
    await stage.coordinator.says(text);
    return stage.coordinator.last.replace(/\u00a0/g, " ");
  };
  const pair = /Suivi 2(, | — | avec )Marie Mentore et Nadia Nouvelle/;

  it("is nowhere to be led, neither as coming nor as late", async () => {
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).toMatch(pair);
    await imports({ ended_on: addDays(on, -1) });
    // Before anything is planned as well as after it.
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).not.toMatch(pair);
    await told();
    for (const text of ["statut", "calendrier"]) expect(await sees(text)).not.toMatch(pair);
    expect(await sees("statut Nadia")).not.toContain("Suivi 2");
    await stage.passes({ to: `${addDays(on, 3)}T12:00` });
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).not.toMatch(pair);
  });

  it("is there to be given a day as long as the dyad lasts, in the order of the stages", async () => {
    const { id } = await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();
    const last = addDays(on, -1);
    await imports({ ended_on: last });
    await told();
    const off =
      "Annulés\nSuivi 2 — Marie Mentore et Nadia Nouvelle\n  N’aura pas lieu : la dyade prend fin le mardi 17 mars 2009. Vous pouvez choisir une autre date d’ici là.\n  [Préparer] [Consigner le suivi] [Changer la date]";
    expect(await sees("suivi")).toContain(off);
    await stage.coordinator.pressesRaw("lead-follow-up.show", { followUp: String(id) });
    stage.coordinator.sees("Date : N’aura pas lieu : la dyade prend fin le mardi 17 mars 2009.");
    const moves = async (day: string) => {
      await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
      return stage.coordinator.fillsIn({ on: day, at: "15:00" });
    };
    await moves(on);
    expect(stage.coordinator.errors()).toEqual({ on: "La dyade n’est pas en cours à cette date." });
    const first = { stage: "follow-up-1", dyad_id: stage.dyads.first };
    const { on_day } = await stage.store.db("follow_ups").where(first).first();
    await stage.store.db("follow_ups").where(first).update({ on_day: last });
    await moves(addDays(on, -2));
    expect(stage.coordinator.errors().on).toMatch(/à cause de.: Suivi 1 \(Marie Mentore et Nadia Nouvelle\), 17 mars 2009\./);
    await stage.store.db("follow_ups").where(first).update({ on_day });
    expect((await moves(addDays(on, -2))).kind).toBe("say");
    const before = heard(stage.mentee).length;
    await told();
    await stage.passes({ to: `${addDays(on, -5)}T12:00` });
    expect(heard(stage.mentee, before)).toContainEqual(expect.stringContaining("La rencontre aura lieu le lundi 16 mars 2009 à 15 h."));
    expect(await sees("suivi")).toMatch(
      /D’ici deux semaines\n[\s\S]*Suivi 2 — Marie Mentore et Nadia Nouvelle\n {2}Date prévue : lundi 16 mars/,
    );
  });

  it("is not there any more once the dyad has ended, and is recorded in the order of the stages where it took place", async () => {
    const { id } = await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();
    await imports({ ended_on: addDays(stage.today, -1) });
    await told();
    expect(await sees("suivi")).not.toMatch(pair);
    await stage.coordinator.pressesRaw("lead-follow-up.show", { followUp: String(id) });
    stage.coordinator.sees(/Date : N’aura pas lieu : la dyade a pris fin le mercredi 11 mars 2009\.$/m);
    const first = stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
    await first.update({ held_on: "2009-03-10", held_by: stage.coordinator.id, held_at: stage.now });
    await stage.coordinator.presses("Consigner le suivi");
    await stage.coordinator.fillsIn({ heldOn: "2009-03-09" });
    expect(stage.coordinator.errors()).toEqual({ heldOn: "Une étape précédente a eu lieu après cette date. Vérifiez la date." });
  });

  it("is late on its day for a dyad that lasted until then", async () => {
    await imports({ ended_on: on });
    await stage.passes({ to: `${addDays(on, 3)}T12:00` });
    expect(await sees("suivi")).toMatch(pair);
  });

  it("is not in the week that is told to the coordinator", async () => {
    const digests = () => heard(stage.coordinator).filter((text) => text.includes("Cette semaine"));
    await imports({ ended_on: addDays(on, -1) });
    const before = digests().length;
    await stage.passes({ to: `${on}T12:00` });
    expect(digests().length).toBeGreaterThan(before);
    for (const text of digests().slice(before)) expect(text).not.toMatch(/Suivi 2, Marie/);
  });
});

describe("an announced follow-up whose dyad ends before it", () => {
  const on = "2009-03-18" as Day;
  let from: Map<Actor, number>;
  const about = (who: Actor) => heard(who, from.get(who)).filter((text) => /^Suivi 2 (avec|— Marie)/.test(text));
  const both = () => [stage.mentor, stage.mentee];
  const second = () => stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();

  const open = async (now: string, more: Parameters<typeof openStage>[0] = {}) => {
    stage = await openStage({ now: "2009-01-05T06:00", ...more });
    await stage.app.planAhead(stage.now);
    await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).update({ on_day: on });
    await stage.passes({ to: now });
    from = new Map([...both(), stage.coordinator, stage.otherMentee].map((who) => [who, who.shown.length]));
  };

  it("is off: its members hear so with whom to ask, and whoever leads it with nothing to prepare", async () => {
    await open("2009-03-11T12:00");
    await imports({ ended_on: "2009-03-10" });
    await told();
    const why = "La rencontre du mercredi 18 mars 2009 n’aura pas lieu, puisque cette dyade a pris fin le mardi 10 mars 2009.";
    const [toTheMentor, toTheMentee, toTheCoordinator] = [...both(), stage.coordinator].map((who) =>
      about(who).map((text) => text.split("\n").slice(0, 2)),
    );
    const questions = " Si vous avez des questions, Claire Coordination est là pour y répondre.";
    expect(toTheMentor).toEqual([["Suivi 2 avec Nadia Nouvelle", why + questions]]);
    expect(toTheMentee).toEqual([["Suivi 2 avec Marie Mentore", why + questions]]);
    expect(toTheCoordinator).toEqual([["Suivi 2 — Marie Mentore et Nadia Nouvelle", why]]);
    expect(about(stage.otherMentee)).toEqual([]);
    expect(stage.mentee.shown.at(-1)?.summary).toMatch(/^Rencontre annulée.: Suivi 2$/);
    const labels = (who: Actor) =>
      who.shown
        .slice(-1)
        .flatMap(buttonsOf)
        .map(({ label }) => label);
    expect(labels(stage.mentee)).toEqual(["Mon calendrier", "Faire une pause"]);
    expect(labels(stage.coordinator)).toEqual(["Faire une pause"]);
    await stage.passes({ to: "2009-03-20T12:00" });
    for (const who of [...both(), stage.coordinator]) expect(about(who)).toHaveLength(1);
  });

  it("comes off the calendar of each, and goes back on when the end is taken back", async () => {
    await open("2009-03-11T12:00");
    const entries = (who: Actor) =>
      who.shown
        .filter(({ summary }) => /Suivi 2/.test(summary))
        .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "event" ? block.event : [])));
    await imports({ ended_on: "2009-03-13" });
    await told();
    for (const who of both())
      expect(about(who)).toEqual([expect.stringMatching(/n’aura pas lieu, puisque cette dyade prend fin le vendredi 13 mars 2009\. Si/)]);
    await imports({ ended_on: null });
    await told();
    expect(await second()).toMatchObject({ on_day: on, unplaced: null });
    for (const who of both()) {
      expect(about(who)[1]).toMatch(/La rencontre aura lieu le mercredi 18 mars 2009 à 15 h 45\./);
      expect(entries(who)).toMatchObject([{ sequence: 0 }, { sequence: 1, on, cancelled: true }, { sequence: 2, on }]);
    }
    expect(about(stage.coordinator)[1]).toMatch(/aura lieu le mercredi 18 mars/);
    await stage.passes({ to: `${addDays(on, -1)}T12:00` });
    for (const who of both()) expect(about(who).at(-1)).toMatch(/Petit rappel/);
  });

  it("is on again before any reminder says so, also where the end is taken back before the hour of sending", async () => {
    await open("2009-03-11T12:00");
    await imports({ ended_on: "2009-03-13" });
    await told();
    await stage.passes({ to: "2009-03-17T07:40" });
    await imports({ ended_on: null });
    await told();
    for (const who of both()) expect(about(who)).toHaveLength(1);
    await stage.passes({ to: "2009-03-17T12:00" });
    for (const who of [...both(), stage.coordinator])
      expect(about(who).slice(1)).toEqual([expect.stringContaining("La rencontre aura lieu le mercredi 18 mars 2009 à 15 h 45.")]);
  });

  it("is on again a week later, where the end is taken back after its hour", async () => {
    await open("2009-03-11T12:00");
    await imports({ ended_on: "2009-03-13" });
    await told();
    await stage.passes({ to: `${on}T17:20` });
    await imports({ ended_on: null });
    await told();
    expect(await second()).toMatchObject({ on_day: "2009-03-25", unplaced: null });
    for (const who of [...both(), stage.coordinator])
      expect(about(who).slice(1)).toEqual([expect.stringContaining("La rencontre aura lieu le mercredi 25 mars 2009 à 15 h 45.")]);
    await stage.coordinator.says("suivi");
    stage.coordinator.doesNotSee("Aujourd’hui");
  });

  it("is not said to come near a second time, where the end is taken back before anybody heard of it", async () => {
    await open("2009-03-12T12:00");
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: stage.today, until: "2009-03-13" });
    stage.at("2009-03-14T12:00");
    await imports({ ended_on: "2009-03-13" });
    await told();
    await imports({ ended_on: null });
    await stage.passes({ to: "2009-03-16T12:00" });
    for (const who of both()) expect(about(who)).toEqual([]);
    await stage.passes({ to: "2009-03-17T12:00" });
    for (const who of both()) expect(about(who)).toEqual([expect.stringContaining("Petit rappel")]);
  });

  it("is said during a pause too, and to nobody when the end is taken back before anybody heard of it", async () => {
    await open("2009-03-11T12:00");
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: stage.today, until: "2009-03-27" });
    stage.at("2009-03-14T12:00");
    await imports({ ended_on: "2009-03-13" });
    await told();
    await imports({ ended_on: null });
    await told();
    await stage.passes({ to: "2009-03-16T12:00" });
    expect(about(stage.mentee)).toEqual([]);
    await imports({ ended_on: "2009-03-13" });
    await told();
    expect(about(stage.mentee)).toEqual([expect.stringContaining("n’aura pas lieu, puisque cette dyade a pris fin")]);
  });

  it("is not spoken of when nobody knew its date, nor announced", async () => {
    await open("2009-02-20T12:00");
    await imports({ ended_on: "2009-03-10" });
    await stage.passes({ to: "2009-03-20T12:00" });
    for (const who of [...both(), stage.coordinator]) expect(about(who)).toEqual([]);
    expect(await second()).toMatchObject({ announced_on: null, moves: 0 });
  });

  it("asks for no questionnaire any more, and leaves the one that is open until the end", async () => {
    await open("2009-03-09T12:00");
    const { opens_on, due_on } = await stage.store
      .db("administrations")
      .where({ stage: "follow-up-2", dyad_id: stage.dyads.first })
      .first();
    expect(opens_on > stage.today).toBe(true);
    await imports({ ended_on: due_on });
    await stage.passes({ to: `${addDays(on, 2)}T12:00` });
    const asked = (who: Actor) => heard(who, from.get(who)).filter((text) => text.includes("[Répondre]"));
    expect(asked(stage.mentee)).toEqual([]);
    expect(asked(stage.otherMentee)).not.toEqual([]);
    await stage.close();

    await open("2009-03-11T12:00", { updates: true });
    await imports({ ended_on: "2009-03-13" });
    await told();
    expect(stage.updated.map(({ message }) => plainMessage(message)).filter((text) => text.includes("[Répondre]"))).toEqual([
      expect.stringContaining("13 mars"),
    ]);
    await stage.mentee.says("bien-être");
    stage.mentee.sees(/ouvert jusqu’au vendredi 13 mars 2009/);
  });

  it("lists no questionnaire that nobody was invited to, until there is a date again", async () => {
    await open("2009-03-09T12:00");
    const { opens_on, due_on } = await stage.store
      .db("administrations")
      .where({ stage: "follow-up-2", dyad_id: stage.dyads.first })
      .first();
    await imports({ ended_on: addDays(due_on, -1) });
    await stage.passes({ to: `${opens_on}T12:00` });
    await stage.mentee.says("bien-être");
    stage.mentee.sees(/Aucun questionnaire n’est ouvert/);
    stage.mentee.doesNotSee(/Répondre|prochain/);
    await stage.mentee.says("calendrier");
    stage.mentee.doesNotSee(/questionnaire/i);
    await stage.mentee.pressesRaw("home.open", {});
    stage.mentee.doesNotSee(/Répondre/);
    await imports({ ended_on: null });
    await told();
    await stage.mentee.says("bien-être");
    stage.mentee.sees(/ouvert jusqu’au/);
  });

  it("is called for in the count of a whole year, and nothing of it is left unsaid without a reason", async () => {
    await open("2009-03-17T12:00");
    // The reminders of that day still wait.
    const waiting = stage.store.db("outbox").where({ kind: "follow-up-tomorrow" }).andWhere("subject", "like", `%"on":"${on}"%`);
    expect(await waiting.update({ settled_at: null, outcome: null, receipt: null, not_before: stage.now })).toBe(3);
    await imports({ ended_on: "2009-03-16" });
    await stage.passes({ to: "2009-12-19T12:00" });
    const missed = async () => {
      const { notices } = await yearReport();
      return notices.filter(({ kind }) => kind.startsWith("follow-up")).map((of) => [of.kind, of.missed]);
    };
    const none = ["announced", "in-a-week", "moved", "tomorrow"].map((kind) => [`follow-up-${kind}`, 0]);
    expect(await missed()).toEqual(none);
    expect(await stage.store.db("outbox").where({ kind: "follow-up-moved" }).delete()).toBe(3);
    expect(await missed()).toEqual(none.map(([kind]) => [kind, kind === "follow-up-moved" ? 3 : 0]).toSorted());
  });

  it("is off in the messages that told its date, until the end is taken back", async () => {
    await open("2009-03-17T12:00", { updates: true });
    const said = (who: Actor) => heard(who).filter((text) => /^Suivi 2 (avec|— Marie)/.test(text));
    const before = said(stage.mentee).length;
    await imports({ ended_on: "2009-03-16" });
    await told();
    expect(said(stage.mentee).slice(0, before)).toEqual(
      Array(before).fill("Suivi 2 avec Marie Mentore\nCe suivi n’a pas lieu : la dyade prend fin avant."),
    );
    expect(said(stage.coordinator)[0]).toBe("Suivi 2 — Marie Mentore et Nadia Nouvelle\nCe suivi n’a pas lieu : la dyade prend fin avant.");
    await imports({ ended_on: null });
    await told();
    expect(said(stage.mentee).slice(0, before)).toEqual(
      Array(before).fill("Suivi 2 avec Marie Mentore\nCe suivi a changé de date; un autre avis vous la donne."),
    );
  });
});

describe("a beginning that moves past an announced follow-up", () => {
  let from: Map<Actor, number>;
  const both = () => [stage.mentor, stage.mentee];
  const about = (who: Actor, what = /^Suivi 1 (avec|— Marie)/) => heard(who, from.get(who)).filter((text) => what.test(text));
  const days = async (dyad: number | null): Promise<Record<string, Day | null>> => {
    const rows = await stage.store.db("follow_ups").where({ dyad_id: dyad }).orderBy("id");
    return Object.fromEntries(rows.map(({ stage: key, on_day }) => [key, on_day]));
  };
  const open = async (now: string) => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.passes({ to: now });
    from = new Map([...both(), stage.coordinator, stage.otherMentee].map((who) => [who, who.shown.length]));
  };

  it("takes it along, with its reminders and its questionnaire, and tells its people", async () => {
    await open("2009-01-14T12:00");
    const [before, others] = [await days(stage.dyads.first), await days(stage.dyads.second)];
    expect(before["follow-up-1"]).toBe("2009-01-22");
    await imports({ began_on: "2009-02-16" as Day });
    await told();
    const after = await days(stage.dyads.first);
    expect(await days(stage.dyads.second)).toEqual(others);
    expect(after["follow-up-1"]).toBe("2009-03-05");
    const moved = "La rencontre du jeudi 22 janvier 2009 est déplacée au jeudi 5 mars 2009 à 15 h 45.";
    for (const who of [...both(), stage.coordinator]) expect(about(who).map((text) => text.split("\n")[1])).toEqual([moved]);
    expect(about(stage.otherMentee)).toEqual([]);

    const asked = (who: Actor) => heard(who, from.get(who)).filter((text) => text.includes("[Répondre]")).length;
    await stage.passes({ to: "2009-02-20T12:00" });
    for (const who of both()) expect(about(who)).toHaveLength(1);
    expect(asked(stage.mentee)).toBe(0);
    await stage.passes({ to: "2009-03-05T12:00" });
    for (const who of both()) expect(about(who).slice(1).join()).toMatch(/approche : jeudi 5 mars[\s\S]*Petit rappel/);
    expect(asked(stage.mentee)).toBeGreaterThan(0);
  });

  it("takes the whole cohort along when it is its first day, each in the order of the plan", async () => {
    await open("2009-01-14T12:00");
    await stage.store.db("cohorts").update({ starts_on: "2009-04-06" });
    for (const dyad of [stage.dyads.first, stage.dyads.second]) await imports({ began_on: "2009-04-06" as Day }, dyad);
    await told();
    for (const dyad of [stage.dyads.first, stage.dyads.second]) {
      const { "follow-up-1": first, "follow-up-2": second, "follow-up-3": third } = await days(dyad);
      const { "mentee-group": group, "year-end": end } = await days(null);
      const all = [first, second, group, third, end];
      expect(all).toEqual(all.toSorted());
      expect(first && first >= "2009-04-06").toBe(true);
      expect(second && first && second > addDays(first, 7)).toBe(true);
    }
    for (const who of [...both(), stage.otherMentee]) expect(about(who, /^Suivi 1/)).toEqual([expect.stringContaining("est déplacée au")]);
    const { notices } = await yearReport();
    expect(notices.filter(({ kind, missed }) => kind === "follow-up-moved" && missed > 0)).toEqual([]);
  });

  it("gives another day to one that went by without being held", async () => {
    await open("2009-02-03T12:00");
    await imports({ began_on: "2009-02-16" as Day });
    await told();
    expect(await days(stage.dyads.first)).toMatchObject({ "follow-up-1": "2009-03-05" });
    for (const who of both())
      expect(about(who)).toEqual([expect.stringContaining("du jeudi 22 janvier 2009 est déplacée au jeudi 5 mars")]);
  });

  it("leaves it without a day when what was announced for later leaves it none", async () => {
    await open("2009-01-14T12:00");
    const { id } = await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();
    await stage.store.db("follow_ups").where({ id }).update({ on_day: "2009-01-27", announced_on: stage.today });
    await imports({ began_on: "2009-01-27" as Day });
    await told();
    expect(await days(stage.dyads.first)).toMatchObject({ "follow-up-1": null, "follow-up-2": "2009-01-27" });
    for (const who of both()) expect(about(who)).toEqual([expect.stringContaining("du jeudi 22 janvier 2009 n’aura pas lieu ce jour-là")]);
    await stage.coordinator.says("suivi");
    stage.coordinator.sees(/Suivi 1 — Marie Mentore et Nadia Nouvelle\n {2}Il faut lui trouver une date/);
  });

  it("leaves what was held where it is", async () => {
    await open("2009-01-14T12:00");
    const { id } = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
    const held = { held_on: "2009-01-13", held_by: stage.coordinator.id, held_at: "2009-01-13T20:00:00.000Z" };
    await stage.store.db("follow_ups").where({ id }).update(held);
    await imports({ began_on: "2009-02-16" as Day });
    await told();
    expect(await days(stage.dyads.first)).toMatchObject({ "follow-up-1": "2009-01-22" });
    for (const who of both()) expect(about(who)).toEqual([]);
  });
});

describe("a first day of the cohort that is put off after it", () => {
  const putOff = async (to: Day) => {
    await stage.store.db("cohorts").update({ starts_on: to });
    await stage.store.db("appointments").update({ from_on: to });
    await stage.store.db("dyads").update({ began_on: to });
    await stage.store.db("planned_days").delete();
    await told();
  };
  const summaries = (who: Actor, from: number) => who.shown.slice(from).map(({ summary }) => summary.replace(/\u00a0/g, " "));
  const dyads = ["Marie Mentore et Nadia Nouvelle", "Marc Ancien et Noé Débutant"];

  it("is told once to whoever coordinated it, with the dates that move, and says when it begins", async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.passes({ to: "2009-01-14T12:00" });
    const from = stage.coordinator.shown.length;
    await putOff("2009-03-16" as Day);
    const heardOf = () => heard(stage.coordinator, from).filter((text) => text.startsWith("Suivi 1 — "));
    expect(heardOf().map((text) => text.split("\n")[0])).toEqual(dyads.map((dyad) => `Suivi 1 — ${dyad}`));
    for (const text of heardOf()) expect(text).toMatch(/La rencontre du .* janvier 2009 est déplacée au .* 2009 à 15 h 45\.\n\[Faire/);
    expect(summaries(stage.deputy, 0)).not.toContain("Changement de date : Suivi 1");
    for (const text of ["statut", "suivi", "aide"]) {
      await stage.coordinator.says(text);
      stage.coordinator.sees("La cohorte « Cohorte 2009 » commence maintenant le 16 mars 2009.");
    }
    await stage.passes({ to: "2009-01-16T12:00" });
    const [ahead, ...more] = heard(stage.coordinator, from).filter((text) => text.startsWith("Des suivis ont changé de date"));
    expect(ahead?.match(/^• Suivi 2 — .* : du \d.* au \d.* 2009 à 15 h 45$/gm)).toHaveLength(2);
    expect(more).toEqual([]);
    expect(ahead).not.toMatch(/\[Voir|\[Préparer/);

    await stage.passes({ to: "2009-03-17T12:00" });
    expect(heardOf()).toHaveLength(2);
    expect(summaries(stage.coordinator, from).filter((summary) => summary.startsWith("Bienvenue"))).toEqual([]);
    expect(summaries(stage.coordinator, from)).toContain("Votre semaine de mentorat");
    await stage.coordinator.says("suivi");
    stage.coordinator.sees("Suivis à mener");
    const { notices } = await yearReport();
    const counted = ["welcome", "follow-up-moved", "dates-changed"];
    expect(notices.filter(({ kind, missed }) => counted.includes(kind) && missed > 0)).toEqual([]);
  });

  it("is the first one to whoever was never welcomed: they hear nothing before it, and are welcomed on it", async () => {
    stage = await openStage({ now: "2009-01-02T10:00", startsOn: "2009-01-12", plan: { capacityPerDay: 1 } });
    await stage.passes({ to: "2009-01-09T12:00" });
    await putOff("2009-03-16" as Day);
    await stage.passes({ to: "2009-03-15T12:00" });
    expect(summaries(stage.mentor, 0)).toContain("Changement de date : Suivi 1");
    expect(stage.coordinator.shown).toEqual([]);
    await stage.coordinator.says("statut");
    stage.coordinator.sees("Vous coordonnerez « Cohorte 2009 » à compter du 16 mars 2009.");
    await stage.passes({ to: "2009-03-16T12:00" });
    expect(summaries(stage.coordinator, 1)[0]).toBe("Bienvenue dans le programme de mentorat");
  });
});

describe("an end of the cohort that comes before an announced follow-up", () => {
  const on = "2009-03-18" as Day;
  let from: Map<Actor, number>;
  const both = () => [stage.mentor, stage.mentee];
  const about = (who: Actor) => heard(who, from.get(who)).filter((text) => /^Suivi 2 (avec|— Marie)/.test(text));
  const second = () => stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();
  const ends = async (ends_on: string) => {
    await stage.store.db("cohorts").update({ ends_on });
    await imports({ ended_on: null });
    await told();
  };

  const open = async (more: Parameters<typeof openStage>[0] = {}) => {
    stage = await openStage({ now: "2009-01-05T06:00", ...more });
    await stage.app.planAhead(stage.now);
    await stage.store.db("follow_ups").where({ stage: "follow-up-2" }).update({ on_day: on });
    await stage.passes({ to: "2009-03-11T12:00" });
    from = new Map([...both(), stage.coordinator].map((who) => [who, who.shown.length]));
  };
  /** On a platform that can make a message say something else. */
  const reopen = async () => {
    await stage.close();
    await open({ updates: true });
  };
  beforeEach(() => open());

  it.each(["2009-03-10", "2009-01-30"])("and is past (%s): it is off, and comes back when the end is put back", async (last) => {
    const before = await stage.store.db("follow_ups").where({ dyad_id: stage.dyads.first }).whereNull("announced_on").pluck("on_day");
    await ends(last);
    const why = `La rencontre du mercredi 18 mars 2009 n’aura pas lieu, puisque la cohorte a pris fin le ${last === "2009-03-10" ? "mardi 10 mars" : "vendredi 30 janvier"} 2009.`;
    const questions = " Si vous avez des questions, Claire Coordination est là pour y répondre.";
    for (const who of both()) expect(about(who).map((text) => text.split("\n")[1])).toEqual([why + questions]);
    expect(about(stage.coordinator).map((text) => text.split("\n")[1])).toEqual([why]);
    expect(stage.mentee.shown.find(({ summary }) => /^Rencontre annulée.: Suivi 2$/.test(summary))?.blocks).toContainEqual(
      expect.objectContaining({ kind: "event", event: expect.objectContaining({ on, sequence: 1, cancelled: true }) }),
    );
    await stage.coordinator.says("suivi");
    stage.coordinator.doesNotSee(/Suivi 2/);
    await stage.passes({ to: "2009-03-13T12:00" });
    for (const who of [...both(), stage.coordinator]) expect(about(who)).toHaveLength(1);
    await ends("2009-12-18");
    expect(await second()).toMatchObject({ on_day: on, unplaced: null });
    for (const who of [...both(), stage.coordinator]) expect(about(who)[1]).toContain("La rencontre aura lieu le mercredi 18 mars 2009");
    expect(before).toHaveLength(1);
    const again = await stage.store.db("follow_ups").where({ dyad_id: stage.dyads.first }).whereNull("announced_on").pluck("on_day");
    expect(again.filter((date: Day | null) => date !== null && date > on)).toHaveLength(1);
  });

  it("and is yet to come: its members hear that another date may be, and whoever leads it chooses one", async () => {
    await ends("2009-03-17");
    const why = "La rencontre du mercredi 18 mars 2009 n’aura pas lieu ce jour-là, puisque la cohorte prend fin le mardi 17 mars 2009. ";
    for (const who of both())
      expect(about(who).map((text) => text.split("\n")[1])).toEqual([
        `${why}Si une autre date est fixée d’ici là, elle vous sera annoncée.`,
      ]);
    expect(about(stage.coordinator).map((text) => text.split("\n")[1])).toEqual([`${why}Vous pouvez choisir une autre date d’ici là.`]);
    expect(await second()).toMatchObject({ on_day: null, unplaced: "no-open-day-left" });
    const others = await stage.store.db("follow_ups").whereNotNull("on_day").pluck("on_day");
    expect(others.filter((date: Day) => date > "2009-03-17")).toEqual([]);
    await stage.coordinator.says("suivi");
    stage.coordinator.sees(/Suivi 2 — Marie Mentore et Nadia Nouvelle\n {2}Il faut lui trouver une date/);
  });

  it("leaves its questionnaire open until its last day, and its messages ask for it as long, and remind nobody", async () => {
    await reopen();
    await ends("2009-03-17");
    await stage.mentee.says("calendrier");
    stage.mentee.sees(/questionnaire/i);
    const asking = () => heard(stage.mentee).filter((text) => text.includes("« Suivi 2 »") && text.includes("[Répondre]"));
    expect(asking()).toHaveLength(1);
    const { due_on } = await stage.store.db("administrations").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).first();
    await stage.passes({ to: `${due_on}T12:00` });
    expect(asking()).toHaveLength(1);
    expect(stage.mentee.everything).not.toMatch(/rappel : le questionnaire|remis à plus tard/);
  });

  it("is said not to take place on its date by the messages that told it, until there is another one", async () => {
    await reopen();
    const said = () =>
      heard(stage.mentor)
        .find((text) => text.startsWith("Suivi 2 avec"))
        ?.split("\n")[1];
    await ends("2009-03-17");
    expect(said()).toBe("Ce suivi n’aura pas lieu à cette date.");
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String((await second()).id) });
    await stage.coordinator.fillsIn({ on: "2009-03-12", at: "15:45" });
    expect(stage.coordinator.errors()).toEqual({});
    await told();
    expect(said()).toBe("Ce suivi a changé de date; un autre avis vous la donne.");
  });
});

describe("a year-end review whose cohort ends so soon that announced follow-ups fill what is left", () => {
  const name = "Bilan de fin d’année";
  const review = () => stage.store.db("follow_ups").where({ stage: "year-end" }).first();
  const ends = async (ends_on: string) => {
    await stage.store.db("cohorts").update({ ends_on });
    await imports({ ended_on: null });
    await told();
  };

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    const thirds = stage.store.db("follow_ups").where({ stage: "follow-up-3" });
    await thirds.clone().where({ dyad_id: stage.dyads.first }).update({ on_day: "2009-11-26" });
    await thirds.clone().where({ dyad_id: stage.dyads.second }).update({ on_day: "2009-11-30" });
    await stage.passes({ to: "2009-11-10T12:00" });
    expect((await thirds.clone().pluck("announced_on")).includes(null)).toBe(false);
    expect(await review()).toMatchObject({ on_day: "2009-12-09", announced_on: null });
  });

  it("waits for a day that the coordinator sets, once the follow-ups have theirs, and nobody hears of one before them", async () => {
    const before = stage.mentor.shown.length;
    await ends("2009-11-27");
    expect(await review()).toMatchObject({ on_day: null, unplaced: "no-open-day-left" });
    await stage.coordinator.says("suivi");
    stage.coordinator.sees(new RegExp(`${name}[^\n]*\n {2}Il faut lui trouver une date`));
    const { id } = await stage.store.db("follow_ups").where({ stage: "follow-up-3", dyad_id: stage.dyads.second }).first();
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
    await stage.coordinator.fillsIn({ on: "2009-11-24", at: "15:00" });
    expect(stage.coordinator.errors()).toEqual({});
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String((await review()).id) });
    await stage.coordinator.fillsIn({ on: "2009-11-27", at: "15:00" });
    expect(stage.coordinator.errors()).toEqual({});
    await stage.passes({ days: 1 });
    expect(heard(stage.mentor, before).filter((text) => text.startsWith(name))).toEqual([
      expect.stringContaining("vendredi 27 novembre 2009 à 15 h"),
    ]);
  });

  it("comes back in its last weeks, and the follow-up on its day, when the end is put back", async () => {
    await ends("2009-11-27");
    await ends("2009-12-18");
    expect(await review()).toMatchObject({ on_day: "2009-12-09", unplaced: null });
    const third = await stage.store.db("follow_ups").where({ stage: "follow-up-3", dyad_id: stage.dyads.second }).first();
    expect(third).toMatchObject({ on_day: "2009-11-30", unplaced: null });
  });

  it("stays where the coordinator had it come early, before anybody heard of it", async () => {
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String((await review()).id) });
    await stage.coordinator.fillsIn({ on: "2009-12-02", at: "15:00" });
    await ends("2010-01-29");
    expect(await review()).toMatchObject({ on_day: "2009-12-02" });
  });
});

describe("a day of the group that was announced to somebody whom it no longer concerns", () => {
  const on = "2009-03-18" as Day;
  const name = "Rencontre du groupe de mentoré·es";
  let from: Map<Actor, number>;
  const about = (who: Actor) => heard(who, from.get(who)).filter((text) => text.startsWith(name));
  const lines = (who: Actor) => about(who).map((text) => text.split("\n")[1]);
  const entries = (who: Actor) =>
    who.shown
      .filter(({ blocks }) => blocks.some((block) => block.kind === "heading" && block.text === name))
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "event" ? block.event : [])));
  const everyone = () => [stage.mentor, stage.mentee, stage.otherMentor, stage.otherMentee, stage.coordinator];

  const open = async (now = "2009-03-11T12:00", more: Parameters<typeof openStage>[0] = {}) => {
    stage = await openStage({ now: "2009-01-05T06:00", ...more });
    await stage.app.planAhead(stage.now);
    await stage.store.db("follow_ups").where({ stage: "follow-up-2" }).update({ on_day: "2009-02-19" });
    await stage.store.db("follow_ups").where({ stage: "mentee-group" }).update({ on_day: on });
    await stage.passes({ to: now });
    from = new Map(everyone().map((who) => [who, who.shown.length]));
  };
  const off = (why: string) =>
    `La rencontre du mercredi 18 mars 2009 ne vous concerne plus, puisque votre dyade avec Marie Mentore ${why}. Si vous avez des questions, Claire Coordination est là pour y répondre.`;
  const again = "La rencontre du mercredi 18 mars 2009 à 15 h 45 vous concerne de nouveau.";

  it("comes off their calendar with one word, and goes back on when the end is taken back, as often as that is", async () => {
    await open();
    await imports({ ended_on: "2009-03-10" });
    await told();
    expect(lines(stage.mentee)).toEqual([off("a pris fin le mardi 10 mars 2009")]);
    expect(stage.mentee.shown.find(({ summary }) => summary === `Plus à votre calendrier\u00a0: ${name}`)).toBeDefined();
    await stage.passes({ to: "2009-03-12T12:00" });
    expect(about(stage.mentee)).toHaveLength(1);
    await imports({ ended_on: null });
    await told();
    await imports({ ended_on: "2009-03-16" });
    await told();
    await imports({ ended_on: null });
    await told();
    await stage.passes({ to: "2009-03-13T12:00" });
    expect(lines(stage.mentee)).toEqual([off("a pris fin le mardi 10 mars 2009"), again, off("prend fin le lundi 16 mars 2009"), again]);
    const uid = entries(stage.otherMentee)[0]?.uid;
    expect(entries(stage.mentee)).toMatchObject([
      { uid, sequence: 0, on },
      { uid, sequence: 1, on, cancelled: true },
      { uid, sequence: 2, on },
      { uid, sequence: 3, on, cancelled: true },
      { uid, sequence: 4, on },
    ]);
    for (const who of [stage.mentor, stage.otherMentor, stage.otherMentee, stage.coordinator]) expect(about(who)).toEqual([]);
    await stage.coordinator.pressesRaw("lead-follow-up.move", {
      followUp: String((await stage.store.db("follow_ups").where({ stage: "mentee-group" }).first()).id),
    });
    await stage.coordinator.fillsIn({ on: "2009-03-19", at: "15:00" });
    await told();
    expect(entries(stage.mentee).at(-1)).toMatchObject({ uid, sequence: 5, on: "2009-03-19" });
    expect(entries(stage.otherMentee).at(-1)).toMatchObject({ uid, sequence: 1, on: "2009-03-19" });
    await stage.passes({ to: "2009-03-18T17:00" });
    expect(about(stage.mentee).at(-1)).toMatch(/Petit rappel/);
    const report = await yearReport();
    expect(report.notices.filter(({ kind, missed }) => kind.startsWith("follow-up") && missed > 0)).toEqual([]);
  });

  it("when their dyad begins after it, and during a pause", async () => {
    await open();
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: stage.today, until: "2009-03-27" });
    from.set(stage.mentee, stage.mentee.shown.length);
    await imports({ began_on: "2009-03-30" as Day });
    await told();
    expect(lines(stage.mentee)).toEqual([off("commence le lundi 30 mars 2009")]);
  });

  it("not when that is undone before they hear of it", async () => {
    await open("2009-03-13T18:00");
    stage.at("2009-03-14T12:00");
    await imports({ ended_on: "2009-03-13" });
    await told();
    await imports({ ended_on: null });
    await told();
    await stage.passes({ to: "2009-03-16T12:00" });
    expect(lines(stage.mentee)).toEqual([]);
    await imports({ ended_on: "2009-03-13" });
    await told();
    expect(lines(stage.mentee)).toEqual([off("a pris fin le vendredi 13 mars 2009")]);
    expect(about(stage.otherMentee)).toEqual([]);
  });

  it("not a mentor whom it concerns through another dyad", async () => {
    stage = await openStage({ now: "2009-01-05T06:00", secondMentee: true });
    await stage.app.planAhead(stage.now);
    await stage.store.db("follow_ups").where({ stage: "follow-up-2" }).update({ on_day: "2009-02-19" });
    await stage.store.db("follow_ups").where({ stage: "mentee-group" }).update({ on_day: on, audience: "all" });
    await stage.passes({ to: "2009-03-11T12:00" });
    from = new Map(everyone().map((who) => [who, who.shown.length]));
    await imports({ ended_on: "2009-03-10" });
    await told();
    expect([stage.mentor, stage.mentee].map((who) => about(who).length)).toEqual([0, 1]);
    await imports({ ended_on: "2009-03-10" }, stage.dyads.third as number);
    await told();
    expect(lines(stage.mentor)).toEqual([expect.stringContaining("ne vous concerne plus, puisque votre dyade avec")]);
  });

  it("in the messages that announced it, until it concerns them again", async () => {
    await open("2009-03-11T12:00", { updates: true });
    const first = () => heard(stage.mentee).find((text) => text.startsWith(name));
    const before = first();
    expect(before).toContain("[Mon calendrier]");
    await imports({ ended_on: "2009-03-10" });
    await told();
    expect(first()).toBe(`${name}\nCe message ne vous concerne plus.`);
    await imports({ ended_on: null });
    await told();
    expect(first()).toBe(before);
  });
});
