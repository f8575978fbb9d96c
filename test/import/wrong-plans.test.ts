import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed, type Desk, openDesk, smallPlan } from "./support/desk.ts";

type Change = readonly [string | RegExp, string];

/** One ordinary mistake each, and all that is said of it after the name of the file. */
const mistakes: readonly { change: Change; told: readonly string[] }[] = [
  {
    change: ["America/Toronto", "Amérique/Toronto"],
    told: ["ligne 5, organization.zone : trouvé « Amérique/Toronto »; attendu : un fuseau horaire, comme America/Toronto."],
  },
  {
    change: ["key: ecole", "key: École!"],
    told: ["ligne 2, organization.key : trouvé « École! »; attendu : une clé en minuscules sans accent, chiffres et tirets."],
  },
  {
    change: ["name: École Exemple", "name: ''"],
    told: ["ligne 3, organization.name : trouvé rien; attendu : un texte de 1 à 200 caractères, sans caractère de contrôle."],
  },
  {
    change: ["language: fr", "language: français"],
    told: ["ligne 4, organization.language : trouvé « français »; attendu : un de ces mots : fr, en."],
  },
  {
    change: [/organization:\n( {2}.*\n)+/, ""],
    told: ["ligne 1, organization : trouvé rien; attendu : des clés et leurs valeurs."],
  },
  {
    change: ["organization:", "organisation:"],
    told: ["ligne 1, organisation : clé inconnue « organisation ». Vouliez-vous dire « organization »?"],
  },
  {
    change: ["program: Mentorat\n", ""],
    told: ["ligne 1, program : trouvé rien; attendu : un texte de 1 à 200 caractères, sans caractère de contrôle."],
  },
  {
    change: ["starts: 2026-08-31", "starts: 31 août 2026"],
    told: ["ligne 7, cohort.starts : trouvé « 31 août 2026 »; attendu : une date, comme 2027-01-18."],
  },
  {
    change: ["ends: 2027-06-18", "ends: 2027-06-31"],
    told: ["ligne 7, cohort.ends : trouvé « 2027-06-31 »; attendu : une date, comme 2027-01-18."],
  },
  {
    change: ["key: c1", "key: C 1"],
    told: ["ligne 7, cohort.key : trouvé « C 1 »; attendu : une clé en minuscules sans accent, chiffres et tirets."],
  },
  {
    change: ["kind: regular", "kind: pilote"],
    told: ["ligne 7, cohort.kind : trouvé « pilote »; attendu : un de ces mots : pilot, regular."],
  },
  {
    change: ["{ from: 2026-09-18, reason: Journée pédagogique }", "{ from: 2026-12-21, to: 2026-12-01, reason: 3 }"],
    told: [
      "ligne 10, calendar.closed[0].reason : trouvé « 3 »; attendu : une phrase, ou { fr: …, en: … }.",
      "ligne 10, calendar.closed[0].to : trouvé « 2026-12-01 »; attendu : une date à partir du 2026-12-21.",
    ],
  },
  {
    change: ["kind: internal", "kind: interne"],
    told: ["ligne 14, coordinators[0].kind : trouvé « interne »; attendu : un de ces mots : external, internal."],
  },
  {
    change: ["kind: internal", "kind: internal, until: 2027-06-31"],
    told: ["ligne 14, coordinators[0].until : trouvé « 2027-06-31 »; attendu : une date, comme 2027-01-18."],
  },
  {
    change: ["clara@ecole.example, kind", "clara@ecole, kind"],
    told: ["ligne 14, coordinators[0].email : trouvé « clara@ecole »; attendu : une adresse de courriel."],
  },
  {
    change: ["coordinators:", "coordinatrs:"],
    told: ["ligne 13, coordinatrs : clé inconnue « coordinatrs ». Vouliez-vous dire « coordinators »?"],
  },
  {
    change: ["people:", "peopel:"],
    told: ["ligne 15, peopel : clé inconnue « peopel ». Vouliez-vous dire « people »?"],
  },
  {
    change: ["hugo@ecole.example, givenName", "hugo@ecole, givenName"],
    told: ["ligne 18, people[2].email : trouvé « hugo@ecole »; attendu : une adresse de courriel."],
  },
  {
    change: ["givenName: Hugo", "givenName: ''"],
    told: ["ligne 18, people[2].givenName : trouvé rien; attendu : un texte de 1 à 100 caractères, sans caractère de contrôle."],
  },
  {
    change: ["givenName: Hugo", "givenNam: Hugo"],
    told: ["ligne 18, people[2].givenNam : clé inconnue « givenNam ». Vouliez-vous dire « givenName »?"],
  },
  {
    change: ["givenName: Hugo", 'givenName: "Hu\\e[31mgo"'],
    told: [
      "ligne 18, people[2].givenName : trouvé « Hu\\u001b[31mgo »; attendu : un texte de 1 à 100 caractères, sans caractère de contrôle.",
    ],
  },
  {
    change: ["mentee: hugo@", "mentee: hogu@"],
    told: ["ligne 21, dyads[0].mentee : personne inconnue : hogu@ecole.example. Vouliez-vous dire « hugo@ecole.example »?"],
  },
  {
    change: ["mentor: alice@ecole.example,", "mentor: alice@ecole.example, began: 2027-09-01,"],
    told: ["ligne 21, dyads[0].began : trouvé « 2027-09-01 »; attendu : une date du 2026-08-31 au 2027-06-18, pendant la cohorte."],
  },
  {
    change: ["capacityPerDay: 2", "reminders: { questionnaire: [] }"],
    told: ["ligne 12, plan.reminders.questionnaire : trouvé « [] »; attendu : une liste d’au moins 2 éléments."],
  },
  {
    change: ["capacityPerDay: 2", "reminders: { questionnaire: [3, 5, 7] }"],
    told: ["ligne 12, plan.reminders.questionnaire : trouvé « [3,5,7] »; attendu : une liste d’au plus 2 éléments."],
  },
  {
    change: ["capacityPerDay: 2", "stages: []"],
    told: ["ligne 12, plan.stages : trouvé « [] »; attendu : des étapes par clé, ou une liste d’au moins une étape."],
  },
  {
    change: [
      "capacityPerDay: 2",
      `stages: { follow-up-1: { record: [${Array.from({ length: 7 }, (_, place) => `{ key: r${place}, label: R }`).join(", ")}] } }`,
    ],
    told: [
      'ligne 12, plan.stages.follow-up-1.record : trouvé « [{"key":"r0","label":"R"},{"key":"r1","label":"R"},{"key":"r2","label":"R"},{"k… »; attendu : moins de texte : toutes les longueurs (maxLength, ou 3 000), les libellés, les indications et les options d’une étape prennent au plus 20 000 caractères, à 300 de plus par champ et 60 par option.',
    ],
  },
  {
    change: ["capacityPerDay: 2", "stages: { follow-up-1: { when: { week: 45 } } }"],
    told: ["ligne 12, plan.stages.follow-up-1.when.week : trouvé « 45 »; attendu : au plus 42, car la cohorte n’a pas plus de semaines."],
  },
  {
    change: ["capacityPerDay: 2", "stages: { follow-up-1: { when: { week: 12 } } }"],
    told: ["ligne 12, plan.stages.follow-up-1 : l’étape « follow-up-2 » viendrait avant « follow-up-1 », qui la précède dans le plan."],
  },
  {
    change: ["capacityPerDay: 2", "stages: { follow-up-3: { when: { lastWeeks: 2 } } }"],
    told: ["ligne 12, plan.stages.follow-up-3 : l’étape « year-end » viendrait avant « follow-up-3 », qui la précède dans le plan."],
  },
  {
    change: ["capacityPerDay: 2", "sendAt: 8h30"],
    told: ['ligne 12, plan.sendAt : trouvé « 8h30 »; attendu : une heure, comme "15:45".'],
  },
];

