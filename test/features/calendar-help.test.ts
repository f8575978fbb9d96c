import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { splitVerb } from "../../src/features/verbs.ts";
import { distance, nearest } from "../../src/words/alike.ts";
import { openStage, type Stage } from "../support/stage.ts";

describe("help and verbs", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
  });
  afterEach(() => stage.close());

  it("offers each role what is its own", async () => {
    await stage.mentor.says("aide");
    stage.mentor.sees("rencontre — Consigner une rencontre d’échange");
    stage.mentor.doesNotSee("statut");
    stage.mentor.sees("bien-être — Voir les résultats qu’on vous montre");
    await stage.mentee.says("aide");
    stage.mentee.sees("bien-être — Répondre au questionnaire, revoir mes résultats");
    await stage.coordinator.says("help");
    stage.coordinator.sees("statut — ");
    stage.coordinator.doesNotSee("cahier — ");
  });

  it("offers nothing that is over, though whoever calls it is answered", async () => {
    stage.at("2010-01-15T12:00");
    await stage.mentor.says("aide");
    for (const over of ["Consigner une rencontre", "Fixer un objectif"]) stage.mentor.doesNotSee(over);
    stage.mentor.sees("Ouvrir le cahier d’accompagnement");
    await stage.mentee.says("aide");
    stage.mentee.doesNotSee("Répondre au questionnaire");
    await stage.mentor.says("rencontre");
    stage.mentor.sees("on ne peut plus y consigner de rencontre");
  });

  it("tells those outside the program that nobody's data is here", async () => {
    for (const who of [stage.direction, stage.humanResources, stage.supervisor, stage.technicalAdmin]) {
      await who.says("aide");
      who.sees(/je ne donne aucun renseignement sur les personnes/);
    }
  });

  it.each(["Aide", "AIDE !", "/mentorat aide", "@Triade aide", "<at>Triade</at> aide", "help", "menu", "", "   "])(
    "understands %j",
    async (typed) => {
      await stage.mentor.says(typed);
      stage.mentor.sees("Voici ce que je peux faire pour vous");
    },
  );

  it.each([
    ["rencontr", "Consigner une rencontre d’échange"],
    ["recnontre", "Consigner une rencontre d’échange"],
    ["cahié", "Ouvrir le cahier d’accompagnement"],
    ["calender", "Voir ce qui s’en vient"],
  ])("offers the nearest verbs to %j", async (typed, meant) => {
    await stage.mentor.says(typed);
    stage.mentor.sees("Vouliez-vous dire");
    stage.mentor.sees(meant);
  });

  it.each(["<at>", "<@", "@", "<at", " @"])("reads %j said three hundred thousand times as fast as anything else", async (typed) => {
    await stage.mentor.says(typed.repeat(300_000));
    stage.mentor.sees(/Je ne connais pas|Voici ce que je peux faire/);
  });

  it("offers no verb of another role as the nearest one", async () => {
    await stage.mentor.says("statu");
    stage.mentor.doesNotSee("Voir où en est le programme");
  });

  it("says so when nothing is near", async () => {
    await stage.mentor.says("xylophone*<b>");
    stage.mentor.sees("Je ne connais pas « xylophone*<b> »");
    stage.mentor.doesNotSee("Vouliez-vous dire");
  });

  it("says back what was typed as it was, all of it", async () => {
    await stage.mentor.says("/mentorat  Rapport ÉTÉ & annuel");
    stage.mentor.sees("Je ne connais pas « Rapport ÉTÉ & annuel »");
  });

  it("shows the beginning of what was typed when it is a whole paragraph", async () => {
    await stage.mentor.says("a".repeat(3_900));
    stage.mentor.sees(`Je ne connais pas « ${"a".repeat(59)}… »`);
    expect(stage.log).toEqual([]);
  });

  it.each(["bien-être", "bienetre", "bien être", "/mentorat Bien Être", "wellbeing", "well being", "résultats", "results"])(
    "takes %j for the verb of well-being",
    async (typed) => {
      await stage.mentor.says(typed);
      stage.mentor.sees("Nadia Nouvelle ne vous montre pas de résultat en ce moment.");
    },
  );

  it("tells those outside the program why, whatever they try", async () => {
    for (const who of [stage.direction, stage.humanResources]) {
      await who.says("statut");
      who.sees(/je ne donne aucun renseignement sur les personnes/);
      await who.pressesRaw("notebook.open", {});
      who.sees(/je ne donne aucun renseignement sur les personnes/);
    }
    await stage.mentor.says("statut");
    stage.mentor.sees(/ne fait pas partie de votre rôle/);
  });

  it("answers an unknown button or form without a crash", async () => {
    await stage.mentor.pressesRaw("log-meeting.nothing", {});
    stage.mentor.sees(/n’existe plus/);
    await stage.mentor.pressesRaw("nothing.at-all", {});
    stage.mentor.sees(/n’existe plus/);
    await stage.mentor.submitsRaw("log-meeting.old", {}, {});
    stage.mentor.sees(/version plus ancienne/);
    expect(stage.log.map((line) => JSON.parse(line))).toEqual([
      { level: "warn", event: "unknown-name", kind: "press", feature: "log-meeting", person: stage.mentor.id },
      { level: "warn", event: "unknown-name", kind: "press", feature: null, person: stage.mentor.id },
      { level: "warn", event: "unknown-name", kind: "submit", feature: "log-meeting", person: stage.mentor.id },
    ]);
  });

  it("measures words by letters to insert, remove, replace or swap", () => {
    expect(distance("cahier", "cahier")).toBe(0);
    expect(distance("cahier", "caheir")).toBe(1);
    expect(distance("aide", "aides")).toBe(1);
    expect(distance("", "aide")).toBe(4);
    expect(nearest("paus", ["pause", "aide"])).toEqual(["pause"]);
  });

  it.each([
    ["Statut  Éloïse-Ann !", "statut", "Éloïse-Ann !"],
    ["! statut ?!", "statut", ""],
    ["<at>Triade</at> /mentorat: Bien ÊTRE, merci", "bienetre", "merci"],
    ["well being<@U1>", "wellbeing", ""],
    ["well beings", "well", "beings"],
    ["Follow up", "followup", ""],
    ["follow-up Marie", "followup", "Marie"],
    ["follow up Marie", "followup", "Marie"],
    ["follow us", "follow", "us"],
    ["mentorats", "mentorats", ""],
    [":wave: rencontre", "rencontre", ""],
    ["<@U1> :wave::skin-tone-3: :tada: statut Éloïse", "statut", "Éloïse"],
    ["👩🏽‍🏫 rencontre", "rencontre", ""],
    [":wave:", "", ""],
    ["/mentorat", "", ""],
  ])("hears in %j the verb %j and then %j", (typed, verb, rest) => {
    expect(splitVerb(typed)).toMatchObject({ verb, rest });
  });
});

describe("the calendar", () => {
  it("shows what is coming to each, and no date that may still move", async () => {
    const stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    await stage.passes({ to: "2009-01-12T10:00" });
    await stage.mentee.says("calendrier");
    stage.mentee.sees(/Suivi 1 avec Marie Mentore : .* 2009 à 15 h 45/);
    stage.mentee.sees(/Suivi 3 avec Marie Mentore : la date vous sera annoncée/);
    stage.mentee.sees(/Rencontre du groupe de mentoré·es/);
    await stage.mentor.says("calendar");
    stage.mentor.doesNotSee("Questionnaire");
    await stage.coordinator.says("calendrier");
    stage.coordinator.sees(/Vos quatre prochaines semaines[\s\S]*Suivi 1 avec Marie Mentore et Nadia Nouvelle/);
    await stage.close();
  });
});
