import type { Day, Hour } from "../program/day.ts";
import type { Cohort, FollowUp, FollowUpId, PersonId } from "../program/terms.ts";
import type { Database } from "./database.ts";
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

/** Changes before a date was announced are kept apart: only those after it are counted for its people. */
type Table = "follow_up_moves" | "follow_up_early_moves";

export const writeMove = ({ db }: Store, followUp: FollowUp, move: FollowUpMove): Promise<void> =>
  write(db, "follow_up_moves", followUp, move);

/** A change of a date that only the coordination knew. The first day that it gets is none. */
export async function writeEarlyMove({ db }: Store, followUp: FollowUp, move: Omit<FollowUpMove, "times">): Promise<void> {
  const scope = { organization_id: followUp.organizationId, follow_up_id: followUp.id };
  const last: { times: number } | undefined = await db("follow_up_early_moves").where(scope).orderBy("times", "desc").first("times");
  if (!last && move.from.on === null) return;
  await write(db, "follow_up_early_moves", followUp, { ...move, times: (last?.times ?? 0) + 1 });
}

async function write(db: Database, table: Table, { id, organizationId }: FollowUp, move: FollowUpMove): Promise<void> {
  await db(table).insert({
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
export const readMovesOf = ({ db }: Store, cohort: Cohort) => readAll(db, "follow_up_moves", cohort);

/** Those before its announcement, of each follow-up of a cohort, in order. */
export const readEarlyMovesOf = ({ db }: Store, cohort: Cohort) => readAll(db, "follow_up_early_moves", cohort);

async function readAll(db: Database, table: Table, cohort: Cohort): Promise<Map<FollowUpId, FollowUpMove[]>> {
  const rows: MoveRow[] = await db(`${table} as m`)
    .join("follow_ups as f", "f.id", "m.follow_up_id")
    .where({ "f.organization_id": cohort.organizationId, "f.cohort_id": cohort.id })
    .orderBy(["m.follow_up_id", "m.times"])
    .select("m.follow_up_id", "m.times", "m.from_day", "m.from_hour", "m.moved_by", "m.moved_on");
  const moves = new Map<FollowUpId, FollowUpMove[]>();
  for (const row of rows) moves.set(row.follow_up_id, [...(moves.get(row.follow_up_id) ?? []), toMove(row)]);
  return moves;
}
