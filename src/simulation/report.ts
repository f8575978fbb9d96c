import { dyadsOf } from "../program/paths.ts";
import type { Plan } from "../program/plan.ts";
import type { Cohort } from "../program/terms.ts";
import { readAdministrationsOf } from "../store/administrations.ts";
import { readDyads } from "../store/cohorts.ts";
import { readFollowUps } from "../store/follow-ups.ts";
import type { Store } from "../store/store.ts";

/** What a year came to. Counts only. */
export interface YearReport {
  dyads: number;
  meetings: number;
  questionnaires: { asked: number; answered: number };
  followUps: { planned: number; held: number; unplaced: number };
  notices: readonly { kind: string; planned: number; sent: number; dropped: Readonly<Record<string, number>> }[];
  waiting: number;
  /** Keys that the platform got more than once. */
  twice: number;
  /** Notices that the year called for and that were never planned, or were sent without arriving. */
  missed: number;
}

export async function reportYear(store: Store, cohort: Cohort, plan: Plan, arrivals: ReadonlyMap<string, number>): Promise<YearReport> {
  const scope = { organization_id: cohort.organizationId, cohort_id: cohort.id };
  const rows: { key: string; kind: string; outcome: string | null; reason: string | null }[] = await store
    .db("outbox")
    .where(scope)
    .orderBy("id")
    .select("key", "kind", "outcome", "reason");
  const followUps = await readFollowUps(store, cohort);
  const administrations = await readAdministrationsOf(store, cohort);
  const dyads = await readDyads(store, cohort);
  const meetings = await store
    .db("meetings as m")
    .join("dyads as d", "d.id", "m.dyad_id")
    .where({ "d.organization_id": cohort.organizationId, "d.cohort_id": cohort.id })
    .whereNull("m.voided_at")
    .count({ n: "*" })
    .first();

  const notices = new Map<string, { kind: string; planned: number; sent: number; dropped: Record<string, number> }>();
  for (const { kind, outcome, reason } of rows) {
    const count = notices.get(kind) ?? { kind, planned: 0, sent: 0, dropped: {} };
    count.planned++;
    if (outcome === "sent") count.sent++;
    else if (outcome) count.dropped[reason ?? outcome] = (count.dropped[reason ?? outcome] ?? 0) + 1;
    notices.set(kind, count);
  }

  const planned = new Set(rows.map(({ key }) => key));
  const expected = [
    ...dyads.flatMap(({ id, mentorId, menteeId }) => [mentorId, menteeId].map((person) => `welcome:c${cohort.id}:d${id}:p${person}`)),
    ...followUps.flatMap((followUp) => {
      const concerned =
        followUp.dyadId === null ? dyadsOf(followUp, dyads, followUps, plan.stages) : dyads.filter(({ id }) => id === followUp.dyadId);
      const people = concerned.flatMap(({ mentorId, menteeId }) => (followUp.audience === "mentees" ? [menteeId] : [mentorId, menteeId]));
      return followUp.announcedOn ? people.map((person) => `follow-up-announced:f${followUp.id}:0:p${person}`) : [];
    }),
  ];
  const lost = rows.filter(({ key, outcome }) => outcome === "sent" && !arrivals.has(key));
  return {
    dyads: dyads.length,
    meetings: Number(meetings?.n ?? 0),
    questionnaires: { asked: administrations.length, answered: administrations.filter(({ done }) => done !== null).length },
    followUps: {
      planned: followUps.length,
      held: followUps.filter(({ held }) => held !== null).length,
      unplaced: followUps.filter(({ on }) => on === null).length,
    },
    notices: [...notices.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    waiting: rows.filter(({ outcome }) => outcome === null).length,
    twice: [...arrivals.values()].filter((times) => times > 1).length,
    missed: expected.filter((key) => !planned.has(key)).length + lost.length,
  };
}
