import type { Day, Hour, Instant } from "../program/day.ts";
import { inCohort, inDyad, mayRead, type Viewer } from "../program/privacy.ts";
import type { Cohort, Dyad, FollowUp, FollowUpId, OrganizationId, PersonId, UnplacedCode } from "../program/terms.ts";
import { writeEarlyMove, writeMove } from "./follow-up-moves.ts";
import { type FollowUpRow, toFollowUp } from "./rows.ts";
import { insertOrIgnore, inTransaction, type Store } from "./store.ts";

/** What is known of a follow-up before it is stored. */
type NewFollowUp = Omit<FollowUp, "id" | "announcedOn" | "held">;

export async function readFollowUps(store: Store, cohort: Pick<Cohort, "id" | "organizationId">): Promise<FollowUp[]> {
  const rows: FollowUpRow[] = await store
    .db("follow_ups")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id })
    .orderBy("id");
  return rows.map(toFollowUp);
}

/** Those of a dyad and of the group of its cohort: all that can concern its members. */
export async function readFollowUpsAround(store: Store, dyad: Dyad): Promise<FollowUp[]> {
  const rows: FollowUpRow[] = await store
    .db("follow_ups")
    .where({ organization_id: dyad.organizationId, cohort_id: dyad.cohortId })
    .where((own) => own.where({ dyad_id: dyad.id }).orWhereNull("dyad_id"))
    .orderBy("id");
  return rows.map(toFollowUp);
}

export async function readFollowUp(store: Store, organizationId: OrganizationId, id: FollowUpId): Promise<FollowUp | null> {
  const row: FollowUpRow | undefined = await store.db("follow_ups").where({ organization_id: organizationId, id }).first();
  return row ? toFollowUp(row) : null;
}

