import { day, hour, instantAt } from "../../src/program/day.ts";
import type { CohortId } from "../../src/program/terms.ts";
import { enqueue } from "../../src/store/outbox.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { type Figure, milliseconds, quantile, timed } from "./measure.ts";

const zone = "America/Toronto";

/** Adds dyads to the stage's cohort, and a coordinator for every thirty. */
export async function addDyads(stage: Stage, count: number, beganOn = "2009-01-05"): Promise<void> {
  const { db } = stage.store;
  const people = async (names: readonly string[]): Promise<number[]> => {
    const ids: number[] = [];
    for (let start = 0; start < names.length; start += 100) {
      const rows = names.slice(start, start + 100).map((name) => ({
        organization_id: stage.organizationId,
        email: `${name}@exemple.example`,
        given_name: "Personne",
        family_name: name,
        language: "fr",
      }));
      ids.push(...((await db("people").insert(rows).returning("id")) as { id: number }[]).map(({ id }) => id));
    }
    return ids;
  };
  const range = (length: number, prefix: string) => Array.from({ length }, (_, place) => `${prefix}${place}`);
  const leaders = await people(range(Math.ceil(count / 30), "coordination"));
  const mentors = await people(range(count, "mentor"));
  const mentees = await people(range(count, "mentore"));
  const cohort = { organization_id: stage.organizationId, cohort_id: stage.cohortId };
  for (const person of leaders) {
    await db("appointments").insert({ ...cohort, person_id: person, capacity: "coordinator", kind: "internal", from_on: beganOn });
  }
  for (let start = 0; start < count; start += 100) {
    const rows = mentors.slice(start, start + 100).map((mentor, place) => ({
      ...cohort,
      mentor_id: mentor,
      mentee_id: mentees[start + place],
      coordinator_id: leaders[(start + place) % leaders.length],
      began_on: beganOn,
    }));
    await db("dyads").insert(rows);
  }
}

export async function measurePlanning(dyads: number): Promise<Figure[]> {
  const stage = await openStage({ now: "2009-01-05T06:00" });
  const { db } = stage.store;
  await addDyads(stage, dyads);
  const first = await timed(() => stage.app.planAhead(stage.now));

  const later = async (date: string) => timed(() => stage.app.planAhead(instantAt(day(date), hour("06:00"), zone)));
  const year = await later("2009-12-18");
  const rows = await db("outbox").orderBy("id");
  const again = await later("2009-12-18");

  const copies = rows.map(({ id: _, ...row }) => ({ ...row, key: `copy:${row.key}` }));
  const plain = await timed(() => db.batchInsert("outbox", copies, 80));
  const enqueued = await timed(() =>
    enqueue(
      stage.store,
      rows.map((row) => ({
        key: `again:${row.key}`,
        kind: row.kind,
        organizationId: row.organization_id,
        cohortId: row.cohort_id,
        personId: row.person_id,
        subject: JSON.parse(row.subject),
        notBefore: row.not_before,
        giveUpAfter: row.give_up_after,
      })),
    ),
  );
  await stage.close();
  const ratio = plain / (year || 1);
  return [
    { what: `placing the follow-ups of ${dyads} dyads`, found: milliseconds(first), target: "", kept: null },
    {
      what: `planning ${dyads} dyads for a year, ${rows.length} notices`,
      found: milliseconds(first + year),
      target: "< 5000 ms",
      kept: first + year < 5000,
    },
    { what: "planning the same day again", found: milliseconds(again), target: "", kept: null },
    { what: "planned rows/s ÷ plain batch inserts", found: ratio.toFixed(2), target: "≥ 0.5", kept: ratio >= 0.5 },
    { what: "enqueued rows/s ÷ plain batch inserts", found: (plain / enqueued).toFixed(2), target: "", kept: null },
  ];
}

/** A tick with nothing due must not notice how much was sent before. */
export async function measureIdleTick(many: number): Promise<Figure[]> {
  const stageWith = async (rows: number) => {
    const stage = await openStage({ now: "2009-01-05T12:00" });
    const sent = (place: number) => ({
      organization_id: stage.organizationId,
      key: `old:${place}`,
      kind: "welcome",
      person_id: stage.mentor.id,
      cohort_id: stage.cohortId as CohortId,
      subject: "{}",
      not_before: "2009-01-05T12:00:00.000Z",
      give_up_after: "2009-02-05T12:00:00.000Z",
      settled_at: "2009-01-05T12:00:00.000Z",
      outcome: "sent",
    });
    for (let start = 0; start < rows; start += 5_000) {
      const slice = Array.from({ length: Math.min(5_000, rows - start) }, (_, place) => sent(start + place));
      await stage.store.db.batchInsert("outbox", slice, 80);
    }
    await stage.app.deliverDue(() => stage.now);
    return { stage, taken: [] as number[] };
  };
  const both = [await stageWith(1_000), await stageWith(many)];
  // They take turns, so that whatever else the machine does comes upon both.
  for (let turn = 0; turn < 300; turn++) {
    for (const { stage, taken } of both) taken.push(await timed(() => stage.app.deliverDue(() => stage.now)));
  }
  const [small = Number.NaN, large = Number.NaN] = both.map(({ taken }) => quantile(taken, 0.5));
  for (const { stage } of both) await stage.close();
  const ratio = large / small;
  return [
    {
      what: `a tick with nothing due, ${many} rows ÷ 1000 (${milliseconds(small)})`,
      found: ratio.toFixed(2),
      target: "≤ 1.5",
      kept: ratio <= 1.5,
    },
  ];
}
