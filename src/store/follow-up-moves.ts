import type { Day, Hour } from "../program/day.ts";
import type { Cohort, FollowUp, FollowUpId, PersonId } from "../program/terms.ts";
import type { Store } from "./store.ts";

/** One change of a date that people knew. */
export interface FollowUpMove {
  /** Which change it was: the first one is 1. */
  times: number;
  from: { on: Day | null; at: Hour | null };
  /** Null where the calendar made it. */
  by: PersonId | null;
  on: Day;
}

interface MoveRow {
  follow_up_id: FollowUpId;
  times: number;
  from_day: Day | null;
  from_hour: Hour | null;
  moved_by: PersonId | null;
  moved_on: Day;
}

const toMove = (row: MoveRow): FollowUpMove => ({
  times: row.times,
  from: { on: row.from_day, at: row.from_hour },
  by: row.moved_by,
  on: row.moved_on,
});

export async function writeMove({ db }: Store, { id, organizationId }: FollowUp, move: FollowUpMove): Promise<void> {
  await db("follow_up_moves").insert({
    ...{ organization_id: organizationId, follow_up_id: id, times: move.times },
    ...{ from_day: move.from.on, from_hour: move.from.at, moved_by: move.by, moved_on: move.on },
  });
}

/** In order. Those from before they were kept are not among them. */
export async function readMoves({ db }: Store, { id, organizationId }: FollowUp): Promise<FollowUpMove[]> {
  const rows: MoveRow[] = await db("follow_up_moves").where({ organization_id: organizationId, follow_up_id: id }).orderBy("times");
  return rows.map(toMove);
}

/** Those of each follow-up of a cohort, in order. */
export async function readMovesOf({ db }: Store, cohort: Cohort): Promise<Map<FollowUpId, FollowUpMove[]>> {
  const rows: MoveRow[] = await db("follow_up_moves as m")
    .join("follow_ups as f", "f.id", "m.follow_up_id")
    .where({ "f.organization_id": cohort.organizationId, "f.cohort_id": cohort.id })
    .orderBy(["m.follow_up_id", "m.times"])
    .select("m.follow_up_id", "m.times", "m.from_day", "m.from_hour", "m.moved_by", "m.moved_on");
  const moves = new Map<FollowUpId, FollowUpMove[]>();
  for (const row of rows) moves.set(row.follow_up_id, [...(moves.get(row.follow_up_id) ?? []), toMove(row)]);
  return moves;
}
