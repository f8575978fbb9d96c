import { headOn } from "./coordination.ts";
import type { Day } from "./day.ts";
import { apart, dateOf, isTogether, orderOf, pathFor, pathsOf } from "./paths.ts";
import type { Scheduling } from "./schedule.ts";
import type { FollowUp, PersonId } from "./terms.ts";
import { type Workload, workloadOf } from "./workload.ts";

/** Why a follow-up may not be moved to a day. */
const moveRefusals = [
  "held",
  "past",
  "outside-cohort",
  "outside-relationship",
  "closed-day",
  "breaks-order",
  "no-coordinator",
  "day-full",
] as const;
export type MoveRefusal = (typeof moveRefusals)[number];

/** What a move is judged against. */
export interface Agenda extends Scheduling {
  /** The follow-ups that keep their order with this one, itself among them, a list for each dyad that it concerns. */
  linesOf(followUp: FollowUp): readonly (readonly FollowUp[])[];
  /** Null for one that leaves the others free: it has no day, or is about to move. */
  dateOf(followUp: FollowUp): Day | null;
  /** Without the follow-up that moves. */
  workload: Workload;
}

type Rule = (followUp: FollowUp, on: Day, agenda: Agenda) => MoveRefusal | false;

const rules: readonly Rule[] = [
  ({ held }) => held !== null && "held",
  (_, on, { today }) => on < today && "past",
  (_, on, { cohort }) => (on < cohort.startsOn || cohort.endsOn < on) && "outside-cohort",
  ({ dyadId }, on, { dyads }) =>
    dyadId !== null && !dyads.some((dyad) => dyad.id === dyadId && isTogether(dyad, on)) && "outside-relationship",
  (_, on, { calendar }) => !calendar.isOpen(on) && "closed-day",
  (followUp, on, agenda) => agenda.linesOf(followUp).some((line) => !keepsOrder(line, followUp, on, agenda)) && "breaks-order",
  (followUp, on, agenda) => leaderOf(followUp, on, agenda) === null && "no-coordinator",
  (followUp, on, agenda) => {
    const leader = leaderOf(followUp, on, agenda);
    return followUp.dyadId !== null && leader !== null && agenda.workload.on(leader, on) >= agenda.plan.capacityPerDay && "day-full";
  },
];

function keepsOrder(line: readonly FollowUp[], followUp: FollowUp, on: Day, agenda: Agenda): boolean {
  const place = line.findIndex(({ id }) => id === followUp.id);
  return line.every((other, otherPlace) => {
    const date = agenda.dateOf(other);
    return otherPlace === place || date === null || (otherPlace < place ? date < on : on < date);
  });
}

export function leaderOf({ dyadId }: FollowUp, on: Day, { appointments, dyads, workload }: Agenda): PersonId | null {
  const dyad = dyads.find(({ id }) => id === dyadId);
  return dyad ? workload.leaderOn(dyad, on) : headOn(appointments, on);
}

export function judge(followUp: FollowUp, on: Day, agenda: Agenda): MoveRefusal | null {
  for (const rule of rules) {
    const refusal = rule(followUp, on, agenda);
    if (refusal) return refusal;
  }
  return null;
}

/** Whether a follow-up of `existing` may be moved to a day, by hand. Null when it may. */
export function mayMoveTo(followUp: FollowUp, on: Day, scheduling: Scheduling): MoveRefusal | null {
  const { appointments, dyads, existing } = scheduling;
  const thatDay = existing.filter((other) => other.id !== followUp.id && dateOf(other) === on);
  return judge(followUp, on, { ...scheduling, linesOf: linesIn(scheduling), dateOf, workload: workloadOf(appointments, dyads, thatDay) });
}

/** The follow-ups whose dates leave no room in the order of the stages for this one on a day: those to move or to record first. */
export function inTheWay(followUp: FollowUp, on: Day, scheduling: Scheduling): FollowUp[] {
  const found = linesIn(scheduling)(followUp).flatMap((line) => {
    const place = line.findIndex(({ id }) => id === followUp.id);
    return line.filter((other, otherPlace) => {
      const date = dateOf(other);
      return otherPlace !== place && date !== null && (otherPlace < place ? date >= on : on >= date);
    });
  });
  return [...new Map(found.map((other) => [other.id, other])).values()];
}

/** The path of each dyad that a follow-up concerns, and the line of the group's days, which stands even with no dyad. */
export function linesIn({ plan, dyads, existing }: Scheduling): Agenda["linesOf"] {
  const order = orderOf(plan.stages);
  const ordered = existing.filter(({ stage }) => order.has(stage));
  const paths = pathsOf(dyads, ordered, plan.stages);
  const group = apart(ordered).ofGroup.sort((a, b) => (order.get(a.stage) ?? 0) - (order.get(b.stage) ?? 0));
  const including = ({ id }: FollowUp) => [...paths.values()].filter((path) => path.some((other) => other.id === id));
  return (followUp) => {
    const { dyadId } = followUp;
    return dyadId === null ? [group, ...including(followUp)] : [pathFor(followUp, paths.get(dyadId) ?? [], plan.stages)];
  };
}
