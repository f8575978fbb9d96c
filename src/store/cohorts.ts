import type { Day } from "../program/day.ts";
import type { Plan } from "../program/plan.ts";
import type { Appointment, Cohort, CohortId, Dyad, DyadId, Organization, OrganizationId, Person, PersonId } from "../program/terms.ts";
import {
  type AppointmentRow,
  type CohortRow,
  type DyadRow,
  type OrganizationRow,
  type PersonRow,
  toAppointment,
  toCohort,
  toDyad,
  toOrganization,
  toPerson,
} from "./rows.ts";
import type { Store } from "./store.ts";

const keptPlans = 500;

export async function readPlan(store: Store, cohort: { id: CohortId; organizationId: OrganizationId; revision: number }): Promise<Plan> {
  const name = `${cohort.id}/${cohort.revision}`;
  const known = store.plans.get(name);
  if (known) return known;
  const row: Pick<CohortRow, "plan"> = await store
    .db("cohorts")
    .where({ id: cohort.id, organization_id: cohort.organizationId })
    .first("plan");
  const { plan }: { plan: Plan } = JSON.parse(row.plan);
  if (store.plans.size >= keptPlans) store.plans.clear();
  store.plans.set(name, plan);
  return plan;
}

export const readOrganizations = async ({ db }: Pick<Store, "db">): Promise<Organization[]> =>
  ((await db("organizations").orderBy("id")) as OrganizationRow[]).map(toOrganization);

export async function readCohort(
  store: Store,
  organizationId: OrganizationId,
  id: CohortId,
): Promise<(Cohort & { revision: number }) | null> {
  const row: CohortRow | undefined = await store.db("cohorts").where({ organization_id: organizationId, id }).first();
  return row ? { revision: row.revision, ...toCohort(row) } : null;
}

export async function readCohorts(store: Store, organizationId: OrganizationId): Promise<(Cohort & { revision: number })[]> {
  const rows: CohortRow[] = await store.db("cohorts").where({ organization_id: organizationId }).orderBy("starts_on");
  return rows.map((row) => ({ revision: row.revision, ...toCohort(row) }));
}

export async function readDyads(store: Store, cohort: Cohort): Promise<Dyad[]> {
  const rows: DyadRow[] = await store.db("dyads").where({ organization_id: cohort.organizationId, cohort_id: cohort.id }).orderBy("id");
  return rows.map(toDyad);
}

export async function readDyad(store: Store, organizationId: OrganizationId, id: DyadId): Promise<Dyad | null> {
  const row: DyadRow | undefined = await store.db("dyads").where({ organization_id: organizationId, id }).first();
  return row ? toDyad(row) : null;
}

export async function readAppointments(store: Store, cohort: Pick<Cohort, "id" | "organizationId">): Promise<Appointment[]> {
  const rows: AppointmentRow[] = await store
    .db("appointments")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id })
    .orderBy(["from_on", "id"]);
  return rows.map(toAppointment);
}

/** Everyone of a cohort: the members of its dyads and those who coordinate it. */
export async function readPeopleOf(store: Store, cohort: Cohort): Promise<Map<PersonId, Person>> {
  const { db } = store;
  const scope = { organization_id: cohort.organizationId, cohort_id: cohort.id };
  const rows: PersonRow[] = await db("people")
    .where({ organization_id: cohort.organizationId })
    .where((any) =>
      any
        .whereIn("id", db("dyads").where(scope).select("mentor_id"))
        .orWhereIn("id", db("dyads").where(scope).select("mentee_id"))
        .orWhereIn("id", db("appointments").where(scope).select("person_id")),
    )
    .orderBy("id");
  return new Map(rows.map((row) => [row.id, toPerson(row)]));
}

/** The last day planned for `what`; null before the first time. */
export async function readPlannedThrough(store: Store, cohort: Cohort, what: string): Promise<Day | null> {
  const row = await store
    .db("planned_days")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id, what })
    .first("through_on");
  return row?.through_on ?? null;
}

export async function writePlannedThrough(store: Store, cohort: Cohort, what: string, through: Day): Promise<void> {
  await store
    .db("planned_days")
    .insert({ organization_id: cohort.organizationId, cohort_id: cohort.id, what, through_on: through })
    .onConflict(["cohort_id", "what"])
    .merge(["through_on"]);
}

/** What the column `plan` holds: the plan with what a sample adds to it. */
export async function readSettings(store: Store, cohort: Pick<Cohort, "id" | "organizationId">): Promise<string> {
  const row: Pick<CohortRow, "plan"> = await store
    .db("cohorts")
    .where({ id: cohort.id, organization_id: cohort.organizationId })
    .first("plan");
  return row.plan;
}
