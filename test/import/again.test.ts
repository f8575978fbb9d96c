import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { packageFile } from "../../src/package-files.ts";
import { changed, type Desk, openDesk, smallPlan } from "./support/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("sondage.yaml", ownInstrument);
});
afterEach(() => desk.close());

/** WHO-5 under another name: a questionnaire of the school's own. */
const ownInstrument = readFileSync(packageFile("src/program/instruments/who-5.yaml"), "utf8").replace(/^id: .*$/m, "id: sondage");

const changes = (out: string): string[] => out.split("\n").slice(1);
const changing = (out: string): string[] => changes(out).filter((line) => /^ {4}[+~]/.test(line) || !line.startsWith(" "));

type Change = readonly [string | RegExp, string];
const dyad = "  - { mentor: alice@ecole.example, mentee: hugo@ecole.example }\n";
const ended = "  - { mentor: alice@ecole.example, mentee: hugo@ecole.example, ended: 2026-12-01 }\n";
const datesMayMove =
  "Les dates des suivis qui ne sont pas encore annoncés peuvent changer, et celles qui tomberaient un jour fermé changent.";

/** Changes to a plan that was imported, and all that is said of them. */
const edits: readonly { name: string; before?: readonly Change[]; after: readonly Change[]; told: readonly string[] }[] = [
  { name: "nothing", after: [], told: [] },
  {
    name: "a dyad added",
    after: [[dyad, `${dyad}  - { mentor: alice@ecole.example, mentee: ines@ecole.example, began: 2026-11-16 }\n`]],
    told: ["    + Alice Lexemple et Inès Début, à partir du 16 novembre 2026, coordination : Clara Modèle"],
  },
  {
    name: "a person added",
    after: [["people:\n", "people:\n  - { email: zoe@ecole.example, givenName: Zoé, familyName: Der }\n"]],
    told: ["    + Zoé Der (zoe@ecole.example)"],
  },
  {
    name: "a person renamed, in another language and office",
    after: [["familyName: Nouvel }", "familyName: Nouveau, language: en, office: technical-admin }"]],
    told: [
      "    ~ Hugo Nouveau (hugo@ecole.example) : nom : Nouvel → Nouveau; langue : français → anglais; charge : rien → soutien technique",
    ],
  },
  {
    name: "closed days added and taken out",
    after: [
      [
        "    - { from: 2026-09-18, reason: Journée pédagogique }\n",
        "    - { from: 2026-11-20, reason: Journée pédagogique }\n    - { from: 2026-12-21, to: 2027-01-05, reason: { fr: Congé des Fêtes, en: Holidays } }\n",
      ],
    ],
    told: [
      "    ~ jour fermé ajouté : 20 novembre 2026 (Journée pédagogique)",
      "    ~ jours fermés ajoutés : du 21 décembre 2026 au 5 janvier 2027 (Congé des Fêtes)",
      "    ~ jour fermé retiré : 18 septembre 2026 (Journée pédagogique)",
      datesMayMove,
    ],
  },
  {
    name: "a succession of coordinators",
    after: [
      [
        "  - { email: clara@ecole.example, kind: internal }\n",
        "  - { email: clara@ecole.example, kind: internal, until: 2027-01-31 }\n  - { email: denis@ecole.example, kind: external, from: 2027-02-01, succeeds: clara@ecole.example }\n",
      ],
      ["people:\n", "people:\n  - { email: denis@ecole.example, givenName: Denis, familyName: Suivant }\n"],
    ],
    told: [
      "    + Denis Suivant (denis@ecole.example)",
      "    ~ Clara Modèle : fin : rien → 31 janvier 2027",
      "    + Denis Suivant (denis@ecole.example), coordination externe, à partir du 1er février 2027, succède à Clara Modèle",
    ],
  },
  {
    name: "a dyad ended",
    after: [[dyad, ended]],
    told: ["    ~ Alice Lexemple et Hugo Nouvel : fin : rien → 1er décembre 2026"],
  },
  {
    name: "the end of a dyad taken back",
    before: [[dyad, ended]],
    after: [],
    told: ["    ~ Alice Lexemple et Hugo Nouvel : fin : 1er décembre 2026 → rien"],
  },
  {
    name: "stages and other settings",
    after: [
      [
        "  capacityPerDay: 2\n",
        '  startAt: "16:00"\n  quietHours: { from: "19:00", to: "07:00" }\n  reminders: { silentAfterDays: 21 }\n  stages:\n    follow-up-1: { when: { week: 4 }, agenda: [Accueil] }\n    follow-up-2: { when: { fraction: 0.25 } }\n    accueil: { name: Accueil, audience: everyone, when: { week: 1 }, agenda: [], facilitation: [], record: [] }\n',
      ],
    ],
    told: [
      "    ~ suivis par jour pour une personne : 2 → 3",
      "    ~ heure des suivis : 15 h 45 → 16 h",
      "    ~ heures tranquilles : 18 h – 7 h 30 → 19 h – 7 h",
      "    ~ jours sans rencontre avant un message : 28 → 21",
      "    ~ étape ajoutée : Accueil (semaine 1)",
      "    ~ étape « Suivi 1 », moment : semaine 3 → semaine 4; ordre du jour : contenu modifié",
      "    ~ étape « Suivi 2 », moment : 20 % de la durée → 25 % de la durée",
      datesMayMove,
    ],
  },
  {
    name: "a questionnaire of one's own",
    after: [["coordinators:", "instruments: sondage.yaml\ncoordinators:"]],
    told: ["    + sondage"],
  },
  {
    name: "the questionnaire of one's own again",
    before: [["coordinators:", "instruments: sondage.yaml\ncoordinators:"]],
    after: [["coordinators:", "instruments: sondage.yaml\ncoordinators:"]],
    told: [],
  },
  {
    name: "an address that changed",
    after: [
      ["  - { email: ines@ecole.example, givenName", "  - { email: ines.debut@ecole.example, givenName"],
      [dyad, ""],
    ],
    told: [
      "    + Inès Début (ines.debut@ecole.example)",
      "Inès Début (ines.debut@ecole.example) est une autre personne que ines@ecole.example, qui a le même nom et n’est pas dans ces fichiers : une importation ne change pas une adresse.",
      "Dans la cohorte et pas dans ces fichiers (laissé tel quel) : Alice Lexemple (alice@ecole.example) et Hugo Nouvel (hugo@ecole.example)",
    ],
  },
  {
    name: "a follow-up held before",
    after: [[dyad, dyad.replace(" }", ", held: { follow-up-1: 2026-09-21 } }")]],
    told: ["    + Alice Lexemple et Hugo Nouvel : Suivi 1, tenu le 21 septembre 2026"],
  },
  {
    name: "the organization renamed",
    after: [["name: École Exemple", "name: Collège Exemple\n  assistance: { name: Entraide, phone: 1 800 555-0142 }"]],
    told: ["    ~ Collège Exemple (ecole) : nom : École Exemple → Collège Exemple; programme d’aide : rien → Entraide, 1 800 555-0142"],
  },
];

