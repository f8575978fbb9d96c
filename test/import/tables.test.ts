import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRole } from "../../src/import/columns.ts";
import { offices } from "../../src/program/terms.ts";
import { type Desk, openDesk, smallPlan } from "./support/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("plan.yaml", smallPlan);
  expect((await desk.imports("plan.yaml")).code).toBe(0);
});
afterEach(() => desk.close());

const headers = { fr: ["Courriel", "Prénom", "Nom", "Langue", "Mentor"], en: ["Email", "First name", "Last name", "Language", "Mentor"] };
const people = [
  ["alix@ecole.example", "Alix", "Côté-Noël", { fr: "français", en: "French" }, ""],
  ["béa@ecole.example", "Béatrice, dite « Béa »", "L’Œuvre", { fr: "anglais", en: "English" }, "alix@ecole.example"],
] as const;

/** Every cell in quotation marks, or none: a comma and guillemets are in the cells. */
const tableOf = (language: "fr" | "en", delimiter: string, end: string): string =>
  [headers[language], ...people.map((cells) => cells.map((cell) => (typeof cell === "string" ? cell : cell[language])))]
    .map((cells) => cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter))
    .join(end);

/** What Windows-1252 has that Latin-1 does not, in these tables. */
const in1252: Readonly<Record<string, number>> = { "’": 0x92, Œ: 0x8c, œ: 0x9c };
const windows1252 = (text: string) => Uint8Array.from(text, (letter) => in1252[letter] ?? letter.charCodeAt(0));

const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a byte-order mark": (text) => Buffer.from(`\ufeff${text}`),
  "Windows-1252": windows1252,
  "UTF-16": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "letters and accents apart": (text) => Buffer.from(text.normalize("NFD")),
};
const delimiters = { comma: ",", semicolon: ";", tab: "\t" };
const ends = { "line feeds": "\n", "carriage returns and line feeds": "\r\n" };

const tables = Object.keys(encodings).flatMap((encoding) =>
  Object.keys(delimiters).flatMap((delimiter) =>
    Object.keys(ends).flatMap((end) => (["fr", "en"] as const).map((language) => ({ encoding, delimiter, end, language }))),
  ),
);

describe("a table as a school exports it", () => {
  it.each(tables)("$encoding, $delimiter, $end, headers in $language", async ({ encoding, delimiter, end, language }) => {
    const text = tableOf(language, delimiters[delimiter as "comma"], ends[end as "line feeds"]);
    await desk.write("gens.csv", encodings[encoding]?.(text) ?? "");
    const { code, out, err } = await desk.imports("gens.csv", "--cohort", "c1", "--dry-run");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out.split("\n").slice(2)).toEqual([
      "    + Alix Côté-Noël (alix@ecole.example)",
      "    + Béatrice, dite « Béa » L’Œuvre (béa@ecole.example)",
      "  dyades : 1 en plus",
      "    + Alix Côté-Noël et Béatrice, dite « Béa » L’Œuvre, à partir du 31 août 2026, coordination : Clara Modèle",
    ]);
  });

  it("keeps what is in quotation marks, with its lines as spaces, and tells the right line after it", async () => {
    await desk.write("gens.csv", 'Courriel,Prénom,Nom\nalix@ecole.example,"Alix\nMarie","dit ""Lex"", fils"\nzoe@ecole,Zoé,Der\n');
    expect((await desk.imports("gens.csv", "--cohort", "c1")).err).toBe(
      "Un problème. Rien n’a été importé.\n  gens.csv, ligne 4, Courriel : trouvé « zoe@ecole »; attendu : une adresse de courriel.",
    );
    await desk.write("gens.csv", 'Courriel,Prénom,Nom\nalix@ecole.example,"Alix\nMarie","dit ""Lex"", fils"\n');
    expect((await desk.imports("gens.csv", "--cohort", "c1")).out).toContain('+ Alix Marie dit "Lex", fils (alix@ecole.example)');
  });

  it.each(["Adresse e-mail", "Adresse de messagerie", "Adresse de courriel"])(
    "takes %s for the address, and whoever is above or a mentor in either gender",
    async (header) => {
      for (const [above, mentor] of [
        ["Superviseur", "Mentor(e)"],
        ["Supérieure immédiate", "Mentor·e"],
        ["Supérieur(e) immédiat(e)", "MENTOR(E)"],
      ]) {
        await desk.write(
          "gens.csv",
          `${header};Prénom;Nom;${above};${mentor};Mentoré(e)\nzoe@ecole.example;Zoé;Der;ines@ecole.example;alice@ecole.example;\n`,
        );
        const { out, err } = await desk.imports("gens.csv", "--cohort", "c1", "--dry-run");
        expect([err, out]).toEqual(["", expect.stringContaining("+ Alice Lexemple et Zoé Der")]);
      }
    },
  );

  it("takes a separator that Excel announces", async () => {
    await desk.write("gens.csv", "sep=;\r\nCourriel;Prénom;Nom\r\nalix@ecole.example;Alix;Un, Deux\r\n");
    expect((await desk.imports("gens.csv", "--cohort", "c1")).out).toContain("+ Alix Un, Deux (alix@ecole.example)");
  });
});

