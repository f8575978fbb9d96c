import type { Day, Instant } from "../program/day.ts";
import type { AdministrationId, Cohort, CohortId, DyadId, OrganizationId, PersonId } from "../program/terms.ts";
import { insertOrIgnore, inTransaction, type Store } from "./store.ts";

/** One filling-in of a questionnaire by one mentee at one stage. What was answered is not in it: see `readAnswers`. */
export interface Administration {
  id: AdministrationId;
  organizationId: OrganizationId;
  cohortId: CohortId;
  dyadId: DyadId;
  personId: PersonId;
  stage: string;
  instrument: string;
  opensOn: Day;
  dueOn: Day;
  done: { at: Instant } | null;
}

interface AdministrationRow {
  id: AdministrationId;
  organization_id: OrganizationId;
  cohort_id: CohortId;
  dyad_id: DyadId;
  person_id: PersonId;
  stage: string;
  instrument: string;
  opens_on: Day;
  due_on: Day;
  done_at: Instant | null;
}

const columns = ["id", "organization_id", "cohort_id", "dyad_id", "person_id", "stage", "instrument", "opens_on", "due_on", "done_at"];

const toAdministration = (row: AdministrationRow): Administration => ({
  id: row.id,
  organizationId: row.organization_id,
  cohortId: row.cohort_id,
  dyadId: row.dyad_id,
  personId: row.person_id,
  stage: row.stage,
  instrument: row.instrument,
  opensOn: row.opens_on,
  dueOn: row.due_on,
  done: row.done_at ? { at: row.done_at } : null,
});

/** With what is sealed, which only `answers.ts` opens; oldest first. */
export async function readAdministrationsWhere(
  store: Store,
  scope: { organization_id: OrganizationId } & ({ person_id: PersonId } | { dyad_id: DyadId }),
): Promise<(Administration & { sealed: string | null })[]> {
  const rows: (AdministrationRow & { sealed: string | null })[] = await store
    .db("administrations")
    .where(scope)
    .orderBy(["opens_on", "id"])
    .select(...columns, "sealed");
  return rows.map((row) => ({ ...toAdministration(row), sealed: row.sealed }));
}

/** For planning, which sees that an administration is done or not, and nothing of what was answered. */
export async function readAdministrationsOf(store: Store, cohort: Cohort): Promise<Administration[]> {
  const rows: AdministrationRow[] = await store
    .db("administrations")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id })
    .orderBy("id")
    .select(columns);
  return rows.map(toAdministration);
}

export async function openAdministrations(store: Store, wanted: readonly Omit<Administration, "id" | "done">[]): Promise<number> {
  const rows = wanted.map((one) => ({
    organization_id: one.organizationId,
    cohort_id: one.cohortId,
    dyad_id: one.dyadId,
    person_id: one.personId,
    stage: one.stage,
    instrument: one.instrument,
    opens_on: one.opensOn,
    due_on: one.dueOn,
  }));
  return insertOrIgnore(store.db, "administrations", rows, ["dyad_id", "stage"]);
}

/**
 * Moves the dates of one that is not done: its follow-up got another day.
 * @param until the end of its last day: what was said of it, or waits for the end of a pause, is as long worth saying.
 */
export async function moveAdministration(
  store: Store,
  { id, personId }: Pick<Administration, "id" | "personId">,
  { opensOn, dueOn }: Pick<Administration, "opensOn" | "dueOn">,
  until: Instant,
): Promise<void> {
  await store.db("administrations").where({ id }).whereNull("done_at").update({ opens_on: opensOn, due_on: dueOn });
  await store
    .db("outbox")
    .where({ person_id: personId })
    .where("key", "like", `questionnaire-%:a${id}:%`)
    .where("give_up_after", "<", until)
    .update({ give_up_after: until });
}

/** Takes back one that its mentee was not asked to fill in yet, with the invitation that waits: there is another when it is called for again. */
export async function takeBackAdministration(store: Store, id: AdministrationId): Promise<void> {
  await inTransaction(store, async ({ db }) => {
    const invitations = () => db("outbox").where("key", "like", `questionnaire-invitation:a${id}:%`);
    if (await invitations().where({ outcome: "sent" }).first("id")) return;
    await invitations().whereNull("settled_at").delete();
    await db("administrations").where({ id }).whereNull("done_at").delete();
  });
}
