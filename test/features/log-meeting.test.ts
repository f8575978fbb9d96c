import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formCard } from "../../adapters/adaptive-card.ts";
import type { DyadId, MeetingId } from "../../src/program/terms.ts";
import { readMeeting, readMeetings } from "../../src/store/meetings.ts";
import { findVisitor } from "../../src/store/visitors.ts";
import type { Form } from "../../src/ui/model.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** A field as a card shows it. */
const inputOf = (shown: Form | null, key: string) => shown && formCard(shown).body.find(({ id }) => id === key);

describe("logging a meeting", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-03-09T10:00" });
  });
  afterEach(() => stage.close());

  const meetingsSeenBy = async (who: "mentor" | "mentee" | "coordinator") => {
    const visitor = await findVisitor(stage.store, stage[who].address, stage.now);
    const dyad = (await findVisitor(stage.store, stage.mentor.address, stage.now))?.dyads[0];
    if (!visitor || !dyad) throw new Error("nobody there");
    return readMeetings(stage.store, visitor.viewer, dyad);
  };

  it("takes the day, the length and the mode, and says it back in a sentence", async () => {
    await stage.mentor.says("rencontre");
    stage.mentor.sees("Consigner une rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06", minutes: "75", mode: "video", topics: ["classroom", "parents"] });
    stage.mentor.sees(/avec Nadia Nouvelle le vendredi 6 mars 2009.*1 h 15.*visioconférence/);
    expect(await meetingsSeenBy("mentor")).toMatchObject([
      { heldOn: "2009-03-06", minutes: 75, mode: "video", content: { topics: ["classroom", "parents"] } },
    ]);
  });

  it("waits for the first day of the dyad, and says which it is", async () => {
    await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ began_on: "2009-03-16" });
    await stage.mentor.says("rencontre");
    stage.mentor.sees(/Votre dyade commence le lundi 16 mars 2009/);
    expect(stage.mentor.form).toBeNull();
    await stage.passes({ to: "2009-03-16T10:00" });
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-16" });
    stage.mentor.sees(/avec Nadia Nouvelle le lundi 16 mars 2009/);
  });

  it("takes a form once that is sent again before it is answered, and says once what was done", async () => {
    await stage.mentor.says("rencontre");
    const form = stage.mentor.form as Form;
    const send = (minutes: string) => stage.mentor.submitsRaw(form.id, form.hidden ?? {}, { heldOn: "2009-03-06", minutes, mode: "phone" });
    const replies = await Promise.all([send("45"), send("45"), send("45")]);
    expect(replies.map(({ kind }) => kind).sort()).toEqual(["nothing", "nothing", "say"]);
    expect(await meetingsSeenBy("mentor")).toHaveLength(1);
  });

  it("tells the coordinator that it took place, and not what it was about", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06", topics: ["balance"], otherTopic: "sujet-secret" });
    const [meeting] = await meetingsSeenBy("coordinator");
    expect(meeting).toMatchObject({ heldOn: "2009-03-06", minutes: 60, content: null });
    expect((await meetingsSeenBy("mentee"))[0]?.content?.otherTopic).toBe("sujet-secret");
  });

  it("says before anything is written who will know what", async () => {
    await stage.mentee.says("meeting");
    stage.mentee.sees(/coordonne le mentorat saura.*Les sujets et les objectifs restent entre vous deux/);
  });

  it.each([
    ["a day to come", { heldOn: "2009-03-10" }, "heldOn", /à venir/],
    ["a day before the dyad began", { heldOn: "2009-01-04" }, "heldOn", /précède le début/],
    ["what is no day", { heldOn: "2009-02-30" }, "heldOn", /date/],
    ["no day", { heldOn: "" }, "heldOn", /nécessaire/],
    ["no minutes", { minutes: "0" }, "minutes", /de 1 à 1\u00a0440/],
    ["more than a day", { minutes: "1441" }, "minutes", /de 1 à 1\u00a0440/],
    ["minutes in words", { minutes: "une heure" }, "minutes", /nombre entier/],
    ["a mode that is not offered", { mode: "telepathy" }, "mode", /réponses proposées/],
    ["a topic that is not offered", { topics: ["classroom", "gossip"] }, "topics", /réponses proposées/],
    ["another topic that is too long", { otherTopic: "x".repeat(201) }, "otherTopic", /200/],
  ])("asks again for %s, and keeps what was typed", async (_, wrong, field, why) => {
    await stage.mentor.says("rencontre");
    const answers = { heldOn: "2009-03-06", minutes: "45", otherTopic: "le bulletin", ...wrong };
    await stage.mentor.fillsIn(answers);
    expect(stage.mentor.errors()).toEqual({ [field]: expect.stringMatching(why) });
    const kept = Object.fromEntries((stage.mentor.form?.fields ?? []).map((one) => [one.key, "value" in one ? one.value : undefined]));
    expect(kept).toMatchObject({ heldOn: answers.heldOn, minutes: answers.minutes, otherTopic: answers.otherTopic });
    expect(await meetingsSeenBy("mentor")).toEqual([]);
  });

  it("says everything that is wrong at once", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-10", minutes: "abc", topics: ["gossip"] });
    expect(stage.mentor.errors()).toEqual({
      heldOn: expect.stringMatching(/à venir/),
      minutes: expect.stringMatching(/nombre entier/),
      topics: expect.stringMatching(/réponses proposées/),
    });
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    await stage.mentor.presses("Corriger");
    await stage.mentor.fillsIn({ heldOn: "2009-01-04", minutes: "" });
    expect(Object.keys(stage.mentor.errors())).toEqual(["heldOn", "minutes"]);
  });

  it("keeps minutes that are no number in the card of the form", async () => {
    await stage.mentor.says("rencontre");
    expect(inputOf(stage.mentor.form, "minutes")).toMatchObject({ type: "Input.Number", value: 60 });
    await stage.mentor.fillsIn({ minutes: "abc" });
    expect(inputOf(stage.mentor.form, "minutes")).toMatchObject({ type: "Input.Text", value: "abc" });
    await stage.mentor.fillsIn({ minutes: "" });
    expect(inputOf(stage.mentor.form, "minutes")).not.toHaveProperty("value");
  });

  it.each(["2009-02-30", "hier"])("keeps the day %j in the card of the form, though it is none", async (heldOn) => {
    await stage.mentor.says("rencontre");
    expect(inputOf(stage.mentor.form, "heldOn")).toMatchObject({ type: "Input.Date", value: "2009-03-09" });
    await stage.mentor.fillsIn({ heldOn });
    expect(inputOf(stage.mentor.form, "heldOn")).toMatchObject({ type: "Input.Text", value: heldOn });
  });

  it("writes an objective of several lines on one", async () => {
    await stage.mentee.pressesRaw("objective.set", { dyad: String(stage.dyads.first) });
    await stage.mentee.fillsIn({ text: "mieux gérer\n  les transitions" });
    await stage.mentor.says("rencontre");
    stage.mentor.sees("mieux gérer les transitions");
  });

  it("can be with any of more dyads than can be shown side by side", async () => {
    const { db } = stage.store;
    const { id: _, ...dyad } = await db("dyads").where({ id: stage.dyads.first }).first();
    const { id: __, ...person } = await db("people").where({ id: stage.mentee.id }).first();
    for (let number = 1; number <= 11; number++) {
      const [{ id }] = await db("people")
        .insert({ ...person, email: `m${number}@exemple.example`, given_name: `Numéro${number}` })
        .returning("id");
      await db("dyads").insert({ ...dyad, mentee_id: id });
    }
    await stage.mentor.says("rencontre");
    for (let number = 1; number <= 11; number++) stage.mentor.sees(`Numéro${number} `);
    const field = stage.mentor.form?.fields.find(({ key }) => key === "dyad");
    const eleventh = field?.kind === "choice" ? field.options.find(({ label }) => label.startsWith("Numéro11 ")) : undefined;
    await stage.mentor.fillsIn({ dyad: eleventh?.value ?? "" });
    stage.mentor.sees("rencontre avec Numéro11 Nouvelle");
  });

  it("notices a second meeting of the day when one is moved onto it", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-05" });
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    await stage.mentor.presses("Corriger");
    await stage.mentor.fillsIn({ minutes: "30" });
    stage.mentor.sees(/C’est corrigé/);
    await stage.mentor.presses("Corriger");
    await stage.mentor.fillsIn({ heldOn: "2009-03-05" });
    expect(stage.mentor.errors().heldOn).toMatch(/déjà consignée/);
    await stage.mentor.fillsIn({ another: ["yes"] });
    stage.mentor.sees(/C’est corrigé/);
  });

  it("is over with the cohort, and says so", async () => {
    await stage.mentor.says("rencontre");
    const form = stage.mentor.form;
    stage.at("2009-12-19T10:00");
    await stage.mentor.says("rencontre");
    stage.mentor.sees(/La cohorte est terminée : on ne peut plus y consigner de rencontre. Votre cahier reste lisible/);
    stage.mentor.form = form;
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    stage.mentor.sees(/La cohorte est terminée/);
    await stage.mentor.presses("Ouvrir le cahier d’accompagnement");
    stage.mentor.sees("Cahier avec Nadia Nouvelle");
  });

  it("notices a second meeting of the same day, and logs it once it is confirmed", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    await stage.mentee.says("rencontre");
    await stage.mentee.fillsIn({ heldOn: "2009-03-06" });
    expect(stage.mentee.errors().heldOn).toMatch(/déjà consignée/);
    expect(await meetingsSeenBy("mentor")).toHaveLength(1);
    await stage.mentee.fillsIn({ another: ["yes"] });
    expect(await meetingsSeenBy("mentor")).toHaveLength(2);
  });

  it("is corrected by its author, with the earlier version kept", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06", minutes: "30" });
    await stage.mentor.presses("Corriger");
    await stage.mentor.fillsIn({ minutes: "50" });
    stage.mentor.sees(/C’est corrigé.*50 min/);
    const visitor = await findVisitor(stage.store, stage.mentee.address, stage.now);
    const [dyad] = visitor?.dyads ?? [];
    if (!visitor || !dyad) throw new Error("nobody there");
    const [meeting] = await readMeetings(stage.store, visitor.viewer, dyad);
    const whole = await readMeeting(stage.store, visitor.viewer, dyad, meeting?.id as MeetingId);
    expect(whole?.versions.map(({ entry }) => entry.minutes)).toEqual([30, 50]);
    expect(whole?.versions[1]?.changed).toEqual(["minutes"]);
  });

  it("says so when the form was overtaken by another correction", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06", minutes: "30" });
    await stage.mentor.presses("Corriger");
    const old = stage.mentor.form;
    await stage.mentor.presses("Corriger");
    await stage.mentor.fillsIn({ minutes: "40" });
    stage.mentor.form = old;
    await stage.mentor.fillsIn({ minutes: "5000" });
    expect(stage.mentor.errors().heldOn).toMatch(/modifiée entre-temps/);
    await stage.mentor.fillsIn({});
    expect(Object.keys(stage.mentor.errors())).toEqual(["minutes"]);
    expect((await meetingsSeenBy("mentor"))[0]?.minutes).toBe(40);
  });

  it("is withdrawn by its author, and an old button says what happened since", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    await stage.mentor.presses("Retirer");
    stage.mentor.sees(/Retirer cette rencontre\?\n6 mars 2009/);
    expect(await meetingsSeenBy("mentor")).toHaveLength(1);
    await stage.mentor.presses("Oui, retirer");
    stage.mentor.sees(/rencontre du vendredi 6 mars 2009 est retirée/);
    expect(await meetingsSeenBy("mentor")).toEqual([]);
    await stage.mentor.presses("Corriger");
    stage.mentor.sees(/a déjà été retirée/);
    await stage.mentor.presses("Retirer");
    stage.mentor.sees(/a déjà été retirée/);
    await stage.mentor.presses("Oui, retirer");
    stage.mentor.sees(/a déjà été retirée/);
  });

  it("belongs to its author: the other member cannot correct or withdraw it", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    const [meeting] = await meetingsSeenBy("mentor");
    const data = { dyad: String(stage.dyads.first), meeting: String(meeting?.id) };
    await stage.mentee.pressesRaw("log-meeting.correct", data);
    stage.mentee.sees(/Seule la personne qui a consigné/);
    for (const action of ["log-meeting.void", "log-meeting.withdraw"]) {
      await stage.mentee.pressesRaw(action, data);
      stage.mentee.sees(/Seule la personne qui a consigné/);
    }
    await stage.mentee.submitsRaw("log-meeting.correct", { ...data, version: "1" }, { heldOn: "", minutes: "1", mode: "phone" });
    stage.mentee.sees(/Seule la personne qui a consigné/);
    expect(await meetingsSeenBy("mentor")).toHaveLength(1);
  });

  it("reveals nothing of another dyad to a forged button or form", async () => {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    const [meeting] = await meetingsSeenBy("mentor");
    const data = { dyad: String(stage.dyads.first), meeting: String(meeting?.id), version: "1" };
    for (const action of ["log-meeting.void", "log-meeting.withdraw"]) {
      await stage.otherMentor.pressesRaw(action, data);
      stage.otherMentor.sees(/n’existe plus, ou ne vous concerne plus/);
    }
    await stage.otherMentor.submitsRaw("log-meeting.correct", data, { heldOn: "2009-03-05", minutes: "1", mode: "phone" });
    stage.otherMentor.sees(/n’existe plus, ou ne vous concerne plus/);
    await stage.otherMentor.submitsRaw(
      "log-meeting.log",
      { dyad: String(stage.dyads.first as DyadId) },
      { heldOn: "2009-03-05", minutes: "1", mode: "phone" },
    );
    stage.otherMentor.sees(/n’existe plus, ou ne vous concerne plus/);
    expect(await meetingsSeenBy("mentor")).toMatchObject([{ heldOn: "2009-03-06", minutes: 60 }]);
  });

  it("is refused to a coordinator, to the direction and to a supervisor alike", async () => {
    await stage.coordinator.says("rencontre");
    stage.coordinator.sees(/ne fait pas partie de votre rôle/);
    for (const who of [stage.direction, stage.humanResources, stage.supervisor, stage.technicalAdmin]) {
      await who.says("rencontre");
      who.sees(/je ne donne aucun renseignement sur les personnes/);
    }
    await stage.stranger.says("rencontre");
    stage.stranger.sees(/Je ne vous reconnais pas/);
  });
});

describe("logging a meeting with one of two mentees", () => {
  it("asks which one", async () => {
    const stage = await openStage({ now: "2009-03-09T10:00", secondMentee: true });
    await stage.mentor.says("rencontre");
    stage.mentor.sees("Avec qui");
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    expect(stage.mentor.errors()).toEqual({ dyad: expect.stringMatching(/nécessaire/) });
    await stage.mentor.fillsIn({ heldOn: "2009-03-10" });
    expect(Object.keys(stage.mentor.errors()).sort()).toEqual(["dyad", "heldOn"]);
    await stage.mentor.fillsIn({ heldOn: "2009-03-06" });
    await stage.mentor.fillsIn({ dyad: String(stage.dyads.third) });
    stage.mentor.sees("avec Sam Seconde");
    await stage.close();
  });
});
