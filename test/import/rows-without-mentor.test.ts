import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changed, type Desk, openDesk, smallPlan } from "./support/desk.ts";

const plan = changed(
  smallPlan,
  [
    "  - { email: clara@ecole.example, kind: internal }\n",
    "  - { email: clara@ecole.example, kind: internal }\n  - { email: denis@ecole.example, kind: internal, capacity: deputy }\n",
  ],
  ["people:\n", "people:\n  - { email: denis@ecole.example, givenName: Denis, familyName: Suppléant }\n"],
);

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("plan.yaml", plan);
  expect((await desk.imports("plan.yaml")).code).toBe(0);
});
afterEach(() => desk.close());

const table = (...rows: readonly string[]) => `Courriel;Prénom;Nom;Rôle;Mentor;Début;Fin;Coordination\n${rows.join("\n")}\n`;
const dyadsIn = (out: string): string[] => out.split("\n").filter((line) => /^ {4}[+~]/.test(line));
const imports = async (...rows: readonly string[]) => {
  await desk.write("gens.csv", table(...rows));
  return desk.imports("gens.csv", "--cohort", "c1");
};

describe("a row that names no mentor", () => {
  it("speaks of the dyad of its mentee, and a second time changes nothing", async () => {
    const row = "hugo@ecole.example;Hugo;Nouvel;;;2026-10-05;2027-01-29;denis@ecole.example";
    const { code, out } = await imports(row);
    expect(code).toBe(0);
    expect(dyadsIn(out)).toEqual([
      "    ~ Alice Lexemple et Hugo Nouvel : début : 31 août 2026 → 5 octobre 2026; fin : rien → 29 janvier 2027; coordination : Clara Modèle → Denis Suppléant",
    ]);
    const stored = await desk.stored();
    expect(stored?.dyads).toMatchObject([{ began_on: "2026-10-05", ended_on: "2027-01-29" }]);
    expect((await imports(row)).out.split("\n")[0]).toBe("Rien à changer : tout y est déjà.");
    expect(await desk.stored()).toEqual(stored);
  });

  it("corrects the end of the only dyad there is", async () => {
    await imports("hugo@ecole.example;Hugo;Nouvel;;;;2027-01-29;");
    expect(dyadsIn((await imports("hugo@ecole.example;Hugo;Nouvel;mentoré;;;2027-02-05;")).out)).toEqual([
      "    ~ Alice Lexemple et Hugo Nouvel : fin : 29 janvier 2027 → 5 février 2027",
    ]);
  });

  it("speaks of the dyad that lasts, where another one ended", async () => {
    await imports("hugo@ecole.example;;;;;;2026-12-01;");
    await imports("hugo@ecole.example;;;;ines@ecole.example;2027-01-11;;");
    expect(dyadsIn((await imports("hugo@ecole.example;;;;;;2027-05-28;")).out)).toEqual([
      "    ~ Inès Début et Hugo Nouvel : fin : rien → 28 mai 2027",
    ]);
    expect((await imports("hugo@ecole.example;;;;;;2027-05-28;")).out).toContain("Rien à changer");
  });

  it("speaks of a dyad that the plan of the same import makes", async () => {
    await desk.write("gens.csv", table("ines@ecole.example;;;;;;2027-05-28;"));
    await desk.write(
      "plan.yaml",
      changed(plan, [/^dyads:\n/m, "participants: gens.csv\ndyads:\n  - { mentor: alice@ecole.example, mentee: ines@ecole.example }\n"]),
    );
    expect(dyadsIn((await desk.imports("plan.yaml")).out)).toEqual([
      "    + Alice Lexemple et Inès Début, du 31 août 2026 au 28 mai 2027, coordination : Clara Modèle",
    ]);
  });

  it("is refused at each cell that could be anybody's, and nothing is imported", async () => {
    const before = await desk.stored();
    const { code, err } = await imports(
      "alice@ecole.example;Alice;Lexemple;;;2026-10-05;;",
      "ines@ecole.example;Inès;Début;;;;2027-01-29;denis@ecole.example",
      "hugo@ecole.example;Hugo;Nouvel;;;;;",
    );
    const told = (line: number, header: string, found: string, email: string) =>
      `  gens.csv, ligne ${line}, ${header} : trouvé « ${found} »; on ne sait de quelle dyade, car ${email} n’est pas la personne mentorée d’une seule dyade en cours; attendu : l’adresse du mentor dans la colonne « Mentor ».`;
    expect([code, err.split("\n")]).toEqual([
      2,
      [
        "3 problèmes. Rien n’a été importé.",
        told(2, "Début", "2026-10-05", "alice@ecole.example"),
        told(3, "Fin", "2027-01-29", "ines@ecole.example"),
        told(3, "Coordination", "denis@ecole.example", "ines@ecole.example"),
      ],
    ]);
    expect(await desk.stored()).toEqual(before);
  });

  it("does not move the beginning of a dyad that ended: another one may be meant", async () => {
    await imports("hugo@ecole.example;;;;;;2026-12-01;");
    const { code, err } = await imports("hugo@ecole.example;;;;;2027-01-11;2027-05-28;");
    expect(code).toBe(2);
    expect(err).toContain("gens.csv, ligne 2, Début : trouvé « 2027-01-11 »; on ne sait de quelle dyade");
  });

  it("is held to the rules at its own cells", async () => {
    const { err } = await imports("hugo@ecole.example;;;;;2028-01-11;;alice@ecole.example");
    expect(err).toContain("gens.csv, ligne 2, Début : trouvé « 2028-01-11 »; attendu : une date du 2026-08-31 au 2027-06-18");
    expect(err).toContain("gens.csv, ligne 2, Coordination : alice@ecole.example ne peut pas mener les suivis de sa propre dyade.");
  });

  it("is held to the rules at its own cells where the plan names the dyad too", async () => {
    await desk.write("gens.csv", table("hugo@ecole.example;;;;;2028-01-11;;"));
    await desk.write("plan.yaml", changed(plan, [/^dyads:\n/m, "participants: gens.csv\ndyads:\n"]));
    expect((await desk.imports("plan.yaml")).err).toBe(
      "Un problème. Rien n’a été importé.\n  gens.csv, ligne 2, Début : trouvé « 2028-01-11 »; attendu : une date du 2026-08-31 au 2027-06-18, pendant la cohorte.",
    );
  });

  it("says nothing of its dyad where the mentor is written and cannot be read, or the dyads of the plan cannot", async () => {
    expect((await imports("hugo@ecole.example;;;;alice@ecole;2026-10-05;;")).err).toBe(
      "Un problème. Rien n’a été importé.\n  gens.csv, ligne 2, Mentor : trouvé « alice@ecole »; attendu : une adresse de courriel.",
    );
    await desk.write("gens.csv", table("ines@ecole.example;;;;;;2027-05-28;"));
    await desk.write(
      "plan.yaml",
      changed(plan, [/^dyads:\n/m, "participants: gens.csv\ndyads:\n  - { mentor: alice@ecole, mentee: ines@ecole.example }\n"]),
    );
    expect((await desk.imports("plan.yaml")).err).toMatch(/^Un problème\. .*\n.*dyads\[0\]\.mentor : trouvé « alice@ecole »/);
  });
});
