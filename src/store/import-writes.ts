import type { Day, Hour, Instant } from "../program/day.ts";
import type { CohortId, DyadId, OrganizationId } from "../program/terms.ts";
import { type Database, takeTurn } from "./database.ts";
import { followUpKey } from "./follow-ups.ts";
import type { Things } from "./import.ts";
import { insertOrIgnore } from "./store.ts";

/** One thing to write, over the row that it has already. */
interface Write<Thing> {
  id: number | null;
  after: Thing;
}

/** A triad follow-up held before the import. */
export interface HeldFollowUp {
  mentor: string;
  mentee: string;
  stage: string;
  on: Day;
  /** When it began, and when that is taken to have been recorded. */
  at: Hour;
  recordedAt: Instant;
  by: string;
}

interface Scope {
  organizationId: OrganizationId;
  cohortId: CohortId;
}

type Ids = ReadonlyMap<string, number>;

const idIn = (ids: Ids, name: string): number => {
  const id = ids.get(name);
  if (id === undefined) throw new RangeError(`nothing is stored under ${name}`);
  return id;
};

async function save(db: Database, table: string, id: number | null, row: object): Promise<number> {
  if (id !== null) {
    await db(table).where({ id }).update(row);
    return id;
  }
  const [added] = (await db(table).insert(row).returning("id")) as [{ id: number }];
  return added.id;
}

export async function saveOrganization(db: Database, { id, after }: Write<Things["organization"]>): Promise<OrganizationId> {
  const { key, name, language, zone, assistance } = after;
  return (await save(db, "organizations", id, {
    ...{ key, name, language, zone },
    assistance: assistance ? JSON.stringify(assistance) : null,
  })) as OrganizationId;
}

export const saveProgram = (db: Database, organizationId: OrganizationId, { id, after }: Write<Things["program"]>): Promise<number> =>
  save(db, "programs", id, { organization_id: organizationId, name: after.name });

export async function saveInstrument(
  db: Database,
  organizationId: OrganizationId,
  { id, definition }: Things["instrument"],
): Promise<void> {
  await db("instruments")
    .insert({ organization_id: organizationId, id, definition: JSON.stringify(definition) })
    .onConflict(["organization_id", "id"])
    .merge(["definition"]);
}

/** The plan of a cohort is read once per revision, so whatever changes gives it a new one. */
export async function saveCohort(
  db: Database,
  organizationId: OrganizationId,
  programId: number,
  { id, after }: Write<Things["cohort"]>,
): Promise<CohortId> {
  const row = {
    ...{ organization_id: organizationId, program_id: programId, key: after.key, name: after.name, kind: after.kind },
    ...{ starts_on: after.startsOn, ends_on: after.endsOn, plan: JSON.stringify(after.settings) },
  };
  return (await save(db, "cohorts", id, id === null ? row : { ...row, revision: db.raw("?? + 1", ["revision"]) })) as CohortId;
}

/** Saves people, then who their supervisors are, since these may come after them. @returns everyone's id by e-mail address. */
export async function savePeople(db: Database, organizationId: OrganizationId, people: readonly Write<Things["person"]>[]): Promise<Ids> {
  const rowOf = ({ email, givenName, familyName, language, office }: Things["person"]) => ({
    ...{ organization_id: organizationId, email, given_name: givenName, family_name: familyName, language, office },
  });
  const added = people.filter(({ id }) => id === null).map(({ after }) => rowOf(after));
  await insertOrIgnore(db, "people", added, ["organization_id", "email"]);
  for (const { id, after } of people) if (id !== null) await db("people").where({ id }).update(rowOf(after));

  const ids = await readPersonIds(db, organizationId);
  const reports = new Map<string | null, number[]>();
  for (const { id, after } of people) {
    if (id === null && after.supervisor === null) continue;
    reports.set(after.supervisor, [...(reports.get(after.supervisor) ?? []), idIn(ids, after.email)]);
  }
  for (const [supervisor, of] of reports) {
    const supervisor_id = supervisor === null ? null : idIn(ids, supervisor);
    for (let start = 0; start < of.length; start += 500) {
      await db("people")
        .whereIn("id", of.slice(start, start + 500))
        .update({ supervisor_id });
    }
  }
  return ids;
}

