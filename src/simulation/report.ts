import type { Day } from "../program/day.ts";
import type { Plan } from "../program/plan.ts";
import type { Cohort, DyadId, Organization } from "../program/terms.ts";
import { readAdministrationsOf } from "../store/administrations.ts";
import { readAppointments, readDyads } from "../store/cohorts.ts";
import { readEarlyMovesOf, readMovesOf } from "../store/follow-up-moves.ts";
import { readFollowUps } from "../store/follow-ups.ts";
import type { Store } from "../store/store.ts";
import { expectedNotices, type YearFacts } from "./expected.ts";
import { type EndedRow, isRightlyUnsaid } from "./reasons.ts";

/** What became of the notices of one kind. */
interface KindReport {
  kind: string;
  planned: number;
  sent: number;
  /** How many were settled unsaid, by reason. */
  dropped: Readonly<Record<string, number>>;
  /** Those that the year called for and that were never planned, were sent without arriving, or went unsaid for no real reason. */
  missed: number;
}

/** What a year came to. Counts only. */
export interface YearReport {
  dyads: number;
  meetings: number;
  questionnaires: { asked: number; answered: number };
  followUps: { planned: number; held: number; unplaced: number };
  notices: readonly KindReport[];
  waiting: number;
  /** Keys that the platform got more than once. */
  twice: number;
  missed: number;
}

export interface PlayedCohort {
  organization: Organization;
  cohort: Cohort;
  plan: Plan;
}

export async function reportYear(store: Store, played: PlayedCohort, arrivals: ReadonlyMap<string, number>): Promise<YearReport> {
  const year = await readYear(store, played);
  const rows = await readRows(store, played.cohort);
  const { followUps, administrations, dyads, meetings } = year;
  const notices = reportNotices(year, rows, arrivals);
  return {
    dyads: dyads.length,
    meetings: [...meetings.values()].reduce((sum, days) => sum + days.length, 0),
    questionnaires: { asked: administrations.length, answered: administrations.filter(({ done }) => done !== null).length },
    followUps: {
      planned: followUps.length,
      held: followUps.filter(({ held }) => held !== null).length,
      unplaced: followUps.filter(({ on }) => on === null).length,
    },
    notices,
    waiting: rows.filter(({ outcome }) => outcome === null).length,
    twice: [...arrivals.values()].filter((times) => times > 1).length,
    missed: notices.reduce((sum, { missed }) => sum + missed, 0),
  };
}

function reportNotices(year: YearFacts, rows: readonly EndedRow[], arrivals: ReadonlyMap<string, number>): KindReport[] {
  const kinds = new Map<string, { kind: string; planned: number; sent: number; dropped: Record<string, number>; missed: number }>();
  const of = (kind: string) => {
    const known = kinds.get(kind) ?? { kind, planned: 0, sent: 0, dropped: {}, missed: 0 };
    kinds.set(kind, known);
    return known;
  };
  for (const row of rows) {
    const { kind, key, outcome, reason } = row;
    const count = of(kind);
    count.planned++;
    if (outcome === null) continue;
    if (outcome === "sent") {
      count.sent++;
      if (!arrivals.has(key)) count.missed++;
      continue;
    }
    const why = reason ?? outcome;
    count.dropped[why] = (count.dropped[why] ?? 0) + 1;
    if (!isRightlyUnsaid(row, year, rows)) count.missed++;
  }
  const planned = new Set(rows.map(({ key }) => key));
  for (const { kind, key } of expectedNotices(year)) if (!planned.has(key)) of(kind).missed++;
  return [...kinds.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

async function readYear(store: Store, { organization, cohort, plan }: PlayedCohort): Promise<YearFacts> {
  const met: { dyad_id: DyadId; held_on: Day }[] = await store
    .db("meetings as m")
    .join("meeting_versions as v", (on) => on.on("v.meeting_id", "m.id").on("v.version", "m.version"))
    .join("dyads as d", "d.id", "m.dyad_id")
    .where({ "d.organization_id": cohort.organizationId, "d.cohort_id": cohort.id })
    .whereNull("m.voided_at")
    .orderBy("v.held_on")
    .select("m.dyad_id", "v.held_on");
  const meetings = new Map<DyadId, Day[]>();
  for (const { dyad_id, held_on } of met) meetings.set(dyad_id, [...(meetings.get(dyad_id) ?? []), held_on]);
  return {
    ...{ organization, cohort, plan, meetings },
    dyads: await readDyads(store, cohort),
    appointments: await readAppointments(store, cohort),
    followUps: await readFollowUps(store, cohort),
    moves: await readMovesOf(store, cohort),
    earlyMoves: await readEarlyMovesOf(store, cohort),
    administrations: await readAdministrationsOf(store, cohort),
  };
}

async function readRows(store: Store, cohort: Cohort): Promise<EndedRow[]> {
  const rows: (EndedRow & { subject: string })[] = await store
    .db("outbox")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id })
    .orderBy("id")
    .select("key", "kind", "subject", "outcome", "reason", { personId: "person_id", settledAt: "settled_at" });
  return rows.map((row) => ({ ...row, subject: JSON.parse(row.subject) }));
}
