import { positionIn } from "./calendar.ts";
import { addDays, compareDays, type Day, daysBetween, earliest, latest } from "./day.ts";
import { type Agenda, judge, leaderOf, linesIn } from "./moves.ts";
import { apart, dateOf, takingPlace } from "./paths.ts";
import { placeGroups } from "./place-groups.ts";
import { placeFollowUps, type Scheduling } from "./schedule.ts";
import type { FollowUp, FollowUpId, UnplacedCode } from "./terms.ts";
import { workloadOf } from "./workload.ts";

export interface Move {
  followUp: FollowUp;
  on: Day | null;
  unplaced: UnplacedCode | null;
}

/**
 * What is to become of the dates that there are, once what they were decided from has changed: one move of each follow-up
 * at most, whatever it went through.
 */
export function resettle(scheduling: Scheduling): Move[] {
  const settled = [placeAfterBeginning, callOff, moveOffClosedDays, placeAgain].reduce(
    (found, step) => after(found, step(found)),
    scheduling,
  );
  const before = new Map(scheduling.existing.map((followUp) => [followUp.id, followUp]));
  return settled.existing.flatMap(({ id, on, unplaced }): Move[] => {
    const followUp = before.get(id);
    return followUp && followUp.on !== on ? [{ followUp, on, unplaced }] : [];
  });
}

/** As the store keeps it. */
function after(scheduling: Scheduling, moves: readonly Move[]): Scheduling {
  const byId = new Map(moves.map((move) => [move.followUp.id, move]));
  const existing = scheduling.existing.map((followUp): FollowUp => {
    const move = byId.get(followUp.id);
    if (!move) return followUp;
    const { announcedOn, moved = null } = followUp;
    const from = followUp.on ?? moved?.from;
    const isCounted = announcedOn !== null && from !== undefined;
    return {
      ...followUp,
      ...{ on: move.on, unplaced: move.unplaced },
      moved: isCounted ? { times: (moved?.times ?? 0) + 1, on: scheduling.today, from } : moved,
    };
  });
  return { ...scheduling, existing };
}

/**
 * New days for the follow-ups that lie before their dyad, or the cohort, begins: it was to begin earlier when they were
 * placed. What nobody knows of yet of the same dyad, or of the group, is laid out again with them; what is announced for a
 * later day stays. A day that went by is left where no other is found.
 */
function placeAfterBeginning(scheduling: Scheduling): Move[] {
  const { cohort, dyads, existing, today } = scheduling;
  const beginnings = new Map(dyads.map(({ id, beganOn }) => [id, latest(beganOn, cohort.startsOn)]));
  const beganOn = ({ dyadId }: FollowUp): Day => (dyadId === null ? undefined : beginnings.get(dyadId)) ?? cohort.startsOn;
  const isTooEarly = (followUp: FollowUp) => followUp.held === null && followUp.on !== null && followUp.on < beganOn(followUp);
  const whose = new Set(existing.filter(isTooEarly).map(({ dyadId }) => dyadId));
  if (whose.size === 0) return [];
  const anew = existing.filter(
    (followUp) => whose.has(followUp.dyadId) && (isTooEarly(followUp) || (followUp.held === null && !isKnown(followUp))),
  );
  return placeAnew(scheduling, anew).filter(({ followUp, on }) => on !== null || (followUp.on !== null && followUp.on >= today));
}

/**
 * The announced follow-ups to come that take place no more: their dyad will have ended by then. Where the end is taken
 * back, they come back as those do that a closure left without a day.
 */
function callOff({ existing, dyads, today }: Scheduling): Move[] {
  const taking = new Set(takingPlace(existing, dyads, today));
  return existing
    .filter((followUp) => isKnown(followUp) && followUp.on !== null && followUp.on >= today && !taking.has(followUp))
    .map((followUp) => ({ followUp, on: null, unplaced: "no-open-day-left" }));
}

/**
 * New days for the follow-ups to come whose day has been closed. One that was announced moves to the next
 * working day that every rule allows, never back, and waits for one where there is none, as one does that lies after the
 * end of the cohort, which was to come later; another moves to the nearest one. Those that are held or past stay, and no
 * open day changes.
 */
export function moveOffClosedDays(scheduling: Scheduling): Move[] {
  const { calendar, cohort, dyads, appointments, existing, today } = scheduling;
  const isLost = (followUp: FollowUp, on: Day) => !calendar.isOpen(on) || (isKnown(followUp) && on > cohort.endsOn);
  const stranded = existing
    .flatMap((followUp) => {
      const { on, held, moved } = followUp;
      if (held !== null) return [];
      if (on === null) return isKnown(followUp) && moved ? [{ followUp, closed: moved.from }] : [];
      return on >= today && isLost(followUp, on) ? [{ followUp, closed: on }] : [];
    })
    .sort((a, b) => compareDays(a.closed, b.closed) || a.followUp.id - b.followUp.id);
  if (stranded.length === 0) return [];

  const moved = new Map<FollowUpId, Day | null>(stranded.map(({ followUp }) => [followUp.id, null]));
  const settled = existing.filter(({ id }) => !moved.has(id));
  const agenda: Agenda = {
    ...scheduling,
    linesOf: linesIn(scheduling),
    dateOf: (followUp) => (moved.has(followUp.id) ? (moved.get(followUp.id) ?? null) : dateOf(followUp)),
    workload: workloadOf(appointments, dyads, settled),
  };
  const open = calendar.openDays(latest(cohort.startsOn, today), cohort.endsOn);

  return stranded.flatMap(({ followUp, closed }): Move[] => {
    const candidates = isKnown(followUp) ? daysAgain(followUp, closed, scheduling) : nearestFirst(open, closed);
    for (const on of candidates) {
      if (judge(followUp, on, agenda) !== null) continue;
      moved.set(followUp.id, on);
      const leader = leaderOf(followUp, on, agenda);
      if (followUp.dyadId !== null && leader !== null) agenda.workload.add(leader, on);
      return [{ followUp, on, unplaced: null }];
    }
    return followUp.on === null ? [] : [{ followUp, on: null, unplaced: "no-open-day-left" }];
  });
}

