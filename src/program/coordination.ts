import { addDays, compareDays, type Day } from "./day.ts";
import type { Appointment, Dyad, PersonId } from "./terms.ts";

export const isInOffice = ({ from, until }: Appointment, on: Day): boolean => from <= on && (until === null || on <= until);

/** Those whose every day in office is yet to come. */
export const notYetInOffice = (appointments: readonly Appointment[], on: Day): PersonId[] => {
  const begun = new Set(appointments.filter(({ from }) => from <= on).map(({ personId }) => personId));
  return [...new Set(appointments.map(({ personId }) => personId))].filter((personId) => !begun.has(personId));
};

/** The one appointed first comes first, and a coordinator before a deputy: the order of the rows decides nothing. */
function inOrder(appointments: readonly Appointment[]): Appointment[] {
  const rank = ({ capacity }: Appointment) => (capacity === "coordinator" ? 0 : 1);
  return appointments.toSorted((a, b) => rank(a) - rank(b) || compareDays(a.from, b.from) || a.personId - b.personId);
}

/** Who runs the program on a day: the first coordinator in office, or else the first deputy. */
export const headOn = (appointments: readonly Appointment[], on: Day): PersonId | null =>
  inOrder(appointments).find((appointment) => isInOffice(appointment, on))?.personId ?? null;

/**
 * Who leads the follow-ups of a dyad on a day: its coordinator while in office, then whoever succeeds them,
 * and so on down the line. Where that line leads to nobody in office, whoever runs the program.
 */
export function coordinatorOn(appointments: readonly Appointment[], dyad: Pick<Dyad, "coordinatorId">, on: Day): PersonId | null {
  const ordered = inOrder(appointments);
  const line: PersonId[] = [dyad.coordinatorId];
  for (const person of line) {
    if (ordered.some((appointment) => appointment.personId === person && isInOffice(appointment, on))) return person;
    const successors = ordered.filter(({ succeeds, from, personId }) => succeeds === person && from <= on && !line.includes(personId));
    line.push(...new Set(successors.map(({ personId }) => personId)));
  }
  return headOn(ordered, on);
}

/** Who leads a follow-up on a day: that of a dyad, or one of the group where there is none. */
export const leaderOn = (appointments: readonly Appointment[], dyad: Pick<Dyad, "coordinatorId"> | null, on: Day): PersonId | null =>
  dyad ? coordinatorOn(appointments, dyad, on) : headOn(appointments, on);

interface CoordinationGap {
  from: Day;
  to: Day;
}

/** The days of a cohort on which nobody would be in office, neither coordinator nor deputy. There must be none. */
export function coordinationGaps(appointments: readonly Appointment[], cohort: { startsOn: Day; endsOn: Day }): CoordinationGap[] {
  const gaps: CoordinationGap[] = [];
  let uncovered: Day | null = cohort.startsOn;
  for (const { from, until } of appointments.toSorted((a, b) => compareDays(a.from, b.from))) {
    if (uncovered === null || uncovered > cohort.endsOn || from > cohort.endsOn) break;
    if (from > uncovered) gaps.push({ from: uncovered, to: addDays(from, -1) });
    if (until === null) uncovered = null;
    else if (until >= uncovered) uncovered = addDays(until, 1);
  }
  if (uncovered !== null && uncovered <= cohort.endsOn) gaps.push({ from: uncovered, to: cohort.endsOn });
  return gaps;
}
