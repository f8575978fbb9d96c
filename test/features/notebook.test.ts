import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../support/stage.ts";

describe("the notebook of a dyad", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-03-09T10:00" });
  });
  afterEach(() => stage.close());

  const writes = async (who: "mentor" | "mentee", text: string, audience: "me" | "our-dyad") => {
    await stage[who].says("cahier");
    await stage[who].presses("Ajouter une note");
    await stage[who].fillsIn({ kind: "learning", text, audience });
  };

  it("says first who never reads it, and keeps a note to its author unless they choose otherwise", async () => {
    await stage.mentor.says("cahier");
    await stage.mentor.presses("Ajouter une note");
    stage.mentor.sees(/La coordination, la direction.*ne lisent jamais ces notes/);
    expect(stage.mentor.form?.fields.find(({ key }) => key === "audience")).toMatchObject({ value: "me" });
    await stage.mentor.fillsIn({ kind: "difficulty", text: "une journée lourde" });
    await stage.mentor.says("cahier");
    stage.mentor.sees("une journée lourde");
    await stage.mentee.says("cahier");
    stage.mentee.doesNotSee("une journée lourde");
  });

  it("offers to log a meeting only once the dyad has begun", async () => {
    await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ began_on: "2009-03-16" });
    await stage.mentor.says("cahier");
    stage.mentor.sees("Ajouter une note");
    stage.mentor.doesNotSee("Consigner une rencontre");
    stage.at("2009-03-16T10:00");
    await stage.mentor.says("cahier");
    stage.mentor.sees("Consigner une rencontre");
  });

  it("shows the other member what was written for the dyad", async () => {
    await writes("mentee", "parler des bulletins", "our-dyad");
    await stage.mentor.says("notebook");
    stage.mentor.sees("parler des bulletins");
    stage.mentor.sees("par Nadia Nouvelle");
  });

  it("lets an author share a note, take it back, and erase it after being asked", async () => {
    await writes("mentor", "texte à moi", "me");
    await stage.mentor.says("cahier");
    await stage.mentor.presses("Partager avec notre dyade");
    await stage.mentee.says("cahier");
    stage.mentee.sees("texte à moi");
    await stage.mentor.says("cahier");
    await stage.mentor.presses("Garder pour moi");
    await stage.mentee.says("cahier");
    stage.mentee.doesNotSee("texte à moi");
    await stage.mentor.presses("Effacer");
    stage.mentor.sees("Effacer cette note pour de bon?");
    await stage.mentor.presses("Oui, effacer");
    await stage.mentor.says("cahier");
    stage.mentor.doesNotSee("texte à moi");
    await stage.mentor.presses("Oui, effacer");
    stage.mentor.sees(/n’existe plus/);
  });

  it.each([
    [{ kind: "gossip" }, "kind", /proposées/],
    [{ text: "   " }, "text", /Écrivez/],
    [{ text: "x".repeat(3001) }, "text", /3\u00a0000/],
    [{ audience: "everyone" }, "audience", /qui peut lire/],
  ])("asks again for %o", async (wrong, field, why) => {
    await stage.mentor.says("cahier");
    await stage.mentor.presses("Ajouter une note");
    await stage.mentor.fillsIn({ kind: "learning", text: "un texte", ...wrong });
    expect(stage.mentor.errors()).toEqual({ [field]: expect.stringMatching(why) });
  });

  it("lets nobody touch a note of somebody else", async () => {
    await writes("mentee", "à deux", "our-dyad");
    const [note] = await stage.store.db("notes").pluck("id");
    for (const who of [stage.mentor, stage.otherMentor]) {
      for (const action of ["notebook.erase", "notebook.share", "notebook.unshare", "notebook.remove"]) {
        await who.pressesRaw(action, { dyad: String(stage.dyads.first), note: String(note) });
        who.sees(/n’existe plus, ou ne vous concerne plus/);
      }
    }
    expect(await stage.store.db("notes").where({ audience: "our-dyad" })).toHaveLength(1);
  });

  it("is closed to everyone outside the dyad, the coordinator first", async () => {
    await stage.coordinator.says("cahier");
    stage.coordinator.sees(/ne fait pas partie de votre rôle/);
    for (const who of [stage.direction, stage.humanResources, stage.supervisor]) {
      await who.says("cahier");
      who.sees(/je ne donne aucun renseignement sur les personnes/);
    }
  });

  it("is turned page by page", async () => {
    for (let number = 1; number <= 8; number++) await writes("mentor", `note numéro ${number}.`, "me");
    await stage.mentor.says("cahier");
    stage.mentor.sees("note numéro 8.");
    stage.mentor.doesNotSee("note numéro 1.");
    await stage.mentor.presses("Plus anciennes");
    stage.mentor.sees("note numéro 1.");
  });

  it("shows a long note whole to whoever may read it, and to nobody else", async () => {
    await writes("mentor", `${"long ".repeat(598)}la fin.`, "our-dyad");
    await stage.mentee.says("cahier");
    stage.mentee.doesNotSee("la fin.");
    await stage.mentee.presses("Lire la suite");
    stage.mentee.sees(/long la fin\.$/);
    const [note] = await stage.store.db("notes").pluck("id");
    const data = { dyad: String(stage.dyads.first), note: String(note) };
    await stage.otherMentee.pressesRaw("notebook.read", data);
    stage.otherMentee.sees(/n’existe plus, ou ne vous concerne plus/);
    await writes("mentor", "à moi seul", "me");
    const [, own] = await stage.store.db("notes").orderBy("id").pluck("id");
    await stage.mentee.pressesRaw("notebook.read", { ...data, note: String(own) });
    stage.mentee.sees(/n’existe plus, ou ne vous concerne plus/);
  });

  it("lists every meeting, page by page, with what its author can do", async () => {
    const logs = async (who: "mentor" | "mentee", heldOn: string) => {
      await stage[who].says("rencontre");
      await stage[who].fillsIn({ heldOn, topics: ["parents"] });
    };
    for (let on = 10; on < 24; on++) await logs("mentor", `2009-01-${on}`);
    await logs("mentee", "2009-03-06");
    await stage.mentor.says("cahier");
    stage.mentor.sees(/6 mars 2009 · 1 h · en personne\n {2}Relation avec les parents\n23 janvier/);
    stage.mentor.sees(/23 janvier 2009 · 1 h · en personne\n {2}Relation avec les parents\n {2}\[Corriger\] \[Retirer\]/);
    stage.mentor.doesNotSee("19 janvier 2009");
    await stage.mentor.presses("Toutes les rencontres");
    stage.mentor.sees("13 janvier 2009");
    stage.mentor.doesNotSee("12 janvier 2009");
    await stage.mentor.presses("Rencontres plus anciennes");
    stage.mentor.sees("10 janvier 2009");
    await stage.mentor.presses("Retirer");
    stage.mentor.sees(/Retirer cette rencontre\?\n10 janvier 2009 · 1 h · en personne/);
    await stage.mentor.presses("Oui, retirer");
    stage.mentor.sees(/est retirée/);
    await stage.otherMentor.pressesRaw("notebook.meetings", { dyad: String(stage.dyads.first) });
    stage.otherMentor.sees(/n’existe plus, ou ne vous concerne plus/);
  });

  it("holds everything at its fullest within what a platform can show", async () => {
    for (let number = 0; number < 8; number++) {
      await stage.mentee.pressesRaw("objective.set", { dyad: String(stage.dyads.first) });
      await stage.mentee.fillsIn({ text: `objectif ${number}\n${"y".repeat(480)}` });
      await stage.mentor.says("rencontre");
      await stage.mentor.fillsIn({ heldOn: `2009-02-0${number + 1}`, otherTopic: "z".repeat(200) });
      await writes("mentor", "x".repeat(3_000), "our-dyad");
    }
    await stage.mentor.says("cahier");
    stage.mentor.sees("Toutes les rencontres");
    stage.mentor.sees("Plus anciennes");
    expect(stage.log).toEqual([]);
  });

  it("is read and no longer written once the dyad has ended", async () => {
    await writes("mentor", "souvenir", "me");
    await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ ended_on: "2009-03-08" });
    await stage.mentor.says("cahier");
    stage.mentor.sees(/vous pouvez lire le cahier, mais non y ajouter/);
    stage.mentor.sees("souvenir");
    await stage.mentor.pressesRaw("notebook.write", { dyad: String(stage.dyads.first) });
    stage.mentor.sees(/vous pouvez lire le cahier, mais non y ajouter/);
  });

  it("stays within reach beside that of the dyad that goes on", async () => {
    const two = await openStage({ now: "2009-03-09T10:00", secondMentee: true });
    await two.mentor.pressesRaw("notebook.write", { dyad: String(two.dyads.first) });
    await two.mentor.fillsIn({ kind: "learning", text: "souvenir", audience: "me" });
    await two.store.db("dyads").where({ id: two.dyads.first }).update({ ended_on: "2009-03-08" });
    await two.mentor.says("cahier");
    two.mentor.sees("Cahier avec Sam Seconde");
    await two.mentor.presses("Cahier avec Nadia Nouvelle (dyade terminée)");
    two.mentor.sees(/vous pouvez lire le cahier, mais non y ajouter/);
    two.mentor.sees("souvenir");
    await two.mentor.presses("Cahier avec Sam Seconde");
    two.mentor.doesNotSee("souvenir");
    await two.mentor.says("cahier Nadia");
    two.mentor.sees("souvenir");
    await two.mentor.says("cahier sam seconde");
    two.mentor.sees(/^Cahier avec Sam Seconde/);
    await two.mentor.says("objectif nadia");
    two.mentor.sees(/vous pouvez lire le cahier, mais non y ajouter/);
    await two.mentor.pressesRaw("home.open", {});
    two.mentor.sees("[Cahier d’accompagnement] [Cahier avec Nadia Nouvelle (dyade terminée)]");
    await two.close();
  });

  it("asks which one where there are two", async () => {
    const two = await openStage({ now: "2009-03-09T10:00", secondMentee: true });
    await two.mentor.says("cahier");
    two.mentor.sees("Quel cahier");
    await two.mentor.presses("Sam Seconde");
    two.mentor.sees("Cahier avec Sam Seconde");
    await two.close();
  });

  it("keeps the objectives: set, reached, set aside, and said to be so", async () => {
    await stage.mentee.says("objectif");
    await stage.mentee.presses("Ajouter un objectif");
    await stage.mentee.fillsIn({ text: "" });
    expect(stage.mentee.errors().text).toMatch(/nécessaire/);
    await stage.mentee.fillsIn({ text: "mieux gérer les transitions" });
    await stage.mentor.says("goal");
    stage.mentor.sees("mieux gérer les transitions");
    await stage.mentor.presses("Atteint");
    stage.mentor.sees(/Objectif atteint/);
    await stage.mentor.presses("Mettre de côté");
    stage.mentor.sees(/Atteint le 9 mars 2009/);
    await stage.otherMentor.pressesRaw("objective.dropped", { dyad: String(stage.dyads.first), objective: "1" });
    stage.otherMentor.sees(/ne vous concerne plus/);
  });

  it("offers no more than ten objectives at a time", async () => {
    for (let number = 0; number < 10; number++) {
      await stage.mentee.pressesRaw("objective.set", { dyad: String(stage.dyads.first) });
      await stage.mentee.fillsIn({ text: `objectif ${number}` });
    }
    await stage.mentee.pressesRaw("objective.set", { dyad: String(stage.dyads.first) });
    stage.mentee.sees(/Dix objectifs sont déjà en cours/);
    await stage.mentor.says("rencontre");
    expect(stage.mentor.form?.fields.find(({ key }) => key === "objectives")).toMatchObject({ options: { length: 10 } });
  });
});
