import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buttonsOf, openStage, type Stage } from "../support/stage.ts";

describe("a pause", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
  });
  afterEach(() => stage.close());

  it("always has an end, and says what happens meanwhile", async () => {
    await stage.mentee.says("pause");
    stage.mentee.sees(/À la fin, vous recevrez seulement ce qui sera encore utile/);
    stage.mentee.doesNotSee(/je garde|je vous les remets/);
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-01-14" });
    stage.mentee.sees(/du 5 janvier 2009 au 14 janvier 2009/);
  });

  it.each([
    [{ until: "" }, "until", /nécessaire/],
    [{ from: "2009-01-04" }, "from", /aujourd’hui ou plus tard/],
    [{ from: "2009-01-10", until: "2009-01-09" }, "until", /précède son début/],
    [{ until: "2009-03-07" }, "until", /60 jours/],
    [{ until: "toujours" }, "until", /date/],
    [{ from: "2009-05-06", until: "2009-05-07" }, "from", /120 jours d’avance/],
    [{ from: "2090-01-01", until: "2090-01-02" }, "from", /120 jours d’avance/],
  ])("is refused for %o", async (wrong, field, why) => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn(wrong);
    expect(stage.mentee.errors()).toEqual({ [field]: expect.stringMatching(why) });
    expect(await stage.store.db("pauses")).toEqual([]);
  });

  it("holds every message back, and gives them at its end", async () => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-01-11" });
    const before = stage.mentee.shown.length;
    await stage.passes({ to: "2009-01-11T17:00" });
    expect(stage.mentee.shown).toHaveLength(before);
    await stage.passes({ to: "2009-01-12T12:00" });
    expect(stage.mentee.everything).toContain("Marie Mentore vous accompagne");
    expect(stage.mentor.everything).toContain("Vous accompagnez Nadia Nouvelle");
  });

  it("does not hide that a date that was announced is another one, and holds its reminder back", async () => {
    const one = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
    await stage.passes({ to: "2009-01-12T12:00" });
    await stage.mentee.says("pause");
    stage.mentee.sees("sauf si une date annoncée change ou est annulée");
    await stage.mentee.fillsIn({ from: "2009-01-12", until: "2009-02-06" });
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(one.id) });
    await stage.coordinator.fillsIn({ on: "2009-01-28", at: "15:45" });
    stage.at("2009-01-12T20:00");
    const before = stage.mentee.shown.length;
    await stage.passes({ to: "2009-01-13T07:00" });
    expect(stage.mentee.shown).toHaveLength(before);
    await stage.passes({ to: "2009-02-06T12:00" });
    expect(stage.mentee.shown.slice(before).map(({ summary }) => summary)).toEqual(["Changement de date\u00a0: Suivi 1"]);
    stage.mentee.sees(/est déplacée au mercredi 28 janvier 2009/);
  });

  it("tells nothing of a change to whoever was told no date, and after it the welcome and the date that there is", async () => {
    const one = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-01-15" });
    const before = stage.mentee.shown.length;
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(one.id) });
    await stage.coordinator.fillsIn({ on: "2009-01-28", at: "15:45" });
    await stage.passes({ to: "2009-01-15T17:00" });
    expect(stage.mentee.shown).toHaveLength(before);
    await stage.passes({ to: "2009-01-16T12:00" });
    const [first, ...others] = stage.mentee.shown.slice(before).map(({ summary }) => summary);
    expect([first, others.filter((summary) => summary.endsWith("Suivi 1"))]).toEqual([
      "Bienvenue dans le programme de mentorat",
      ["Une date est fixée\u00a0: Suivi 1"],
    ]);
    expect(stage.mentee.everything).toContain("La rencontre est prévue le mercredi 28 janvier 2009");
  });

  it("ends as soon as the person wishes", async () => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-02-20" });
    await stage.passes({ to: "2009-01-06T10:00" });
    await stage.mentee.says("pause");
    stage.mentee.sees(/en pause jusqu’au vendredi 20 février 2009/);
    await stage.mentee.presses("Reprendre maintenant");
    stage.mentee.sees(/Bon retour! S’il reste quelque chose d’utile/);
    await stage.passes({ to: "2009-01-06T12:00" });
    expect(stage.mentee.everything).toContain("Marie Mentore vous accompagne");
    await stage.mentee.presses("Reprendre maintenant");
    stage.mentee.sees(/Vous n’êtes pas en pause/);
  });

  it("is called off before it begins, and of a single day", async () => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-18", until: "2009-01-18" });
    stage.mentee.sees("pas de message le 18 janvier.");
    await stage.mentee.says("pause");
    stage.mentee.sees("Une pause est prévue le 18 janvier.");
    stage.mentee.doesNotSee("Reprendre maintenant");
    await stage.mentee.presses("Annuler la pause");
    stage.mentee.sees("La pause est annulée.");
    expect(await stage.store.db("pauses")).toEqual([]);
  });

  it("is not ended by the button of an earlier one that is over", async () => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-01-07" });
    const old = stage.mentee.shown.flatMap(buttonsOf).findLast(({ action }) => action === "pause.resume");
    stage.at("2009-01-12T12:00");
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-20", until: "2009-01-23" });
    await stage.mentee.pressesRaw("pause.resume", old?.data ?? {});
    stage.mentee.sees("du 20 janvier 2009 au 23 janvier 2009");
    expect(await stage.store.db("pauses").pluck("until_on")).toEqual(["2009-01-07", "2009-01-23"]);
    await stage.mentee.presses("Annuler la pause");
    expect(await stage.store.db("pauses").pluck("until_on")).toEqual(["2009-01-07"]);
  });

  it("is not ended by the button of an earlier one that was resumed from", async () => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-01-30" });
    const old = stage.mentee.shown.flatMap(buttonsOf).findLast(({ action }) => action === "pause.resume");
    await stage.mentee.says("pause");
    await stage.mentee.presses("Reprendre maintenant");
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-20", until: "2009-02-10" });
    await stage.mentee.pressesRaw("pause.resume", old?.data ?? {});
    stage.mentee.sees("du 20 janvier 2009 au 10 février 2009");
    expect(await stage.store.db("pauses").pluck("until_on")).toEqual(["2009-02-10"]);
  });

  it("that is extended, or follows another, is said with its true end", async () => {
    const pauses = async (from: string, until: string) => {
      await stage.mentee.pressesRaw("pause.extend", {});
      await stage.mentee.fillsIn({ from, until });
    };
    await pauses("2009-01-05", "2009-01-09");
    await pauses("2009-01-10", "2009-01-20");
    stage.mentee.sees("du 5 janvier 2009 au 20 janvier 2009");
    await pauses("2009-02-02", "2009-02-06");
    await stage.mentee.says("pause");
    stage.mentee.sees(/en pause jusqu’au mardi 20 janvier 2009\.\nUne pause est prévue du 2 février 2009 au 6 février 2009/);
    await stage.mentee.presses("Reprendre maintenant");
    stage.mentee.sees(/Bon retour!.*La pause qui était prévue est annulée aussi/);
    await stage.mentee.says("pause");
    expect(stage.mentee.form?.id).toBe("pause.take");
  });

  it("is nobody else's business", async () => {
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-05", until: "2009-01-30" });
    await stage.coordinator.says("statut nadia");
    stage.coordinator.doesNotSee(/pause/i);
    await stage.direction.says("pause");
    stage.direction.sees(/je ne donne aucun renseignement sur les personnes/);
  });
});
