import fc from "fast-check";
import { calendarOf } from "../../src/program/calendar.ts";
import { addDays, type Day, day, daysBetween } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import { pathsOf } from "../../src/program/paths.ts";
import type { Plan } from "../../src/program/plan.ts";
import type { PlacedFollowUp, Scheduling } from "../../src/program/schedule.ts";
import type {
  Appointment,
  Cohort,
  CohortId,
  Dyad,
  DyadId,
  FollowUp,
  FollowUpId,
  OrganizationId,
  PersonId,
} from "../../src/program/terms.ts";

/** Cohorts for the tests of the schedule: the one of 2009, and any. */

const organizationId = 1 as OrganizationId;
const cohortId = 1 as CohortId;

/** The school year 2009 of a secondary school of Québec. */
export const plan2009: Plan = {
  ...defaultPlan,
  calendar: {
    ...defaultPlan.calendar,
    closed: [
      { from: day("2009-03-02"), to: day("2009-03-06"), reason: { fr: "Relâche" } },
      { from: day("2009-06-23"), to: day("2009-08-25"), reason: { fr: "Été" } },
    ],
  },
};

export const cohort2009: Cohort = {
  id: cohortId,
  organizationId,
  key: "2009",
  name: "2009",
  kind: "regular",
  startsOn: day("2009-01-12"),
  endsOn: day("2009-12-18"),
};

export const coordinator = 100 as PersonId;

export const appointment = (personId: number, from: string, more: Partial<Appointment> = {}): Appointment => ({
  personId: personId as PersonId,
  capacity: "coordinator",
  kind: "internal",
  from: day(from),
  until: null,
  succeeds: null,
  ...more,
});

export const dyad = (id: number, beganOn: string, more: Partial<Dyad> = {}): Dyad => ({
  id: id as DyadId,
  organizationId,
  cohortId,
  mentorId: (1000 + id) as PersonId,
  menteeId: (2000 + id) as PersonId,
  coordinatorId: coordinator,
  beganOn: day(beganOn),
  ending: null,
  ...more,
});

export const scheduling2009 = (more: Partial<Scheduling> = {}): Scheduling => {
  const plan = more.plan ?? plan2009;
  return {
    plan,
    calendar: calendarOf(plan.calendar),
    cohort: cohort2009,
    dyads: [dyad(1, "2009-01-12")],
    appointments: [appointment(coordinator, "2009-01-05")],
    existing: [],
    today: day("2009-01-05"),
    ...more,
  };
};

/** What the store would make of new follow-ups. */
export const stored = (placed: readonly PlacedFollowUp[], firstId = 1): FollowUp[] =>
  placed.map(({ dyadId, stage, audience, on, unplaced }, place) => ({
    id: (firstId + place) as FollowUpId,
    organizationId,
    cohortId,
    dyadId,
    stage,
    audience,
    on,
    at: null,
    unplaced,
    announcedOn: null,
    held: null,
  }));

const start = day("2009-01-01");
const from = (min: number, max: number) => fc.integer({ min, max });

const anyPlan = fc
  .record({
    capacityPerDay: from(1, 3),
    windowDays: from(1, 15),
    closed: fc.array(fc.tuple(from(-20, 400), from(0, 40)), { maxLength: 5 }),
    weekend: fc.constantFrom([6, 7], [7], [5, 6, 7]),
    fractions: fc.tuple(fc.double({ min: 0.05, max: 0.4, noNaN: true }), fc.double({ min: 0.4, max: 0.6, noNaN: true })),
  })
  .map(
    ({ capacityPerDay, windowDays, closed, weekend, fractions: [second, group] }): Plan => ({
      ...defaultPlan,
      capacityPerDay,
      stages: defaultPlan.stages.map((stage) => ({
        ...stage,
        agenda: [],
        facilitation: [],
        record: [],
        windowDays,
        when: stage.key === "follow-up-2" ? { fraction: second } : stage.key === "mentee-group" ? { fraction: group } : stage.when,
      })),
      calendar: {
        ...defaultPlan.calendar,
        weekend,
        closed: closed.map(([first, length]) => ({
          from: addDays(start, first),
          to: addDays(start, first + length),
          reason: { fr: "Fermé" },
        })),
      },
    }),
  );

