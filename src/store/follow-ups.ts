import type { Day } from "../program/day.ts";
import type { Move } from "../program/resettle.ts";
import type { Cohort, FollowUp, FollowUpId, OrganizationId } from "../program/terms.ts";
import { type FollowUpRow, toFollowUp } from "./rows.ts";
import { insertOrIgnore, type Store } from "./store.ts";

/** What is known of a follow-up before it is stored. */
export type NewFollowUp = Omit<FollowUp, "id" | "announcedOn" | "held">;

export async function readFollowUps(store: Store, cohort: Pick<Cohort, "id" | "organizationId">): Promise<FollowUp[]> {
  const rows: FollowUpRow[] = await store
    .db("follow_ups")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id })
    .orderBy("id");
  return rows.map(toFollowUp);
}

export async function readFollowUp(store: Store, organizationId: OrganizationId, id: FollowUpId): Promise<FollowUp | null> {
  const row: FollowUpRow | undefined = await store.db("follow_ups").where({ organization_id: organizationId, id }).first();
  return row ? toFollowUp(row) : null;
}

/** One follow-up a stage for a dyad, or for the whole group: planning twice adds none. */
export const followUpKey = ({ cohortId, dyadId, stage }: Pick<NewFollowUp, "cohortId" | "dyadId" | "stage">): string =>
  `c${cohortId}:${dyadId === null ? "group" : `d${dyadId}`}:${stage}`;

export function insertFollowUps(store: Store, placed: readonly NewFollowUp[]): Promise<number> {
  const rows = placed.map((one) => ({
    organization_id: one.organizationId,
    cohort_id: one.cohortId,
    dyad_id: one.dyadId,
    key: followUpKey(one),
    stage: one.stage,
    audience: one.audience,
    on_day: one.on,
    at_hour: one.at,
    unplaced: one.unplaced,
  }));
  return insertOrIgnore(store.db, "follow_ups", rows, ["key"]);
}

/** Gives a follow-up that is not held another day. @returns false when it was held meanwhile. */
export async function moveFollowUp(store: Store, followUp: Pick<FollowUp, "id" | "organizationId" | "at">, on: Day): Promise<boolean> {
  const changed = await store
    .db("follow_ups")
    .where({ organization_id: followUp.organizationId, id: followUp.id })
    .whereNull("held_on")
    .update({ on_day: on, at_hour: followUp.at, unplaced: null });
  return changed > 0;
}

/** What planning itself moves: to another day, or to none. */
export async function resettleFollowUp(store: Store, { followUp, on, unplaced }: Move): Promise<void> {
  await store
    .db("follow_ups")
    .where({ organization_id: followUp.organizationId, id: followUp.id })
    .whereNull("held_on")
    .update({ on_day: on, unplaced });
}

/** From today on these dates are known to their people, and no longer move by themselves. */
export async function markAnnounced(store: Store, cohort: Cohort, ids: readonly FollowUpId[], on: Day): Promise<void> {
  for (let start = 0; start < ids.length; start += 500) {
    await store
      .db("follow_ups")
      .where({ organization_id: cohort.organizationId })
      .whereIn("id", ids.slice(start, start + 500))
      .whereNull("announced_on")
      .update({ announced_on: on });
  }
}
