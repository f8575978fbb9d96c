import { calendarOf, isQuiet } from "../program/calendar.ts";
import { isInOffice, leaderOn } from "../program/coordination.ts";
import { addDays, type Day, type Hour, hour } from "../program/day.ts";
import { mayMoveTo } from "../program/moves.ts";
import type { Plan } from "../program/plan.ts";
import type { Appointment, Cohort, Dyad, FollowUp, PersonId } from "../program/terms.ts";
import { pick } from "./chance.ts";

/** Of a large play, the follow-ups of so many dyads may move: enough of each way, and no more work than that. */
const mostDyads = 24;
/** When people act, each day. */
export const whenPeopleAct = hour("16:30");
const quarters: readonly Hour[] = Array.from({ length: 96 }, (_, at) =>
  hour(`${String(Math.floor(at / 4)).padStart(2, "0")}:${String((at % 4) * 15).padStart(2, "0")}`),
);

/** A way to move a follow-up: on which day somebody does it, and where to. */
interface Way {
  acts(followUp: FollowUp & { on: Day }, today: Day): boolean;
  to(followUp: FollowUp & { on: Day }, today: Day): Day;
}

const daysBefore =
  (days: number): Way["acts"] =>
  ({ on }, today) =>
    addDays(on, -days) === today;

/** On the day of its announcement, earlier, to the very day, to the next day, later, by its hour alone. One in eight does not move at all. */
const ways: readonly Way[] = [
  { acts: ({ announcedOn }, today) => announcedOn === today, to: ({ on }) => addDays(on, 2) },
  { acts: daysBefore(10), to: ({ on }) => addDays(on, -5) },
  { acts: daysBefore(9), to: (_, today) => today },
  { acts: daysBefore(13), to: (_, today) => addDays(today, 1) },
  { acts: daysBefore(2), to: ({ on }) => addDays(on, 7) },
  { acts: daysBefore(1), to: ({ on }) => addDays(on, 21) },
  { acts: daysBefore(5), to: ({ on }) => on },
];

/** One in two changes before it is announced, which it is not yet a month ahead. */
const ahead: Way = { acts: daysBefore(30), to: ({ on }) => addDays(on, -4) };

interface Moving {
  cohort: Cohort;
  plan: Plan;
  dyads: readonly Dyad[];
  appointments: readonly Appointment[];
}

export interface MoveByHand {
  followUp: FollowUp;
  by: PersonId;
  on: Day;
  at: Hour;
}

/** What somebody moves by hand today: each follow-up once at most, by whoever leads it or by somebody else in office. */
export function movesByHand({ cohort, plan, dyads, appointments }: Moving, followUps: readonly FollowUp[], today: Day): MoveByHand[] {
  const calendar = calendarOf(plan.calendar);
  if (!calendar.isOpen(today)) return [];
  const inOffice = appointments.filter((one) => isInOffice(one, today)).map(({ personId }) => personId);
  let existing = followUps;
  return followUps.flatMap((followUp): MoveByHand[] => {
    const dyad = dyads.slice(0, mostDyads).find(({ id }) => id === followUp.dyadId);
    const { on, held, announcedOn, moved } = followUp;
    const changes = announcedOn === null ? [ahead, null] : [...ways, null];
    const way = dyad && changes[pick(changes.length, followUp.stage, dyad.menteeId)];
    if (!way || on === null || held || moved || !way.acts({ ...followUp, on }, today)) return [];
    const to = calendar.nextOpen(way.to({ ...followUp, on }, today));
    if (mayMoveTo(followUp, to, { cohort, plan, calendar, dyads, appointments, existing, today }) !== null) return [];
    const leader = leaderOn(appointments, dyad, to);
    const others = inOffice.filter((person) => person !== leader);
    const by = others[pick(2, followUp.stage, dyad.menteeId, "who")] ?? inOffice.find((person) => person === leader) ?? inOffice[0];
    if (by === undefined) return [];
    const at = anotherHour(followUp, to, plan, today);
    if (at === undefined) return [];
    existing = existing.map((one) => (one.id === followUp.id ? { ...one, on: to } : one));
    return [{ followUp, by, on: to, at }];
  });
}

/** The first hour after the one that it has at which somebody may be met, and that is still to come on the day itself. */
function anotherHour({ at: before }: FollowUp, on: Day, { startAt, quietHours }: Plan, today: Day): Hour | undefined {
  const now = before ?? startAt;
  const later = [...quarters.filter((at) => at > now), ...quarters.filter((at) => at < now)];
  return later.find((at) => !isQuiet(at, quietHours) && (on > today || at > whenPeopleAct));
}
