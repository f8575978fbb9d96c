import { calendarOf } from "../program/calendar.ts";
import { coordinatorOn, headOn, isInOffice } from "../program/coordination.ts";
import { addDays, type Day, dayOf, daysFrom, earliest, type Instant, latest, mondayOf, weekOf } from "../program/day.ts";
import { dyadsOf } from "../program/paths.ts";
import type { Plan } from "../program/plan.ts";
import type { Appointment, Cohort, Dyad, DyadId, FollowUp, FollowUpId, Organization, PersonId } from "../program/terms.ts";
import type { Administration } from "../store/administrations.ts";
import type { FollowUpMove } from "../store/follow-up-moves.ts";

/** What a year was made of: its plan, its people, and what happened. */
export interface YearFacts {
  organization: Organization;
  cohort: Cohort;
  plan: Plan;
  dyads: readonly Dyad[];
  appointments: readonly Appointment[];
  followUps: readonly FollowUp[];
  /** The changes of the dates that people knew, in order. */
  moves: ReadonlyMap<FollowUpId, readonly FollowUpMove[]>;
  /** Those before their announcement. */
  earlyMoves: ReadonlyMap<FollowUpId, readonly FollowUpMove[]>;
  administrations: readonly Administration[];
  /** The days of the meetings of each dyad, in order. Whoever is played logs a meeting on its own day. */
  meetings: ReadonlyMap<DyadId, readonly Day[]>;
}

/** A message that somebody should have got. */
interface ExpectedNotice {
  kind: string;
  key: string;
}

type Calls = (year: YearFacts) => ExpectedNotice[];

const toEach = (kind: string, about: string, people: Iterable<PersonId>): ExpectedNotice[] =>
  [...new Set(people)].map((person) => ({ kind, key: `${kind}:${about}:p${person}` }));

/** Whether something was still to be done when a day began. */
const stillOpen = (done: { at: Instant } | null, on: Day, { organization }: YearFacts): boolean =>
  done === null || on <= dayOf(done.at, organization.zone);

const lasted = (dyad: Dyad | undefined, on: Day): boolean => dyad !== undefined && (dyad.ending === null || on <= dyad.ending.on);

const welcomes: Calls = ({ cohort, dyads, appointments }) => [
  ...dyads.flatMap(({ id, mentorId, menteeId }) => toEach("welcome", `c${cohort.id}:d${id}`, [mentorId, menteeId])),
  ...appointments
    .filter(({ from }) => from <= cohort.endsOn)
    .flatMap(({ from, personId }) => toEach("welcome", `c${cohort.id}:${from}`, [personId])),
];

const questionnaires: Calls = (year) =>
  year.administrations.flatMap((one) => {
    const dyad = year.dyads.find(({ id }) => id === one.dyadId);
    const counted = remindersFrom(one, year.plan);
    const asked: [string, Day, Day][] = [
      ["questionnaire-invitation", one.opensOn, one.opensOn],
      ...year.plan.reminders.questionnaire.map((days, place): [string, Day, Day] => [
        `questionnaire-reminder-${place + 1}`,
        addDays(counted, days),
        counted,
      ]),
    ];
    return asked
      .filter(([, on]) => on <= one.dueOn && lasted(dyad, on) && stillOpen(one.done, on, year))
      .flatMap(([kind, , from]) => toEach(kind, `a${one.id}:${from}`, [one.personId]));
  });

/** From its opening; from that of its last day where this one is two weeks or more beyond the last reminder. */
function remindersFrom({ stage, opensOn, dueOn }: Administration, { stages, reminders }: Plan): Day {
  const days = stages.find(({ key }) => key === stage)?.questionnaireOpensDaysBefore ?? 1;
  const [last, anew] = [addDays(opensOn, Math.max(...reminders.questionnaire)), addDays(dueOn, 1 - days)];
  return addDays(last, 14) <= dueOn && last < anew ? anew : opensOn;
}

/** A date of a follow-up that its people knew: after how many changes, from which day on, and until it was moved. */
interface KnownDate {
  on: Day;
  changes: number;
  from: Day;
  until: Day | null;
}

function knownDates({ id, on, announcedOn }: FollowUp, { moves }: YearFacts): KnownDate[] {
  if (announcedOn === null) return [];
  const changes = moves.get(id) ?? [];
  return [...changes.map(({ from }) => from.on), on].flatMap((date, place): KnownDate[] => {
    const [before, after] = [changes[place - 1], changes[place]];
    return date === null ? [] : [{ on: date, changes: place, from: before?.on ?? announcedOn, until: after ? plannedOn(after) : null }];
  });
}

/** A closure is seen by the planning of its day; what is played happens after it, and is seen by the next one. */
const plannedOn = ({ by, on }: FollowUpMove): Day => (by === null ? on : addDays(on, 1));

/** Those whom a follow-up was for on a day, and those who knew the day of one that their dyad, which ended, has no more. */
function membersOf({ dyads, followUps, plan }: YearFacts, followUp: FollowUp, on: Day): PersonId[] {
  const concerned =
    followUp.dyadId === null
      ? dyadsOf(followUp, dyads, followUps, plan.stages)
      : dyads.filter((dyad) => dyad.id === followUp.dyadId && (followUp.on === null || lasted(dyad, on)));
  return concerned.flatMap(({ mentorId, menteeId }) => (followUp.audience === "mentees" ? [menteeId] : [mentorId, menteeId]));
}