/**
 * The days that an announced follow-up may have instead of the one it lost, the best first. Where it had none when that day
 * came, nobody has kept one free: a day of which its people hear in good time, or else with as much notice as there is.
 */
function daysAgain({ on }: FollowUp, lost: Day, { calendar, cohort, plan, today }: Scheduling): Day[] {
  if (on !== null || lost > today) return calendar.openDays(lost, cohort.endsOn);
  const inTime = addDays(today, plan.reminders.weekBeforeDays);
  const soon = calendar.openDays(addDays(today, 1), earliest(addDays(inTime, -1), cohort.endsOn));
  return [...calendar.openDays(inTime, cohort.endsOn), ...soon.reverse()];
}

/** Its people know its date, or the one that it had. */
const isKnown = ({ announcedOn }: FollowUp): boolean => announcedOn !== null;

/**
 * Days for the follow-ups that had none, where there is room by now: a coordinator came, days opened, others moved. Where one
 * that nobody knows of yet lies after the end of the cohort, which was to come later, all those are laid out again before it;
 * and so they are where one of the group's comes before the last weeks that it is for: the end was to come sooner.
 */
export function placeAgain(scheduling: Scheduling): Move[] {
  const { cohort, dyads, existing, today, chosen } = scheduling;
  const unknown = existing.filter((followUp) => followUp.held === null && !isKnown(followUp));
  const toCome = takingPlace(unknown, dyads, today).filter(({ on }) => on !== null && on >= today);
  const areTooLate = toCome.some(({ on }) => on !== null && on > cohort.endsOn);
  const withoutDay = unknown.filter(({ on }) => on === null);
  const free = [...withoutDay, ...toCome.filter(({ id }) => !chosen?.has(id))];
  const anew = areTooLate ? [...withoutDay, ...toCome] : areTooSoon(scheduling, free) ? free : withoutDay;
  return anew.length > 0 ? placeAnew(scheduling, anew) : [];
}

/** Whether a day of the group that was to be in the last weeks comes before them, and would not if these were laid out anew. */
function areTooSoon(scheduling: Scheduling, followUps: readonly FollowUp[]): boolean {
  const { plan, calendar, cohort, existing } = scheduling;
  const lastWeeks = new Map(
    plan.stages.flatMap(({ key, when }) => ("lastWeeks" in when ? [[key, addDays(cohort.endsOn, 1 - 7 * when.lastWeeks)] as const] : [])),
  );
  const isBefore = ({ stage, on }: Pick<FollowUp, "stage" | "on">) => on !== null && on < (lastWeeks.get(stage) ?? on);
  const early = new Set(followUps.flatMap((followUp) => (followUp.dyadId === null && isBefore(followUp) ? [followUp.stage] : [])));
  if (early.size === 0) return false;
  const anew = new Set(followUps);
  const others = existing.filter((followUp) => !anew.has(followUp));
  const placed = placeGroups({ ...scheduling, existing: others }, calendar.openDays(cohort.startsOn, cohort.endsOn), apart(others).ofGroup);
  return placed.some((slot) => early.has(slot.stage) && slot.on !== null && !isBefore(slot));
}

/** The days that some follow-ups would have if they were placed now, around all others. */
function placeAnew(scheduling: Scheduling, followUps: readonly FollowUp[]): Move[] {
  const anew = new Set(followUps);
  const placed = placeFollowUps({ ...scheduling, existing: scheduling.existing.filter((followUp) => !anew.has(followUp)) });
  const nameOf = ({ dyadId, stage }: Pick<FollowUp, "dyadId" | "stage">) => `${dyadId ?? "group"}/${stage}`;
  const slots = new Map(placed.map((slot) => [nameOf(slot), slot]));
  return followUps.flatMap((followUp) => {
    const slot = slots.get(nameOf(followUp));
    return slot && slot.on !== followUp.on ? [{ followUp, on: slot.on, unplaced: slot.unplaced }] : [];
  });
}

/** Open days in order of their distance from a closed one, the later one first of two as near. */
function* nearestFirst(open: readonly Day[], closed: Day): Generator<Day> {
  let later = positionIn(open, closed);
  let earlier = later - 1;
  for (let left = open.length; left > 0; left--) {
    const [after, before] = [open[later], open[earlier]];
    if (after && (!before || daysBetween(closed, after) <= daysBetween(before, closed))) {
      yield after;
      later += 1;
    } else if (before) {
      yield before;
      earlier -= 1;
    }
  }
}