export async function readPersonIds(db: Database, organizationId: OrganizationId): Promise<Ids> {
  const rows: { id: number; email: string }[] = await db("people").where({ organization_id: organizationId }).select("id", "email");
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** Everyone has a place in the playground, should it run. */
export async function addWebAddresses(
  db: Database,
  organization: { id: OrganizationId; key: string },
  personIds: readonly number[],
): Promise<void> {
  const rows = personIds.map((id) => ({
    ...{ organization_id: organization.id, person_id: id },
    ...{ platform: "web", workspace: organization.key, user: String(id) },
  }));
  await insertOrIgnore(db, "addresses", rows, ["platform", "workspace", "user"]);
}

export async function saveAppointments(
  db: Database,
  { organizationId, cohortId }: Scope,
  people: Ids,
  appointments: readonly Write<Things["appointment"]>[],
): Promise<void> {
  for (const { id, after } of appointments) {
    await save(db, "appointments", id, {
      ...{ organization_id: organizationId, cohort_id: cohortId, person_id: idIn(people, after.email) },
      ...{ capacity: after.capacity, kind: after.kind, from_on: after.from, until_on: after.until },
      succeeds_id: after.succeeds === null ? null : idIn(people, after.succeeds),
    });
  }
}

export async function saveDyads(
  db: Database,
  { organizationId, cohortId }: Scope,
  people: Ids,
  dyads: readonly Write<Things["dyad"]>[],
): Promise<void> {
  const rowOf = ({ mentor, mentee, coordinator, began, ended }: Things["dyad"]) => ({
    ...{ organization_id: organizationId, cohort_id: cohortId, mentor_id: idIn(people, mentor), mentee_id: idIn(people, mentee) },
    ...{ coordinator_id: idIn(people, coordinator), began_on: began, ended_on: ended },
  });
  const added = dyads.filter(({ id }) => id === null).map(({ after }) => rowOf(after));
  await insertOrIgnore(db, "dyads", added, ["cohort_id", "mentor_id", "mentee_id"]);
  for (const { id, after } of dyads) if (id !== null) await save(db, "dyads", id, rowOf(after));
}

/** Takes away what was placed for stages, but for follow-ups that were announced or held and questionnaires that were answered. */
export async function dropStages(db: Database, { organizationId, cohortId }: Scope, stages: readonly string[]): Promise<void> {
  if (stages.length === 0) return;
  const own = { organization_id: organizationId, cohort_id: cohortId };
  const placed = db("follow_ups")
    .where(own)
    .whereIn("stage", [...stages])
    .whereNull("announced_on")
    .whereNull("held_on");
  await db("follow_up_early_moves").whereIn("follow_up_id", placed.clone().select("id")).delete();
  await placed.clone().delete();
  await db("administrations")
    .where(own)
    .whereIn("stage", [...stages])
    .whereNull("done_at")
    .delete();
}

/** Follow-ups that are there already, planned or held, stay as they are. */
export async function addHeldFollowUps(
  db: Database,
  { organizationId, cohortId }: Scope,
  people: Ids,
  held: readonly HeldFollowUp[],
): Promise<void> {
  if (held.length === 0) return;
  const dyads: { id: DyadId; mentor_id: number; mentee_id: number }[] = await db("dyads")
    .where({ organization_id: organizationId, cohort_id: cohortId })
    .select("id", "mentor_id", "mentee_id");
  const dyadIds = new Map(dyads.map(({ id, mentor_id, mentee_id }) => [`${mentor_id} ${mentee_id}`, id]));
  const rows = held.map(({ mentor, mentee, stage, on, at, recordedAt, by }) => {
    const dyadId = idIn(dyadIds, `${idIn(people, mentor)} ${idIn(people, mentee)}`) as DyadId;
    return {
      ...{ organization_id: organizationId, cohort_id: cohortId, dyad_id: dyadId, key: followUpKey({ cohortId, dyadId, stage }) },
      ...{ stage, audience: "triad", on_day: on, at_hour: at, announced_on: on },
      ...{ held_on: on, held_by: idIn(people, by), held_at: recordedAt },
    };
  });
  await insertOrIgnore(db, "follow_ups", rows, ["key"]);
}

/**
 * What homes and messages that are kept up to date say of this organization is looked at again. An import has no clock: each is due
 * since it was opened, or sent.
 */
export async function lookAgain(db: Database, organizationId: OrganizationId): Promise<void> {
  const theirs = (table: string) => db(table).where({ organization_id: organizationId });
  await theirs("outbox")
    .whereNotNull("receipt")
    .whereNotNull("review_at")
    .update({ review_at: db.ref("settled_at") });
  await theirs("homes")
    .whereNotNull("refresh_at")
    .update({ refresh_at: db.ref("opened_at") });
}

/** Runs an import in one transaction, and keeps what it wrote only if it says so. */
export async function inImport<Result extends { keep: boolean }>(db: Database, work: (db: Database) => Promise<Result>): Promise<Result> {
  const transaction = await db.transaction();
  try {
    // Before anything is read: SQLite lets nobody write what follows from a state that others have changed since.
    await takeTurn(transaction);
    const result = await work(transaction);
    if (result.keep) await transaction.commit();
    else await transaction.rollback();
    return result;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

/** Whoever joins may have begun before the last day that was planned: the next planning looks at the whole cohort again, and what is planned stays. */
export async function planFromTheStart(db: Database, { organizationId, cohortId }: { organizationId: OrganizationId; cohortId: CohortId }) {
  await db("planned_days").where({ organization_id: organizationId, cohort_id: cohortId }).delete();
}