/** What is no YAML, or says nothing that can be read. */
const unreadable: readonly { name: string; plan: string; told: readonly string[] }[] = [
  { name: "an empty file", plan: "", told: ["ligne 1 : le fichier est vide."] },
  { name: "a sentence", plan: "Bonjour", told: ["ligne 1 : trouvé « Bonjour »; attendu : des clés et leurs valeurs."] },
  {
    name: "a colon in a value",
    plan: changed(smallPlan, ["program: Mentorat", "program: Mentorat: du collège"]),
    told: [
      "ligne 6 : le YAML ne se lit pas à « program: Mentorat: du collège »; attendu : « clé: valeur », une espace après le deux-points et le même retrait que les lignes voisines.",
    ],
  },
  {
    name: "an open brace at the end",
    plan: changed(smallPlan, ["mentee: hugo@ecole.example }", "mentee: hugo@ecole.example"]),
    told: [
      "ligne 21 : le YAML ne se lit pas à « - { mentor: alice@ecole.example, mentee: hugo@ecole.example »; attendu : le même retrait que les lignes voisines.",
    ],
  },
  {
    name: "a key said twice",
    plan: `${smallPlan}program: Autre\n`,
    told: ["ligne 22 : le YAML ne se lit pas à « program: Autre »; attendu : chaque clé une seule fois."],
  },
  {
    name: "an alias of nothing",
    plan: changed(smallPlan, ["program: Mentorat", "program: *mentorat"]),
    told: [
      "ligne 6 : le YAML ne se lit pas à « program: *mentorat »; attendu : une ancre (&nom) plus haut pour chaque alias (*nom), ou des guillemets autour d’une valeur qui commence par *.",
    ],
  },
  {
    name: "aliases of aliases",
    plan: ["a: &a [x]", ..."bcdefgh".split("").map((key, at) => `${key}: &${key} [${`*${"abcdefgh"[at]},`.repeat(9)}]`)].join("\n"),
    told: [
      "ligne 2 : le YAML ne se lit pas à « b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,] »; attendu : moins d’alias (*nom) : ceux-ci se renvoient les uns aux autres et font trop de valeurs.",
    ],
  },
];

