import { positionIn } from "./calendar.ts";
import { headOn } from "./coordination.ts";
import { addDays, type Day, latest } from "./day.ts";
import { type Diary, isRoomy, layOut, positionAfter, positionBefore, type Slot, step } from "./layout.ts";
import { dateOf, orderOf, takingPlace } from "./paths.ts";
import type { StagePlan } from "./plan.ts";
import type { PlacedFollowUp, Scheduling } from "./schedule.ts";
import type { FollowUp } from "./terms.ts";

/**
 * The follow-ups of the group, one of each for the cohort: on the least busy day of the window, after the
 * group before and before the next, and before the triads to come that are already there and follow it in
 * the plan, as long as that leaves a day. Nobody who is to be there still has an earlier follow-up by then: where
 * triads follow the group, as far as people know of it and there is such a day; the last group waits for all, or has
 * no date. It is heard of in as good time as there is room for, the day before at the latest.
 */
export function placeGroups(scheduling: Scheduling, open: readonly Day[], ofGroup: readonly FollowUp[]): PlacedFollowUp[] {
  const { plan, cohort, appointments, existing, today } = scheduling;
  const order = orderOf(plan.stages);
  const placeOf = (stage: string) => order.get(stage) ?? -1;
  const known = new Map(ofGroup.map((row) => [row.stage, row]));
  const diary = diaryOf(scheduling, open);
  const heardOf = (daysBefore: number) => positionIn(open, latest(cohort.startsOn, addDays(today, daysBefore)));
  const { announceDaysBefore, weekBeforeDays } = plan.reminders;
  const [announced, noticed, tomorrow] = [heardOf(announceDaysBefore), heardOf(weekBeforeDays), heardOf(1)];
  const span = { from: cohort.startsOn, to: cohort.endsOn };

  const placed: PlacedFollowUp[] = [];
  let first = tomorrow;
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

    const following = plan.stages.slice(placeOf(stage.key) + 1);
    const isLast = following.every(({ audience }) => audience !== "triad");
    const waiting = afterEarlier(scheduling, open, stage, isLast, diary);
    const inTime = isRoomy(following.length, announced, open.length - 1) ? [announced, noticed, tomorrow] : [noticed, tomorrow];
    const slot = firstWithDay(
      (isLast ? [waiting] : [waiting, diary]).flatMap((busy) =>
        inTime.map((heard) => () => {
          const from = Math.max(first, heard);
          return layOut([stage], { open, first: from, last, noticed: from, span }, busy)[0];
        }),
      ),
    );
    if (!slot) continue;
    const { window, on } = slot;
    const unplaced = slot.unplaced === "capacity" ? "no-open-day-left" : slot.unplaced;
    const coordinatorId = on && headOn(appointments, on);
    placed.push({ cohortId: cohort.id, dyadId: null, stage: stage.key, audience: stage.audience, window, on, unplaced, coordinatorId });
    if (on) first = positionAfter(open, on);
  }
  return placed;
}

/** The first try that finds a day; where none does, what became of the last. */
function firstWithDay(tries: readonly (() => Slot | undefined)[]): Slot | undefined {
  let slot: Slot | undefined;
  for (const attempt of tries) {
    slot = attempt();
    if (slot?.on) break;
  }
  return slot;
}

/**
 * Full on the days on which a dyad that is together would still have a follow-up that comes before the stage, or had it
 * too shortly before. Where triads follow the stage, a date that nobody knows of makes no group wait: that dyad goes on
 * without it.
 */
function afterEarlier(
  { plan, dyads, existing, today }: Scheduling,
  open: readonly Day[],
  stage: StagePlan,
  isLast: boolean,
  diary: Diary,
): Diary {
  const order = orderOf(plan.stages);
  const before = (other: FollowUp) => (order.get(other.stage) ?? plan.stages.length) < (order.get(stage.key) ?? 0);
  const byId = new Map(dyads.map((dyad) => [dyad.id, dyad]));
  const full = new Set<number>();
  for (const other of takingPlace(existing, dyads, today)) {
    const [dyad, date] = [other.dyadId && byId.get(other.dyadId), dateOf(other)];
    if (!dyad || !date || !before(other) || !(isLast || other.held || other.announcedOn)) continue;
    const end = dyad.ending ? positionIn(open, addDays(dyad.ending.on, 1)) : open.length;
    const from = positionIn(open, latest(dyad.beganOn, today));
    for (let position = from; position < Math.min(end, positionAfter(open, date)); position++) full.add(position);
  }
  return {
    capacity: diary.capacity,
    loadAt(position) {
      const load = diary.loadAt(position);
      return load !== null && full.has(position) ? diary.capacity : load;
    },
  };
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
