import type { Calendar } from "./calendar.ts";
import { compareDays, type Day } from "./day.ts";
import { apart, dateOf } from "./paths.ts";
import { placeGroups } from "./place-groups.ts";
import { placeTriads } from "./place-triads.ts";
import type { Plan } from "./plan.ts";
import type { Appointment, Cohort, Dyad, FollowUp, FollowUpId, PersonId, UnplacedCode } from "./terms.ts";
import type { Span } from "./windows.ts";
import { workloadOf } from "./workload.ts";

/** What the dates of a cohort are decided from. `dyads` are all of its dyads, `existing` all of its follow-ups. */
export interface Scheduling {
  plan: Plan;
  calendar: Calendar;
  cohort: Cohort;
  dyads: readonly Dyad[];
  appointments: readonly Appointment[];
  existing: readonly FollowUp[];
  /** Those whose day somebody set that nobody else knows of yet. */
  chosen?: ReadonlySet<FollowUpId>;
  today: Day;
}

export type PlacedFollowUp = Pick<FollowUp, "cohortId" | "dyadId" | "stage" | "audience" | "on"> & {
  /** The days among which the date was chosen. When they were all taken, the date lies outside. */
  window: Span;
  unplaced: UnplacedCode | null;
  /** Who is to lead it that day. Null when it has no date. */
  coordinatorId: PersonId | null;
};

/**
 * The follow-ups that the plan asks for and that do not exist yet, each with its day. What exists stays where
 * it is, so a dyad that joins moves nobody. The order of the arrays decides nothing, except that of the stages.
 *
 * Days are open days of the cohort, today at the earliest, a week from now where there is room. The group's
 * come first and are the same for all; the triads of each dyad are laid out between them, an open day apart at
 * least, a week where there is room. A dyad that has no room before a group day goes on without that group and
 * has its triads later (`paths.ts` tells who is concerned), unless no triad follows that group: then what does
 * not fit before it is left without a date. A stage whose window had passed before the dyad could have it (a
 * late start, a cohort imported in mid-year) is planned in what is left of the relationship: what was held
 * before the import must be among `existing`.
 */
export function placeFollowUps(scheduling: Scheduling): PlacedFollowUp[] {
  const { plan, calendar, cohort, dyads, appointments, existing } = scheduling;
  const open = calendar.openDays(cohort.startsOn, cohort.endsOn);
  const { ofDyad, ofGroup } = apart(existing);
  const placed = placeGroups(scheduling, open, ofGroup);
  const groupDays = new Map([
    ...ofGroup.map((row) => [row.stage, dateOf(row)] as const),
    ...placed.map(({ stage, on }) => [stage, on] as const),
  ]);
  const workload = workloadOf(appointments, dyads, existing);
  const inTurn = dyads.toSorted((a, b) => compareDays(a.beganOn, b.beganOn) || a.id - b.id);
  for (const dyad of inTurn) {
    const own = new Map((ofDyad.get(dyad.id) ?? []).map((row) => [row.stage, row]));
    const isComplete = plan.stages.every(({ audience, key }) => audience !== "triad" || own.has(key));
    if (!isComplete) placed.push(...placeTriads(scheduling, open, dyad, own, groupDays, workload));
  }
  return placed;
}
