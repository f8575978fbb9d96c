import { positionIn } from "./calendar.ts";
import { addDays, type Day, earliest, latest } from "./day.ts";
import { type Diary, isRoomy, layOut, positionAfter, positionBefore, type Slot } from "./layout.ts";
import { dateOf, isTogether } from "./paths.ts";
import type { StagePlan } from "./plan.ts";
import type { PlacedFollowUp, Scheduling } from "./schedule.ts";
import type { Dyad, FollowUp } from "./terms.ts";
import type { Workload } from "./workload.ts";

/** A stage as one dyad meets it. */
interface Milestone {
  stage: StagePlan;
  isGroup: boolean;
  /** Null when the dyad does not have this follow-up yet. */
  date: Day | null;
}

/** The triad follow-ups that a dyad does not have yet, laid out between those that it has and the days of the group. */
export function placeTriads(
  scheduling: Scheduling,
  open: readonly Day[],
  dyad: Dyad,
  own: ReadonlyMap<string, FollowUp>,
  groupDays: ReadonlyMap<string, Day | null>,
  workload: Workload,
): PlacedFollowUp[] {
  const { plan, cohort, today } = scheduling;
  if (dyad.ending && dyad.ending.on < today) return [];
  const span = { from: latest(dyad.beganOn, cohort.startsOn), to: earliest(cohort.endsOn, dyad.ending?.on ?? cohort.endsOn) };
  const noticed = positionIn(open, latest(span.from, addDays(today, plan.reminders.weekBeforeDays)));
  const lastOfAll = positionIn(open, addDays(span.to, 1)) - 1;
  const milestones = milestonesOf(dyad, plan.stages, own, groupDays);
  const diary = diaryOf(dyad, milestones, open, plan.capacityPerDay, workload);

  const slots: Slot[] = [];
  let waiting: StagePlan[] = [];
  let first = positionIn(open, latest(span.from, today));
  let previous: Day | null = null;
  const layOutUntil = (last: number) => layOut(waiting, { open, first, last, noticed: Math.max(first, noticed), span }, diary);

  for (const [place, { stage, isGroup, date }] of milestones.entries()) {
    if (date === null) {
      waiting.push(stage);
      continue;
    }
    if (isGroup && previous !== null && date <= previous) continue;
    const last = positionBefore(open, date);
    const laidOut = layOutUntil(last);
    const toCome = milestones.slice(place + 1);
    if (isGroup && waiting.length > 0 && toCome.some((milestone) => !milestone.isGroup)) {
      const next = toCome.findIndex((milestone) => milestone.date !== null);
      const nextDate = toCome[next]?.date;
      const lastWithout = nextDate ? positionBefore(open, nextDate) : lastOfAll;
      const allWithout = waiting.length + (nextDate ? next : toCome.length);
      const areTooClose = !isRoomy(waiting.length, first, last) && isRoomy(allWithout, first, lastWithout);
      if (areTooClose || laidOut.some(({ on }) => on === null)) continue;
    }
    slots.push(...laidOut);
    waiting = [];
    first = Math.max(first, positionAfter(open, date));
    previous = date;
  }
  slots.push(...layOutUntil(lastOfAll));

  return slots.map(({ stage, window, on, unplaced }) => {
    const coordinatorId = on && workload.leaderOn(dyad, on);
    if (on && coordinatorId !== null) workload.add(coordinatorId, on);
    return { cohortId: cohort.id, dyadId: dyad.id, stage: stage.key, audience: stage.audience, window, on, unplaced, coordinatorId };
  });
}

/** In the order of the plan. A follow-up that exists without a date, and a group day that does not concern the dyad, are none. */
function milestonesOf(
  dyad: Dyad,
  stages: readonly StagePlan[],
  own: ReadonlyMap<string, FollowUp>,
  groupDays: ReadonlyMap<string, Day | null>,
): Milestone[] {
  const found = stages.flatMap((stage): Milestone[] => {
    const isGroup = stage.audience !== "triad";
    const row = own.get(stage.key);
    if (!isGroup && !row) return [{ stage, isGroup, date: null }];
    const date = isGroup ? groupDays.get(stage.key) : row && dateOf(row);
    return date && (!isGroup || isTogether(dyad, date)) ? [{ stage, isGroup, date }] : [];
  });
  const isOvertaken = ({ isGroup, date }: Milestone, place: number) =>
    isGroup && found.slice(place + 1).some((later) => !later.isGroup && later.date !== null && date !== null && later.date <= date);
  return found.filter((milestone, place) => !isOvertaken(milestone, place));
}

/** Full on the days of its groups, the eve and the day after. */
function diaryOf(dyad: Dyad, milestones: readonly Milestone[], open: readonly Day[], capacity: number, workload: Workload): Diary {
  const besideGroup = new Set<number>();
  for (const { isGroup, date } of milestones) {
    if (!isGroup || !date) continue;
    for (let position = positionBefore(open, date) + 1; position < positionAfter(open, date); position++) besideGroup.add(position);
  }
  return {
    capacity,
    loadAt(position) {
      const on = open[position] as Day;
      const leader = workload.leaderOn(dyad, on);
      if (leader === null) return null;
      return besideGroup.has(position) ? capacity : workload.on(leader, on);
    },
  };
}
