import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

let stage: Stage;
/** As an import does: the dyad has other days, and the cohort is planned from its start. */
const imports = async (days: { began_on?: Day; ended_on?: Day | null }, dyad: number = stage.dyads.first) => {
  await stage.store.db("dyads").where({ id: dyad }).update(days);
  await stage.store.db("planned_days").delete();
};
/** The jobs run, and nothing else happens. */
const told = async () => {
  await stage.app.planAhead(stage.now);
  await stage.passes({ days: 0 });
};
const heard = (who: Actor, from = 0): string[] => who.shown.slice(from).map((shown) => plainMessage(shown).replace(/\u00a0/g, " "));

afterEach(() => stage.close());

describe("a follow-up that comes after the end of its dyad", () => {
  let on: Day;

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    on = "2009-03-18" as Day;
    await stage.store.db("follow_ups").where({ stage: "follow-up-2", dyad_id: stage.dyads.first }).update({ on_day: on });
    await stage.passes({ to: `${addDays(on, -6)}T12:00` });
  });

  const sees = async (text: string): Promise<string> => {
    await stage.coordinator.says(text);
    return stage.coordinator.last.replace(/\u00a0/g, " ");
  };
  const pair = /Suivi 2(, | — | avec )Marie Mentore et Nadia Nouvelle/;

  it("is nowhere to be led, neither as coming nor as late", async () => {
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).toMatch(pair);
    await imports({ ended_on: addDays(on, -1) });
    // Before anything is planned as well as after it.
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).not.toMatch(pair);
    await told();
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).not.toMatch(pair);
    expect(await sees("statut Nadia")).not.toContain("Suivi 2");
    await stage.passes({ to: `${addDays(on, 3)}T12:00` });
    for (const text of ["suivi", "statut", "calendrier"]) expect(await sees(text)).not.toMatch(pair);
  });

  it("is late on its day for a dyad that lasted until then", async () => {
    await imports({ ended_on: on });
    await stage.passes({ to: `${addDays(on, 3)}T12:00` });
    expect(await sees("suivi")).toMatch(pair);
  });

  it("is not in the week that is told to the coordinator", async () => {
    const digests = () => heard(stage.coordinator).filter((text) => text.includes("Cette semaine"));
    await imports({ ended_on: addDays(on, -1) });
    const before = digests().length;
    await stage.passes({ to: `${on}T12:00` });
    expect(digests().length).toBeGreaterThan(before);
    for (const text of digests().slice(before)) expect(text).not.toMatch(/Suivi 2, Marie/);
  });
});