describe("importing again", () => {
  it.each(edits)("$name: the dry run writes nothing and says what the import then does, which twice changes nothing", async (edit) => {
    await desk.write("plan.yaml", changed(smallPlan, ...(edit.before ?? [])));
    expect((await desk.imports("plan.yaml")).code).toBe(0);
    const before = await desk.stored();

    await desk.write("plan.yaml", changed(smallPlan, ...edit.after));
    const dry = await desk.imports("plan.yaml", "--dry-run");
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(changing(dry.out)).toEqual(edit.told);
    expect(await desk.stored()).toEqual(before);

    const done = await desk.imports("plan.yaml");
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(changes(done.out)).toEqual(changes(dry.out));
    const after = await desk.stored();
    if (edit.told.length > 0) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);

    const again = await desk.imports("plan.yaml");
    expect(again.out.split("\n")[0]).toBe("Rien à changer : tout y est déjà.");
    expect(changing(again.out).filter((line) => line.startsWith(" "))).toEqual([]);
    expect(await desk.stored()).toEqual(after);
  });

  it("a table that leaves a cell empty changes nothing of it", async () => {
    await desk.write("plan.yaml", changed(smallPlan, [dyad, ended]));
    await desk.imports("plan.yaml");
    const before = await desk.stored();
    await desk.write("gens.csv", "Courriel,Prénom,Nom,Mentor,Fin\nhugo@ecole.example,,,alice@ecole.example,\n");
    expect((await desk.imports("gens.csv", "--cohort", "c1")).out.split("\n")[0]).toBe("Rien à changer : tout y est déjà.");
    expect(await desk.stored()).toEqual(before);
  });

  it("an address that changed in a table is told too", async () => {
    await desk.write("plan.yaml", smallPlan);
    await desk.imports("plan.yaml");
    await desk.write("gens.csv", "Courriel,Prénom,Nom\nalice.lexemple@ecole.example,Alice,Lexemple\n");
    const { out } = await desk.imports("gens.csv", "--cohort", "c1", "--dry-run");
    expect(out).toContain("Alice Lexemple (alice.lexemple@ecole.example) est une autre personne que alice@ecole.example");
  });

  it("speaks English", async () => {
    desk.language = "en";
    await desk.write("plan.yaml", smallPlan);
    await desk.imports("plan.yaml");
    await desk.write("plan.yaml", changed(smallPlan, ["2026-09-18", "2026-11-20"], ["familyName: Nouvel", "familyName: New"]));
    expect(changing((await desk.imports("plan.yaml", "--dry-run")).out)).toEqual([
      "    ~ Hugo New (hugo@ecole.example): family name: Nouvel → New",
      "    ~ closed day added: November 20, 2026 (Journée pédagogique)",
      "    ~ closed day removed: September 18, 2026 (Journée pédagogique)",
      "Dates of follow-ups that are not announced yet may change, and those that would fall on a closed day do.",
    ]);
  });
});