/** An external coordinator who leaves, the internal one who takes over, a colleague beside them, a deputy: some of them. */
const anyAppointments = fc
  .record({ handOver: from(0, 300), colleague: fc.boolean(), deputy: fc.boolean(), gap: fc.boolean() })
  .map(({ handOver, colleague, deputy, gap }): Appointment[] => {
    const last = addDays(start, handOver);
    return [
      appointment(100, "2008-12-01", { kind: "external", until: last }),
      appointment(101, addDays(last, gap ? 20 : 1), { succeeds: 100 as PersonId }),
      ...(colleague ? [appointment(102, "2008-12-01")] : []),
      ...(deputy ? [appointment(103, "2008-12-01", { capacity: "deputy" })] : []),
    ];
  });

const anyDyads = (firstId: number, maxLength: number) =>
  fc
    .array(
      fc.record({
        began: fc.oneof(fc.constant(0), from(-10, 330)),
        coordinatorId: fc.constantFrom(100, 101, 102),
        lasts: fc.option(from(1, 300)),
      }),
      {
        maxLength,
      },
    )
    .map((all) =>
      all.map(({ began, coordinatorId, lasts }, place) =>
        dyad(firstId + place, addDays(start, began), {
          coordinatorId: coordinatorId as PersonId,
          ending: lasts === null || lasts < 200 ? null : { on: addDays(start, began + lasts), by: null },
        }),
      ),
    );

/** Any cohort of one to twelve months, with its dyads; `more` are dyads that join later. */
export const anyWorld = fc
  .record({
    plan: anyPlan,
    days: from(30, 350),
    appointments: anyAppointments,
    dyads: anyDyads(1, 15),
    more: anyDyads(500, 8),
    today: fc.oneof(fc.constant(-10), from(-30, 300)),
  })
  .map(({ plan, days, appointments, dyads, more, today }) => ({
    more,
    scheduling: {
      plan,
      calendar: calendarOf(plan.calendar),
      cohort: { ...cohort2009, startsOn: start, endsOn: addDays(start, days) },
      dyads,
      appointments,
      existing: [],
      today: addDays(start, today),
    } satisfies Scheduling,
  }))
  .map((world) => ({ ...world, [fc.toStringMethod]: () => inShort(world) }));

/** What a counterexample shows of a world. */
function inShort({ scheduling: { plan, cohort, dyads, appointments, today }, more }: { scheduling: Scheduling; more: Dyad[] }): string {
  const { capacityPerDay, stages, calendar } = plan;
  const short = (all: readonly Dyad[]) =>
    all.map(({ id, beganOn, ending, coordinatorId }) => [id, beganOn, ending?.on ?? "", coordinatorId]);
  const cohortDays = [cohort.startsOn, cohort.endsOn];
  const times = stages.map(({ when, windowDays }) => [when, windowDays]);
  return JSON.stringify({ today, cohortDays, capacityPerDay, times, calendar, dyads: short(dyads), more: short(more), appointments });
}

/** The days of a dyad's follow-ups, group days included, in the order of the plan. */
export function datesOf(of: Dyad, followUps: readonly FollowUp[], plan: Plan): { stage: string; on: Day }[] {
  const path = pathsOf([of], followUps, plan.stages).get(of.id) ?? [];
  return path.flatMap(({ stage, on }) => (on ? [{ stage, on }] : []));
}

export const inOpenDays = ({ calendar }: Scheduling, first: Day, second: Day): number =>
  daysBetween(first, second) <= 0 ? 0 : calendar.openDays(addDays(first, 1), second).length;