function leaderOf({ appointments, dyads }: YearFacts, followUp: FollowUp, on: Day): PersonId[] {
  const dyad = dyads.find(({ id }) => id === followUp.dyadId);
  const leader = dyad ? coordinatorOn(appointments, dyad, on) : headOn(appointments, on);
  return leader ? [leader] : [];
}

const followUps: Calls = (year) => {
  const { weekBeforeDays, dayBefore } = year.plan.reminders;
  return year.followUps.flatMap((followUp) => [
    ...tellings(year, followUp),
    ...knownDates(followUp, year).flatMap(({ on, changes, from, until }) => {
      const about = `f${followUp.id}:${changes}`;
      const members = membersOf(year, followUp, on);
      const called = (kind: string, people: readonly PersonId[], daysBefore: number) => {
        const day = addDays(on, -daysBefore);
        const due = from < day && (until === null || day < until) && stillOpen(followUp.held, day, year);
        return due ? toEach(kind, about, people) : [];
      };
      return [
        ...called("follow-up-in-a-week", members, weekBeforeDays),
        ...called("follow-up-tomorrow", [...members, ...leaderOf(year, followUp, on)], dayBefore),
      ];
    }),
  ]);
};

/** That a date was announced, and each time that it changed: to its members, and to whoever leads it when somebody else changed it. */
function tellings(year: YearFacts, followUp: FollowUp): ExpectedNotice[] {
  const { id, announcedOn, held } = followUp;
  const changes = year.moves.get(id) ?? [];
  const first = changes[0]?.from.on ?? followUp.on;
  if (!announcedOn || !first || !stillOpen(held, announcedOn, year)) return [];
  const told = changes.flatMap((change, place) => {
    const { times, from, by } = change;
    const planned = plannedOn(change);
    const before = from.on ?? first;
    const on = changes[place + 1]?.from.on ?? followUp.on ?? before;
    if (!stillOpen(held, planned, year)) return [];
    const leaders = leadersOf(year, followUp, [on, before], planned).filter((one) => one !== by);
    return toEach("follow-up-moved", `f${id}:${times}`, [...membersOf(year, followUp, on), ...leaders]);
  });
  return [...toEach("follow-up-announced", `f${id}:0`, membersOf(year, followUp, first)), ...told];
}

const leadersOf = (year: YearFacts, followUp: FollowUp, days: readonly (Day | null)[], today: Day): PersonId[] =>
  days
    .flatMap((on) => (on === null ? [] : leaderOf(year, followUp, on)))
    .filter((person) => year.appointments.some((one) => one.personId === person && isInOffice(one, today)));

/** What somebody else changed before anything was announced, to whoever leads it: the last change of a day, since planning sees no other. */
const changesAhead: Calls = (year) =>
  year.followUps.flatMap((followUp) => {
    const early = year.earlyMoves.get(followUp.id) ?? [];
    const known = year.moves.get(followUp.id)?.[0]?.from.on ?? followUp.on;
    return early.flatMap((move, place) => {
      const next = early[place + 1];
      if ((next && plannedOn(next) === plannedOn(move)) || !stillOpen(followUp.held, plannedOn(move), year)) return [];
      const leaders = leadersOf(year, followUp, [next ? next.from.on : known, move.from.on], move.on).filter((one) => one !== move.by);
      return toEach("dates-changed", `f${followUp.id}:${move.times}`, leaders);
    });
  });

/** A first and a second word for each stretch without a meeting, closures left out, as long as dyad and cohort last. */
const silences: Calls = ({ cohort, plan, dyads, meetings }) => {
  const { silentAfterDays, silentAgainAfterDays } = plan.reminders;
  const counts = (date: Day) => !plan.calendar.closed.some(({ from, to }) => from <= date && date <= to);
  return dyads.flatMap(({ id, beganOn, ending }) => {
    const began = latest(beganOn, cohort.startsOn);
    const last = earliest(cohort.endsOn, ending?.on ?? cohort.endsOn);
    const met = (meetings.get(id) ?? []).filter((on) => on > began);
    return [began, ...met].flatMap((since, place) => {
      const silent = daysFrom(addDays(since, 1), earliest(last, met[place] ?? last)).filter(counts);
      return [silentAfterDays, silentAgainAfterDays].flatMap((days, time) =>
        silent.length >= days ? [{ kind: "no-meeting-lately", key: `no-meeting-lately:d${id}:${since}:${time + 1}` }] : [],
      );
    });
  });
};

const digests: Calls = ({ cohort, plan, appointments }) => {
  const calendar = calendarOf(plan.calendar);
  const mondays = new Set(daysFrom(cohort.startsOn, cohort.endsOn).map(mondayOf));
  return [...mondays].flatMap((monday) => {
    const open = calendar.openDays(monday, addDays(monday, 6));
    const inOffice = appointments.filter((appointment) => open.some((date) => isInOffice(appointment, date)));
    return toEach(
      "digest",
      `c${cohort.id}:${weekOf(monday)}`,
      inOffice.map(({ personId }) => personId),
    );
  });
};

/**
 * All that a year called for, worked out from the plan and from what happened, and not by the code that planned it:
 * a kind of notice that is planned no more is missed here.
 */
export const expectedNotices = (year: YearFacts): ExpectedNotice[] =>
  [welcomes, questionnaires, followUps, changesAhead, silences, digests].flatMap((calls) => calls(year));
