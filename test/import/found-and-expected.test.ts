import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFile } from "../../src/package-files.ts";
import { changed, type Desk, openDesk, smallPlan } from "./support/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const ours = readFileSync(packageFile("src/program/instruments/who-5.yaml"), "utf8").replace(/^id: .*$/m, "id: sondage");
const withInstrument = changed(smallPlan, ["coordinators:", "instruments: sondage.yaml\ncoordinators:"]);

/** What a plan is told, each mistake without the name of its file and its line. */
async function told(plan: string): Promise<string[]> {
  await desk.write("plan.yaml", plan);
  const { code, err } = await desk.imports("plan.yaml");
  expect(code).toBe(2);
  return err.split("\n").flatMap((line) => /^ {2}\S+, \S+ \d+, (.*)$/.exec(line)?.[1] ?? []);
}

const faults: readonly { change: readonly [string | RegExp, string]; fr: string; en: string }[] = [
  {
    change: ["max: 100", "max: 25"],
    fr: 'scores[0].range : trouvé « {"min":0,"max":25} »; attendu : { min: 0, max: 100 }, ce que les réponses peuvent donner.',
    en: 'scores[0].range: found "{"min":0,"max":25}"; expected: { min: 0, max: 100 }, which the answers can give.',
  },
  {
    change: ["{ value: 4", "{ value: 5"],
    fr: "scale[1].value : trouvé « 5 »; attendu : une valeur différente pour chaque réponse.",
    en: 'scale[1].value: found "5"; expected: another value for each answer.',
  },
  {
    change: ["{ value: 3,", "{ value: 3.5,"],
    fr: "scale[2].value : trouvé « 3.5 »; attendu : un nombre entier.",
    en: 'scale[2].value: found "3.5"; expected: a whole number.',
  },
  {
    change: ["[cheerful, calm, active, rested, interested]", "[cheerful, calm, active, rested, interestd]"],
    fr: "scores[0].items[4] : trouvé « interestd »; attendu : une question du questionnaire, parmi cheerful, calm, active, rested, interested.",
    en: 'scores[0].items[4]: found "interestd"; expected: an item of the questionnaire, among cheerful, calm, active, rested, interested.',
  },
  {
    change: ["- id: calm", "- id: active"],
    fr: "items[2].id : trouvé « active »; attendu : un identifiant différent pour chaque question.",
    en: 'items[2].id: found "active"; expected: another id for each item.',
  },
  {
    change: ["scoreAtMost: 48", "scoreAtMost: 100"],
    fr: 'scores[0].bands.low : trouvé « {"scoreAtMost":100} »; attendu : scoreAtMost d’au moins 0 et de moins de 100.',
    en: 'scores[0].bands.low: found "{"scoreAtMost":100}"; expected: scoreAtMost of at least 0 and less than 100.',
  },
  {
    change: ["onThisScale: 12", "onThisScale: 10"],
    fr: "scores[0].smallestMeaningfulChange.onThisScale : trouvé « 10 »; attendu : 12, la première différence d’au moins « points » que cette échelle peut montrer.",
    en: 'scores[0].smallestMeaningfulChange.onThisScale: found "10"; expected: 12, the first difference of at least "points" that this scale can show.',
  },
  {
    change: ["points: 10", "points: 101"],
    fr: "scores[0].smallestMeaningfulChange.onThisScale : trouvé « 12 »; attendu : aucune, car cette échelle ne va pas aussi loin (smallestMeaningfulChange: null).",
    en: 'scores[0].smallestMeaningfulChange.onThisScale: found "12"; expected: none, since this scale does not go as far (smallestMeaningfulChange: null).',
  },
  {
    change: [/\n {6}en: I have felt calm and relaxed/, ""],
    fr: "items[1].wording.en : trouvé rien; attendu : ce texte dans cette langue aussi, comme les autres.",
    en: "items[1].wording.en: found nothing; expected: this text in this language too, as the others.",
  },
];

describe("a questionnaire of one's own that contradicts itself", () => {
  it.each(faults)("$fr", async ({ change, fr, en }) => {
    await desk.write("sondage.yaml", changed(ours, change));
    expect(await told(withInstrument)).toContain(fr);
    desk.language = "en";
    expect(await told(withInstrument)).toContain(en);
  });
});

describe("reminders that come in the wrong order", () => {
  it.each([
    [
      "weekBeforeDays: 30",
      "« weekBeforeDays: 30 » et « announceDaysBefore: 21 »; attendu : weekBeforeDays plus petit que announceDaysBefore.",
    ],
    ["dayBefore: 7", "« dayBefore: 7 » et « weekBeforeDays: 7 »; attendu : dayBefore plus petit que weekBeforeDays."],
    [
      "questionnaire: [5, 2]",
      "« questionnaire[0]: 5 » et « questionnaire[1]: 2 »; attendu : questionnaire[0] plus petit que questionnaire[1].",
    ],
  ])("%s", async (said, tale) => {
    expect(await told(changed(smallPlan, ["capacityPerDay: 2", `reminders: { ${said} }`]))).toEqual([`plan.reminders : trouvé ${tale}`]);
  });
});

describe("a second mentor", () => {
  const second = changed(smallPlan, ["people:\n", "people:\n  - { email: zoe@ecole.example, givenName: Zoé, familyName: Der }\n"]);
  const both = "hugo@ecole.example a déjà alice@ecole.example pour mentor; une seule dyade à la fois, et non aussi avec zoe@ecole.example.";

  it("is the one that the file adds, whether it names the first or not", async () => {
    await desk.write("plan.yaml", smallPlan);
    expect((await desk.imports("plan.yaml")).code).toBe(0);
    const alone = changed(second, ["mentor: alice@", "mentor: zoe@"]);
    expect(await told(alone)).toEqual([`dyads[0].mentee : ${both}`]);
    const before = changed(second, ["dyads:\n", "dyads:\n  - { mentor: zoe@ecole.example, mentee: hugo@ecole.example }\n"]);
    expect(await told(before)).toEqual([`dyads[0].mentee : ${both}`]);
  });
});