/** Whether people know a date of a cohort: from a day on, where it is given, of what is not held yet. */
export async function isAnyAnnounced({ db }: Store, cohort: Cohort, from?: Day): Promise<boolean> {
  const announced = db("follow_ups").where({ organization_id: cohort.organizationId, cohort_id: cohort.id }).whereNotNull("announced_on");
  if (from) announced.where("on_day", ">=", from).whereNull("held_on");
  return (await announced.first("id")) !== undefined;
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

/**
 * Gives a follow-up that is not held another day or hour, or none. A change of what was announced is counted,
 * so that planning tells its people each time. Each is kept with who made it: nobody, where the calendar did.
 * @returns false when it was held meanwhile.
 */
export async function moveFollowUp(
  store: Store,
  followUp: FollowUp,
  to: { on: Day | null; at: Hour | null; unplaced: UnplacedCode | null },
  today: Day,
  by: PersonId | null,
): Promise<boolean> {
  const before = followUp.on ?? followUp.moved?.from;
  const isOther = followUp.on !== to.on || followUp.at !== to.at;
  const isCounted = isOther && followUp.announcedOn !== null && before;
  const move = { from: { on: followUp.on, at: followUp.at }, by, on: today };
  return inTransaction(store, async (inside) => {
    const [changed]: { moves: number }[] = await inside
      .db("follow_ups")
      .where({ organization_id: followUp.organizationId, id: followUp.id })
      .whereNull("held_on")
      .update({
        ...{ on_day: to.on, at_hour: to.at, unplaced: to.unplaced },
        ...(isCounted ? { moves: inside.db.raw("moves + 1"), moved_from: before, moved_on: today } : {}),
      })
      .returning("moves");
    if (changed && isCounted) await writeMove(inside, followUp, { ...move, times: changed.moves });
    if (changed && isOther && followUp.announcedOn === null) await writeEarlyMove(inside, followUp, move);
    return changed !== undefined;
  });
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

/** What was written down after a follow-up, by field of the plan. A group's names nobody. */
export type FollowUpRecord = Readonly<Record<string, string>>;

/** In the place of the text of a version in which nothing was written. */
export const nothingSealed = "";

/** A record of nothing is none: the coordinator still has it to write. */
const isEmpty = (record: FollowUpRecord): boolean => Object.values(record).every((value) => value.trim() === "");

const ownerOf = ({ dyadId, cohortId }: FollowUp) => (dyadId === null ? (`cohort:${cohortId}` as const) : (`dyad:${dyadId}` as const));

/** Where nothing was written, only that it was held is kept. @returns false when somebody wrote it down meanwhile. */
export async function holdFollowUp(
  store: Store,
  followUp: FollowUp,
  held: { on: Day; by: PersonId; at: Instant },
  record: FollowUpRecord,
  present: readonly PersonId[],
): Promise<boolean> {
  const scope = { organization_id: followUp.organizationId, follow_up_id: followUp.id };
  const sealed = await store.vault.seal(followUp.organizationId, ownerOf(followUp), record);
  return inTransaction(store, async ({ db }) => {
    const changed = await db("follow_ups")
      .where({ organization_id: followUp.organizationId, id: followUp.id })
      .whereNull("held_on")
      .update({ held_on: held.on, held_by: held.by, held_at: held.at });
    if (changed === 0) return false;
    if (!isEmpty(record)) await db("follow_up_records").insert({ ...scope, version: 1, written_by: held.by, written_at: held.at, sealed });
    if (present.length > 0) await db("attendances").insert(present.map((personId) => ({ ...scope, person_id: personId })));
    return true;
  });
}

/** A later version of the record, or the first one, with the day and who was there put right; the earlier texts stay. @returns false when another was written meanwhile. */
export async function rewriteRecord(
  store: Store,
  followUp: FollowUp,
  version: number,
  held: { on: Day; by: PersonId; at: Instant },
  record: FollowUpRecord,
  present: readonly PersonId[],
): Promise<boolean> {
  const scope = { organization_id: followUp.organizationId, follow_up_id: followUp.id };
  const sealed = isEmpty(record) ? nothingSealed : await store.vault.seal(followUp.organizationId, ownerOf(followUp), record);
  return inTransaction(store, async ({ db }) => {
    const added: unknown[] = await db("follow_up_records")
      .insert({ ...scope, version, written_by: held.by, written_at: held.at, sealed })
      .onConflict(["follow_up_id", "version"])
      .ignore()
      .returning("version");
    if (added.length === 0) return false;
    await db("follow_ups").where({ organization_id: followUp.organizationId, id: followUp.id }).update({ held_on: held.on });
    await db("attendances").where(scope).delete();
    if (present.length > 0) await db("attendances").insert(present.map((personId) => ({ ...scope, person_id: personId })));
    return true;
  });
}

/** Whether this viewer may read the record of a follow-up, and so lead it: `dyad` is its own, null for a group's. */
export const mayReadRecord = (viewer: Viewer, followUp: FollowUp, dyad: Dyad | null): boolean =>
  mayRead(viewer, {
    kind: "follow-up-record",
    authorId: null,
    ...(dyad ? inDyad(dyad) : inCohort({ id: followUp.cohortId, organizationId: followUp.organizationId })),
  });

export interface WrittenRecord {
  /** 0 while only that it was held is kept. */
  version: number;
  /** Who wrote this version, or that it was held. */
  by: PersonId;
  record: FollowUpRecord;
  present: readonly PersonId[];
}

/** The record of a follow-up that was held, as it stands; null when it was not, or the viewer may not read it. */
export async function readRecord(store: Store, viewer: Viewer, followUp: FollowUp, dyad: Dyad | null): Promise<WrittenRecord | null> {
  if (!followUp.held || !mayReadRecord(viewer, followUp, dyad)) return null;
  const scope = { organization_id: followUp.organizationId, follow_up_id: followUp.id };
  const row: { version: number; written_by: PersonId; sealed: string } | undefined = await store
    .db("follow_up_records")
    .where(scope)
    .orderBy("version", "desc")
    .first("version", "written_by", "sealed");
  const record = row?.sealed ? await store.vault.open<FollowUpRecord>(followUp.organizationId, ownerOf(followUp), row.sealed) : {};
  const present: PersonId[] = await store.db("attendances").where(scope).pluck("person_id");
  return { version: row?.version ?? 0, by: row?.written_by ?? followUp.held.by, record, present };
}
