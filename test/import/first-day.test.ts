import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changed, type Desk, openDesk, type Ran, smallPlan } from "./support/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const starting = (first: string, plan = smallPlan) => changed(plan, ["starts: 2026-08-31", `starts: ${first}`]);
const withDyads = (...dyads: readonly string[]) =>
  changed(smallPlan, [/dyads:\n.*\n/, `dyads:\n${dyads.map((one) => `  - ${one}\n`).join("")}`]);
const aliceAndHugo = "mentor: alice@ecole.example, mentee: hugo@ecole.example";
const aliceAndInes = "mentor: alice@ecole.example, mentee: ines@ecole.example";
const header = "Courriel,Prénom,Nom,Mentor,Début";

async function imports(plan: string, table?: string, ...argv: readonly string[]): Promise<Ran> {
  await desk.write("plan.yaml", plan);
  if (table) await desk.write("gens.csv", table);
  return desk.imports("plan.yaml", ...(table ? ["gens.csv"] : []), ...argv);
}
/** Days of the group that are announced already. */
const announcesGroup = (...days: readonly string[]) =>
  desk.read(async (db) => {
    const [{ organization_id, id: cohort_id }] = await db("cohorts");
    const own = { organization_id, cohort_id, dyad_id: null, audience: "all", announced_on: "2026-09-01" };
    for (const on of days) await db("follow_ups").insert({ ...own, key: on, stage: on, on_day: on });
  });
const begins = async () => (await desk.stored())?.dyads?.map((dyad) => (dyad as { began_on: string }).began_on);
const changing = ({ out }: Ran) => out.split("\n").filter((line) => /^ {4}~ .*début/.test(line) || line.startsWith("Ce qui"));
const stays = "Ce qui est déjà noté ou annoncé dans ces dyades reste à sa date : rencontres, comptes rendus, suivis annoncés.";

describe.each([
  ["later", "2026-09-08", "8 septembre 2026"],
  ["earlier", "2026-08-24", "24 août 2026"],
])("the first day of a cohort, moved %s,", (_, first, told) => {
  const cohort = `    ~ début : 31 août 2026 → ${told}`;
  const coordinator = `    ~ Clara Modèle : début : 31 août 2026 → ${told}`;
  const dyad = (mentee: string) => `    ~ Alice Lexemple et ${mentee} : début : 31 août 2026 → ${told}`;

  it("is that of the dyads to which the plan gives no beginning", async () => {
    await imports(smallPlan);
    expect(changing(await imports(starting(first)))).toEqual([cohort, coordinator, dyad("Hugo Nouvel"), stays]);
    expect(await begins()).toEqual([first]);
    expect((await imports(starting(first))).out.split("\n")[0]).toBe("Rien à changer : tout y est déjà.");
  });

  it("is that of the rows whose beginning is empty, and of dyads that the files leave out", async () => {
    const table = `${header}\nzoe@ecole.example,Zoé,Der,alice@ecole.example,\nyan@ecole.example,Yan,Ier,alice@ecole.example,2026-11-16\n`;
    await imports(withDyads(`{ ${aliceAndHugo} }`, `{ ${aliceAndInes}, began: 2026-10-05 }`), table);
    const plan = starting(first, changed(smallPlan, [/dyads:\n.*\n/, ""]));
    expect(changing(await imports(plan, table))).toEqual([cohort, coordinator, dyad("Zoé Der"), dyad("Hugo Nouvel"), stays]);
    expect((await begins())?.toSorted()).toEqual([first, first, "2026-10-05", "2026-11-16"].toSorted());
  });
});