it.each(["fr", "en"] as const)("the roles that are said where one is unknown can be read (%s)", async (language) => {
  desk.language = language;
  await desk.write("gens.csv", "Courriel,Prénom,Nom,Rôle\nalix@ecole.example,Alix,Un,xyz\n");
  const [, said = ""] =
    /(?:attendu|expected).?: (.*), (?:ou rien|or nothing)/.exec((await desk.imports("gens.csv", "--cohort", "c1")).err) ?? [];
  expect(said.split(", ").map(readRole)).toEqual(["mentor", "mentee", "coordinator", ...offices].map((meaning) => ({ meaning })));
});

describe("a table with mistakes", () => {
  const wrong: readonly { name: string; table: string; told: readonly string[] }[] = [
    {
      name: "of reading and of the rules, all at once",
      table: [
        "Courriel,Prénom,Nom,Mentor,Début",
        "alix@ecole.example,Alix,Un,alice@ecole.example,31 août",
        "berenice@ecole.example,Bérénice,Deux,personne@ecole.example,",
        "charles@ecole.example,,,alice@ecole.example,2028-01-10",
      ].join("\n"),
      told: [
        "ligne 2, Début : trouvé « 31 août »; attendu : une date, comme 2027-01-18.",
        "ligne 3, Mentor : personne inconnue : personne@ecole.example.",
        "ligne 4, Courriel : il manque le prénom ou le nom de charles@ecole.example.",
        "ligne 4, Début : trouvé « 2028-01-10 »; attendu : une date du 2026-08-31 au 2027-06-18, pendant la cohorte.",
      ],
    },
    {
      name: "somebody matched with themselves, and nobody else",
      table: "Courriel,Prénom,Nom,Mentor\nalix@ecole.example,Alix,Un,alix@ecole.example\n",
      told: ["ligne 2 : alix@ecole.example ne peut pas être son propre mentor."],
    },
    {
      name: "headers and nothing else",
      table: "Courriel,Prénom,Nom\n",
      told: ["ligne 1 : la liste n’a que ses en-têtes; attendu : au moins une ligne de personne ou de dyade."],
    },
    {
      name: "nothing at all",
      table: "",
      told: ["ligne 1 : le fichier est vide; attendu : une ligne d’en-têtes, puis une ligne par personne ou par dyade."],
    },
    {
      name: "control characters in a name",
      table: "Courriel,Prénom,Nom\nalix@ecole.example,Al\u001b[31mix,Un\u202e\n",
      told: [
        "ligne 2, Prénom : trouvé « Al\\u001b[31mix »; attendu : un texte de 1 à 100 caractères, sans caractère de contrôle.",
        "ligne 2, Nom : trouvé « Un\\u202e »; attendu : un texte de 1 à 100 caractères, sans caractère de contrôle.",
      ],
    },
    {
      name: "an open quotation mark",
      table: 'Courriel,Prénom,Nom\nalix@ecole.example,"Alix,Un\n',
      told: ["ligne 2 : un guillemet ouvert ici n’est jamais fermé."],
    },
    {
      name: "roles of no one, and one of two",
      table: "Courriel,Prénom,Nom,Rôle\nalix@ecole.example,Alix,Un,stagiaire\nzoe@ecole.example,Zoé,Der,mentore\n",
      told: [
        "ligne 2, Rôle : rôle inconnu « stagiaire »; attendu : mentor, mentoré, coordination, direction, ressources humaines, soutien technique, ou rien.",
        "ligne 3, Rôle : rôle inconnu « mentore »; ce peut être : mentor, mentoré.",
      ],
    },
    {
      name: "a beginning that cannot be read says nothing of two mentors at a time",
      table: [
        "Mentor,Mentoré,Début,Fin",
        "hugo@ecole.example,ines@ecole.example,,2026-12-01",
        "alice@ecole.example,ines@ecole.example,décembre,",
      ].join("\n"),
      told: ["ligne 3, Début : trouvé « décembre »; attendu : une date, comme 2027-01-18."],
    },
  ];

  it.each(wrong)("$name", async ({ table, told }) => {
    const before = await desk.stored();
    await desk.write("gens.csv", table);
    const count = told.length === 1 ? "Un problème" : `${told.length} problèmes`;
    const err = [`${count}. Rien n’a été importé.`, ...told.map((one) => `  gens.csv, ${one}`)].join("\n");
    for (const flags of [[], ["--dry-run"]]) {
      expect(await desk.imports("gens.csv", "--cohort", "c1", ...flags)).toEqual({ code: 2, out: "", err });
    }
    expect(await desk.stored()).toEqual(before);
  });

  it("without its cohort, says that as well", async () => {
    await desk.write("gens.csv", "Courriel,Prénom,Nom\nalix@ecole,Alix,Un\n");
    const { code, err } = await desk.imports("gens.csv");
    expect(code).toBe(2);
    expect(err).toContain("ligne 2, Courriel : trouvé « alix@ecole »");
    expect(err).toContain("gens.csv : une liste seule a besoin de sa cohorte : --cohort CLÉ.");
  });

  it("that is not there is told once, and nothing else of it", async () => {
    expect((await desk.imports("absente.csv")).err).toBe(
      "Un problème. Rien n’a été importé.\n  absente.csv : le fichier absente.csv ne peut pas être lu : il est introuvable.",
    );
  });

  it("names the columns that were not read where a row is refused for what they may hold", async () => {
    await desk.write("gens.csv", "Courriel;Nom complet\nzoe@ecole.example;Zoé Der\n");
    expect((await desk.imports("gens.csv", "--cohort", "c1")).err).toBe(
      [
        "Un problème. Rien n’a été importé.",
        "  gens.csv, ligne 2, Courriel : il manque le prénom ou le nom de zoe@ecole.example.",
        "gens.csv : colonnes qui n’ont pas été lues : Nom complet",
      ].join("\n"),
    );
  });

  it("200,000 rows are read to the last one", async () => {
    const rows = Array.from({ length: 200_000 }, (_, at) => `p${at}@ecole.example,P,${at},m${at}@ecole.example`);
    await desk.write("gens.csv", `Courriel,Prénom,Nom,Mentor\n${rows.join("\n")}\n`);
    const { code, err } = await desk.imports("gens.csv", "--cohort", "c1");
    expect(code).toBe(2);
    expect(err.split("\n").slice(0, 2)).toEqual([
      "200000 problèmes. Rien n’a été importé.",
      "  gens.csv, ligne 2, Mentor : personne inconnue : m0@ecole.example.",
    ]);
    expect(err.split("\n").at(-1)).toBe("  et 199900 autres.");
  }, 60_000);
});
