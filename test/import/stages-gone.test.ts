import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changed, type Desk, openDesk, smallPlan } from "./support/desk.ts";

let desk: Desk;

async function imports(plan: string) {
  await desk.write("plan.yaml", plan);
  return desk.imports("plan.yaml");
}

describe("a stage that the plan has no more", () => {
  const own = (key: string) =>
    `    - { key: ${key}, name: Point, audience: triad, when: { fraction: 0.5 }, agenda: [], facilitation: [], record: [] }\n`;
  const stages = (...keys: readonly string[]) => changed(smallPlan, ["  capacityPerDay: 2\n", `  stages:\n${keys.map(own).join("")}`]);
  const followUps = () => desk.read((db) => db("follow_ups").orderBy("id").pluck("stage"));

  beforeEach(async () => {
    desk = await openDesk();
    await imports(stages("point", "autre"));
    await desk.read(async (db) => {
      const [{ id: dyad_id, organization_id, cohort_id, mentee_id: person_id }] = await db("dyads");
      const one = { organization_id, cohort_id, dyad_id, audience: "triad", on_day: "2026-11-16" };
      await db("follow_ups").insert([
        { ...one, key: "1", stage: "point" },
        { ...one, key: "2", stage: "autre" },
      ]);
      const [{ id: follow_up_id }] = await db("follow_ups").where({ stage: "point" });
      const move = { organization_id, follow_up_id, times: 1, from_day: "2026-11-13", moved_on: "2026-09-01" };
      await db("follow_up_early_moves").insert(move);
      const asked = { organization_id, cohort_id, dyad_id, person_id, instrument: "who-5", opens_on: "2026-11-09", due_on: "2026-11-15" };
      await db("administrations").insert([
        { ...asked, stage: "point" },
        { ...asked, stage: "autre" },
      ]);
    });
  });

  afterEach(() => desk.close());

  it("takes with it what nobody heard of yet", async () => {
    const { code, out } = await imports(stages("autre"));
    expect([code, out]).toEqual([0, expect.stringContaining("étape retirée : Point")]);
    expect(await followUps()).toEqual(["autre"]);
    expect(await desk.read((db) => db("administrations").pluck("stage"))).toEqual(["autre"]);
  });

  it("is refused once a questionnaire of it was answered", async () => {
    await desk.read((db) => db("administrations").where({ stage: "point" }).update({ done_at: "2026-11-10T15:00:00.000Z" }));
    expect((await imports(stages("autre"))).err).toContain("l’étape « point » ne peut être retirée");
    expect(await followUps()).toEqual(["point", "autre"]);
  });

  it.each([
    ["announced", { announced_on: "2026-10-26" }],
    ["held", { held_on: "2026-11-16", held_at: "2026-11-16T20:00:00.000Z" }],
  ])("is refused, as is another key of it, once one of its follow-ups was %s", async (_, known) => {
    await desk.read((db) => db("follow_ups").where({ stage: "point" }).update(known));
    for (const plan of [stages("autre"), stages("nouveau", "autre")]) {
      const { code, err } = await imports(plan);
      expect(code).toBe(2);
      expect(err).toContain(
        "plan.stages : l’étape « point » ne peut être retirée ni changer de clé : un suivi en a déjà été annoncé ou tenu, ou un questionnaire rempli. Son nom, son moment et ses textes peuvent changer.",
      );
    }
    expect(await followUps()).toEqual(["point", "autre"]);
    expect((await imports(changed(stages("point", "autre"), ["name: Point", "name: Bilan"]))).code).toBe(0);
  });
});