describe("a beginning", () => {
  it("that is taken out of a dyad of the plan is the first day again", async () => {
    await imports(withDyads(`{ ${aliceAndHugo}, began: 2026-11-16 }`));
    expect(changing(await imports(smallPlan))).toEqual([
      "    ~ Alice Lexemple et Hugo Nouvel : début : 16 novembre 2026 → 31 août 2026",
      stays,
    ]);
    expect(await begins()).toEqual(["2026-08-31"]);
  });

  it("that moves past announced follow-ups says how many get another date", async () => {
    await imports(withDyads(`{ ${aliceAndHugo} }`, `{ ${aliceAndInes} }`));
    const announces = (...followUps: readonly (readonly [string, Partial<Record<string, string>>])[]) =>
      desk.read(async (db) => {
        const [dyad] = await db("dyads").orderBy("id");
        await db("follow_ups").delete();
        for (const [on, more] of followUps) {
          const own = { organization_id: dyad.organization_id, cohort_id: dyad.cohort_id, dyad_id: dyad.id };
          await db("follow_ups").insert({ ...own, key: on, stage: on, audience: "triad", on_day: on, announced_on: "2026-09-01", ...more });
        }
      });
    const told = async () =>
      changing(await imports(withDyads(`{ ${aliceAndHugo}, began: 2026-11-16 }`, `{ ${aliceAndInes} }`), undefined, "--dry-run")).at(-1);
    const held = { held_on: "2026-10-01", held_at: "2026-10-01T20:00:00.000Z" };
    await announces(["2026-10-01", held], ["2026-11-16", {}], ["2026-11-13", { announced_on: undefined }]);
    expect(await told()).toBe(stays);
    await announces(["2026-11-13", {}], ["2026-11-16", {}]);
    const but = (left: string) => `${stays.slice(0, -1)}, sauf ${left}, et `;
    expect(await told()).toBe(`${but("un qui tombe avant le nouveau début : sa date change")}ses membres l’apprennent.`);
    await announces(["2026-11-12", {}], ["2026-11-13", {}], ["2026-11-16", {}]);
    expect(await told()).toBe(`${but("2 qui tombent avant le nouveau début : leur date change")}leurs membres l’apprennent.`);
  });

  it("of the cohort that moves past an announced day of the group counts it too", async () => {
    await imports(smallPlan);
    await announcesGroup("2026-09-07");
    const told = async (first: string) => changing(await imports(starting(first), undefined, "--dry-run")).at(-1);
    expect(await told("2026-09-07")).toBe(stays);
    expect(await told("2026-09-08")).toBe(
      `${stays.slice(0, -1)}, sauf un qui tombe avant le nouveau début : sa date change, et ses membres l’apprennent.`,
    );
  });

  it("that a cell leaves empty stays as it is", async () => {
    await imports(withDyads(`{ ${aliceAndHugo}, began: 2026-11-16 }`));
    await desk.write("gens.csv", `${header}\nhugo@ecole.example,,,alice@ecole.example,\n`);
    expect((await desk.imports("gens.csv", "--cohort", "c1")).out).toContain("Rien à changer");
    expect(await begins()).toEqual(["2026-11-16"]);
  });

  it("that comes before the cohort is refused where it is said", async () => {
    await imports(withDyads(`{ ${aliceAndHugo}, began: 2026-09-01 }`));
    expect((await imports(starting("2026-09-08", withDyads(`{ ${aliceAndHugo}, began: 2026-09-01 }`)))).err).toBe(
      "Un problème. Rien n’a été importé.\n  plan.yaml, ligne 21, dyads[0].began : trouvé « 2026-09-01 »; attendu : une date du 2026-09-08 au 2027-06-18, pendant la cohorte.",
    );
  });

  it("that only the store has is held against the days of the cohort, where these are said", async () => {
    const table = `${header}\nyan@ecole.example,Yan,Ier,alice@ecole.example,2026-09-01\nzoe@ecole.example,Zoé,Der,alice@ecole.example,2027-06-01\n`;
    await imports(smallPlan, table);
    const told = [
      "2 problèmes. Rien n’a été importé.",
      "  plan.yaml, ligne 7, cohort.starts : trouvé « 2026-09-08 »; la dyade de alice@ecole.example et yan@ecole.example commence le 1er septembre 2026; attendu : pas après, ou une autre date pour cette dyade.",
      "  plan.yaml, ligne 7, cohort.ends : trouvé « 2027-05-28 »; la dyade de alice@ecole.example et zoe@ecole.example commence le 1er juin 2027; attendu : pas avant, ou une autre date pour cette dyade.",
    ].join("\n");
    const moved = changed(starting("2026-09-08"), ["ends: 2027-06-18", "ends: 2027-05-28"]);
    expect((await imports(moved)).err).toBe(told);
    expect((await imports(moved, table.replace(/,2026-09-01|,2027-06-01/g, ","))).err).toBe(told);
  });
});

describe("the last day of a cohort, moved before what was announced,", () => {
  const ending = (last: string) => changed(smallPlan, ["ends: 2027-06-18", `ends: ${last}`]);
  const told = async (last: string) =>
    (await imports(ending(last), undefined, "--dry-run")).out.split("\n").filter((line) => line.includes("nouvelle fin"));

  it("says how many lose their day, those of the group too", async () => {
    await imports(smallPlan);
    await announcesGroup("2027-06-08", "2027-06-10");
    expect(await told("2027-06-10")).toEqual([]);
    expect(await told("2027-06-09")).toEqual([
      "Un suivi annoncé tombe après la nouvelle fin : s’il est à venir, il n’a plus de date, et ses membres l’apprennent.",
    ]);
    expect(await told("2027-06-07")).toEqual([
      "2 suivis annoncés tombent après la nouvelle fin : ceux qui sont à venir n’ont plus de date, et leurs membres l’apprennent.",
    ]);
    expect(await told("2027-06-25")).toEqual([]);
  });
});

describe("an end that only the store has", () => {
  const ended = `{ ${aliceAndHugo}, ended: 2026-12-01 }`;
  const table = `${header}\nhugo@ecole.example,,,alice@ecole.example,2027-01-11\n`;

  it("is before a beginning that a cell says: that is told at the cell", async () => {
    await imports(withDyads(ended));
    await desk.write("gens.csv", table);
    expect((await desk.imports("gens.csv", "--cohort", "c1")).err).toBe(
      "Un problème. Rien n’a été importé.\n  gens.csv, ligne 2, Début : trouvé « 2027-01-11 »; attendu : une date du 2026-08-31 au 2026-12-01, pendant la dyade.",
    );
  });

  it("is outside a cohort that got other days: that is told at these", async () => {
    await imports(withDyads(ended));
    const plan = starting("2026-12-07", changed(smallPlan, [/dyads:\n.*\n/, ""]));
    const told = [
      "Un problème. Rien n’a été importé.",
      "  plan.yaml, ligne 7, cohort.starts : trouvé « 2026-12-07 »; la dyade de alice@ecole.example et hugo@ecole.example se termine le 1er décembre 2026; attendu : pas après, ou une autre date pour cette dyade.",
    ].join("\n");
    expect((await imports(plan)).err).toBe(told);
    expect((await imports(plan, table)).err).toBe(told);
  });
});