const lines = (told: readonly string[]): string =>
  [
    told.length === 1 ? "Un problème. Rien n’a été importé." : `${told.length} problèmes. Rien n’a été importé.`,
    ...told.map((one) => `  plan.yaml${one.startsWith("ligne") ? ", " : " : "}${one}`),
  ].join("\n");

describe.each(["an empty store", "a filled store"])("a wrong plan, on %s", (store) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    if (store === "an empty store") return;
    await desk.write("plan.yaml", smallPlan);
    expect((await desk.imports("plan.yaml")).code).toBe(0);
  });
  afterAll(() => desk.close());

  const refuses = async (plan: string, told: readonly string[]) => {
    const before = { stored: await desk.stored(), files: Object.keys(await desk.storeFiles()) };
    await desk.write("plan.yaml", plan);
    for (const flags of [[], ["--dry-run"]]) {
      expect(await desk.imports("plan.yaml", ...flags)).toEqual({ code: 2, out: "", err: lines(told) });
    }
    expect({ stored: await desk.stored(), files: Object.keys(await desk.storeFiles()) }).toEqual(before);
  };

  it.each(mistakes)("$change.1", ({ change, told }) => refuses(changed(smallPlan, change), told));
  it.each(unreadable)("$name", ({ plan, told }) => refuses(plan, told));

  it("every mistake is told at once, in the order of the file, with what only the rules see", async () => {
    const plan = changed(
      smallPlan,
      ["zone: America/Toronto", "zone: Toronto"],
      ["kind: regular", "kind: pilote"],
      ["capacityPerDay: 2", 'sendAt: "19:00"\n  startAt: tantôt'],
      ["familyName: Lexemple", "familyNam: Lexemple"],
      ["mentee: hugo@ecole.example", "mentee: zoe@ecole.example, began: 2027-02-30, ended: 2028-01-01"],
    );
    await refuses(plan, [
      "ligne 5, organization.zone : trouvé « Toronto »; attendu : un fuseau horaire, comme America/Toronto.",
      "ligne 7, cohort.kind : trouvé « pilote »; attendu : un de ces mots : pilot, regular.",
      "ligne 12, plan.sendAt : les messages partiraient à 19:00, pendant les heures tranquilles (18:00 à 07:30).",
      'ligne 13, plan.startAt : trouvé « tantôt »; attendu : une heure, comme "15:45".',
      "ligne 18, people[1].familyNam : clé inconnue « familyNam ». Vouliez-vous dire « familyName »?",
      "ligne 22, dyads[0].began : trouvé « 2027-02-30 »; attendu : une date, comme 2027-01-18.",
      "ligne 22, dyads[0].mentee : personne inconnue : zoe@ecole.example.",
      "ligne 22, dyads[0].ended : trouvé « 2028-01-01 »; attendu : une date du 2026-08-31 au 2027-06-18, pendant la dyade.",
    ]);
  });
});

describe("a wrong plan", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  it("shows no more than a few places and a short text of a file that is no YAML", async () => {
    await desk.write("plan.yaml", `people:\n${`  - {{ ${"x".repeat(300)}: [\n`.repeat(400)}`);
    const { code, err } = await desk.imports("plan.yaml");
    expect(code).toBe(2);
    expect(err.split("\n").length).toBeLessThan(7);
    for (const line of err.split("\n")) expect(line.length).toBeLessThan(320);
    expect(/«([^»]*x{20}[^»]*)»/.exec(err)?.[1]?.trim().length).toBeLessThanOrEqual(80);
  });

  it("shows a hundred problems, and how many there are besides", async () => {
    const unknown = Array.from({ length: 140 }, (_, at) => `  - { mentor: m${at}@ecole.example, mentee: hugo@ecole.example, began: x }`);
    await desk.write("plan.yaml", changed(smallPlan, [/dyads:\n.*\n/, `dyads:\n${unknown.join("\n")}\n`]));
    const { err } = await desk.imports("plan.yaml");
    expect(err).toMatch(/^280 problèmes\. Rien n’a été importé\.\n/);
    expect(err.split("\n").at(-1)).toBe("  et 180 autres.");
    expect(err.split("\n")).toHaveLength(102);
  });

  it("speaks English", async () => {
    desk.language = "en";
    await desk.write("plan.yaml", changed(smallPlan, ["America/Toronto", "Toronto"]));
    const { err } = await desk.imports("plan.yaml");
    expect(err).toBe(
      'One problem. Nothing was imported.\n  plan.yaml, line 5, organization.zone: found "Toronto"; expected: a time zone, such as America/Toronto.',
    );
    desk.language = "fr";
  });

  it("a list beside it that is missing makes nobody unknown", async () => {
    await desk.write("plan.yaml", changed(smallPlan, [/people:\n( {2}.*\n)+/, "participants: gens.csv\n"]));
    expect((await desk.imports("plan.yaml")).err).toBe(
      "Un problème. Rien n’a été importé.\n  plan.yaml, ligne 15, participants : le fichier gens.csv ne peut pas être lu : il est introuvable.",
    );
  });
});
