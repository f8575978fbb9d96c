import type { Day } from "../program/day.ts";
import type { Cohort, DyadId, FollowUp } from "../program/terms.ts";
import type { Administration } from "./administrations.ts";
import { type FollowUpRow, toFollowUp } from "./rows.ts";
import type { Store } from "./store.ts";

const scopeOf = (cohort: Cohort) => ({ organization_id: cohort.organizationId, cohort_id: cohort.id });

/** The follow-ups of a day that are still to be held. */
export async function readFollowUpsOn(store: Store, cohort: Cohort, on: Day): Promise<FollowUp[]> {
  const rows: FollowUpRow[] = await store
    .db("follow_ups")
    .where({ ...scopeOf(cohort), on_day: on })
    .whereNull("held_on")
    .orderBy("id");
  return rows.map(toFollowUp);
}

/** The administrations that can be answered on a day, and are not. */
export function readOpenAdministrations(
  store: Store,
  cohort: Cohort,
  on: Day,
): Promise<Pick<Administration, "id" | "dyadId" | "stage" | "opensOn" | "dueOn">[]> {
  return store
    .db("administrations")
    .where(scopeOf(cohort))
    .where("opens_on", "<=", on)
    .where("due_on", ">=", on)
    .whereNull("done_at")
    .orderBy("id")
    .select({ id: "id", dyadId: "dyad_id", stage: "stage", opensOn: "opens_on", dueOn: "due_on" });
}

/** The dyads that logged a meeting held on a day. */
export async function readDyadsThatMet(store: Store, cohort: Cohort, on: Day): Promise<Set<DyadId>> {
  const ids: DyadId[] = await store
    .db("meetings as m")
    .join("meeting_versions as v", "v.meeting_id", "m.id")
    .join("dyads as d", "d.id", "m.dyad_id")
    .where({ "d.organization_id": cohort.organizationId, "d.cohort_id": cohort.id, "v.held_on": on })
    .pluck("m.dyad_id");
  return new Set(ids);
}
