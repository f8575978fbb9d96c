import { positionIn } from "./calendar.ts";
import { headOn } from "./coordination.ts";
import { addDays, type Day, latest } from "./day.ts";
import { type Diary, layOut, positionAfter, positionBefore, step } from "./layout.ts";
import { dateOf, orderOf } from "./paths.ts";
import type { PlacedFollowUp, Scheduling } from "./schedule.ts";
import type { FollowUp } from "./terms.ts";

/**
 * The follow-ups of the group, one of each for the cohort: on the least busy day of the window, after the
 * group before and before the next, and before the triads to come that are already there and follow it in
 * the plan, as long as that leaves a day.
 */
export function placeGroups(scheduling: Scheduling, open: readonly Day[], ofGroup: readonly FollowUp[]): PlacedFollowUp[] {
  const { plan, cohort, appointments, existing, today } = scheduling;
  const order = orderOf(plan.stages);
  const placeOf = (stage: string) => order.get(stage) ?? -1;
  const known = new Map(ofGroup.map((row) => [row.stage, row]));
  const diary = diaryOf(scheduling, open);
  const noticed = positionIn(open, addDays(today, plan.reminders.weekBeforeDays));
  const span = { from: cohort.startsOn, to: cohort.endsOn };

  const placed: PlacedFollowUp[] = [];
  let first = positionIn(open, latest(cohort.startsOn, today));
  const stages = plan.stages.filter(({ audience }) => audience !== "triad");
  for (const [place, stage] of stages.entries()) {
    const row = known.get(stage.key);
    if (row) {
      const date = dateOf(row);
      if (date) first = Math.max(first, positionAfter(open, date));
      continue;
    }
    const later = existing.filter((other) => placeOf(other.stage) > placeOf(stage.key));
    const lastBefore = (rows: readonly FollowUp[], last: number) =>
      Math.min(last, ...rows.flatMap((other) => dateOf(other) ?? []).map((date) => positionBefore(open, date)));
    const stillMissing = stages.slice(place + 1).filter(({ key }) => !known.has(key)).length;
    const beforeGroups = lastBefore(
      later.filter(({ dyadId }) => dyadId === null),
      open.length - 1 - step * stillMissing,
    );
    const beforeTriads = lastBefore(
      later.filter((other) => other.dyadId !== null && (dateOf(other) ?? today) > today),
      beforeGroups,
    );
    const last = first <= beforeTriads ? beforeTriads : beforeGroups;

    const [slot] = layOut([stage], { open, first, last, noticed: Math.max(first, noticed), span }, diary);
    if (!slot) continue;
    const { window, on, unplaced } = slot;
    const coordinatorId = on && headOn(appointments, on);
    placed.push({ cohortId: cohort.id, dyadId: null, stage: stage.key, audience: stage.audience, window, on, unplaced, coordinatorId });
    if (on) first = positionAfter(open, on);
  }
  return placed;
}

/** Busy with follow-ups of any kind; a group has room beside them if it must. */
function diaryOf({ appointments, existing }: Scheduling, open: readonly Day[]): Diary {
  const counts = new Map<Day, number>();
  for (const followUp of existing) {
    const date = dateOf(followUp);
    if (date) counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  return {
    capacity: Number.POSITIVE_INFINITY,
    loadAt(position) {
      const on = open[position] as Day;
      return headOn(appointments, on) === null ? null : (counts.get(on) ?? 0);
    },
  };
}