describe("a dry run", () => {
  const firstImport = [
    "  établissement : 1 en plus",
    "    + École Exemple (ecole)",
    "  programme : 1 en plus",
    "    + Mentorat",
    "  personnes : 4 en plus",
    "    + Clara Modèle (clara@ecole.example)",
    "    + Alice Lexemple (alice@ecole.example)",
    "    + Hugo Nouvel (hugo@ecole.example)",
    "    + Inès Début (ines@ecole.example)",
    "  cohorte : 1 en plus",
    "    + Cohorte 1 (c1), du 31 août 2026 au 18 juin 2027",
    "  coordination : 1 en plus",
    "    + Clara Modèle (clara@ecole.example), coordination interne, à partir du 31 août 2026",
    "  dyades : 1 en plus",
    "    + Alice Lexemple et Hugo Nouvel, à partir du 31 août 2026, coordination : Clara Modèle",
  ];

  it("in a new folder leaves no database and no keys", async () => {
    await desk.write("plan.yaml", smallPlan);
    const { code, out } = await desk.imports("plan.yaml", "--dry-run");
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual(["À blanc : rien n’a été écrit. Voici ce qui changerait.", ...firstImport]);
    expect(await desk.stored()).toBeNull();
    expect(changes((await desk.imports("plan.yaml")).out)).toEqual(firstImport);
  });

  it("beside keys whose database is gone is refused as the import is", async () => {
    await desk.write("plan.yaml", smallPlan);
    await desk.imports("plan.yaml");
    for (const name of Object.keys(await desk.storeFiles())) if (name !== "keys.json") rmSync(join(desk.folder, "data", name));
    for (const flags of [["--dry-run"], []]) await expect(desk.imports("plan.yaml", ...flags)).rejects.toThrow("keys-without-database");
    expect(Object.keys(await desk.storeFiles())).toEqual(["keys.json"]);
  });

  it("leaves a database of an older version as it was, to the byte", async () => {
    await desk.write("plan.yaml", smallPlan);
    await desk.imports("plan.yaml");
    await desk.read(async (db) => {
      const newest = migrations.at(-1);
      await newest?.down(db);
      await db("knex_migrations").where({ name: newest?.name }).delete();
    });
    const before = await desk.storeFiles();
    expect((await desk.imports("plan.yaml", "--dry-run")).code).toBe(0);
    // What SQLite lays beside a file that it only reads is empty.
    expect(await desk.storeFiles()).toMatchObject(before);
  });
});

describe("whoever joins a cohort that is planned already", () => {
  it("is looked at from the beginning of the cohort, so that they are welcomed", async () => {
    await desk.write("plan.yaml", smallPlan);
    await desk.imports("plan.yaml");
    const cursors = () => desk.read((db) => db("planned_days").pluck("what"));
    await desk.read(async (db) => {
      const { id, organization_id } = await db("cohorts").first("id", "organization_id");
      await db("planned_days").insert({ organization_id, cohort_id: id, what: "notices", through_on: "2027-01-18" });
    });
    await desk.imports("plan.yaml");
    expect(await cursors()).toEqual(["notices"]);
    await desk.write("gens.csv", "Courriel,Prénom,Nom,Mentor\nalix@ecole.example,Alix,Un,alice@ecole.example\n");
    expect((await desk.imports("gens.csv", "--cohort", "c1")).code).toBe(0);
    expect(await cursors()).toEqual([]);
  });
});

describe("what goes wrong while it is written", () => {
  it("keeps nothing, and shows nobody's name or address", async () => {
    await desk.write("plan.yaml", smallPlan);
    await desk.imports("plan.yaml");
    await desk.read((db) =>
      db.raw("create trigger full before insert on people begin select raise(abort, 'no room for ' || new.email); end"),
    );
    const before = await desk.stored();
    await desk.write(
      "plan.yaml",
      changed(smallPlan, ["people:\n", "people:\n  - { email: zoe@ecole.example, givenName: Zoé, familyName: Der }\n"]),
    );
    const error = await desk.imports("plan.yaml").catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String((error as Error).stack)).toMatch(/^Error: the import was interrupted and nothing was kept \(SQLITE_CONSTRAINT\)\n\s+at /);
    expect(String((error as Error).stack)).not.toMatch(/zoe|Zoé|insert/);
    expect(await desk.stored()).toEqual(before);
  });
});
