import { type Calendar, calendarOf } from "../program/calendar.ts";
import { isInOffice, leaderOn } from "../program/coordination.ts";
import { dateOf, dyadsOf, pathFor, pathOf } from "../program/paths.ts";
import type { Plan, StagePlan } from "../program/plan.ts";
import type { Appointment, Cohort, CohortId, Dyad, DyadId, FollowUp, FollowUpId, Person, PersonId } from "../program/terms.ts";
import { readAppointments, readDyad, readDyads, readPeopleOf } from "../store/cohorts.ts";
import { mayReadRecord, readFollowUp, readFollowUps, readFollowUpsAround } from "../store/follow-ups.ts";
import { readPeopleById } from "../store/people.ts";
import { readPutOff } from "../store/welcomes.ts";
import { localized } from "../words/index.ts";
import type { Visit } from "./feature.ts";
import { readId } from "./ids.ts";

/** A cohort as its coordinator works with it. */
export interface Coordination {
  cohort: Cohort;
  plan: Plan;
  calendar: Calendar;
  dyads: readonly Dyad[];
  appointments: readonly Appointment[];
  people: ReadonlyMap<PersonId, Person>;
  followUps: readonly FollowUp[];
}

/** The cohorts that the visitor coordinates, the one that runs today first. */
export const coordinated = (visit: Visit): Cohort[] => visit.cohorts.filter(({ id }) => visit.viewer.coordinates.has(id));

/** Whether the visitor coordinated a cohort until its first day, or theirs, was put off. */
export async function isPutOff(visit: Visit, cohort: Cohort): Promise<boolean> {
  const appointments = await readAppointments(visit.store, cohort);
  return (await readPutOff(visit.store, cohort, appointments, visit.today)).has(visit.person.id);
}

export async function readCoordination(visit: Visit, cohort: Cohort): Promise<Coordination> {
  const plan = await visit.planOf(cohort);
  return {
    ...{ cohort, plan, calendar: calendarOf(plan.calendar) },
    dyads: await readDyads(visit.store, cohort),
    appointments: await readAppointments(visit.store, cohort),
    people: await readPeopleOf(visit.store, cohort),
    followUps: await readFollowUps(visit.store, cohort),
  };
}

async function readCoordinationOf(visit: Visit, cohort: Cohort, dyad: Dyad): Promise<Coordination> {
  const plan = await visit.planOf(cohort);
  return {
    ...{ cohort, plan, calendar: calendarOf(plan.calendar), dyads: [dyad] },
    appointments: await readAppointments(visit.store, cohort),
    people: await readPeopleById(visit.store, cohort.organizationId, [dyad.mentorId, dyad.menteeId]),
    followUps: await readFollowUpsAround(visit.store, dyad),
  };
}

/** The cohort that a button or a form names, if the visitor coordinates it; the first of theirs where none is named. */
export const cohortNamed = (visit: Visit, id: string | undefined): Cohort | undefined =>
  coordinated(visit).find((cohort) => id === undefined || cohort.id === (Number(id) as CohortId));

export interface FollowUpAtHand {
  /** As far as the follow-up goes: its dyad alone and what concerns it, or for a follow-up of the group all of the cohort. */
  coordination: Coordination;
  followUp: FollowUp;
  stage: StagePlan;
  /** Null for a follow-up of the group. */
  dyad: Dyad | null;
}

/** A follow-up that a button names, for the coordinator who may lead it; null for anyone else, and for what is not there. */
export async function followUpAtHand(visit: Visit, id: string | undefined): Promise<FollowUpAtHand | null> {
  const { store, viewer } = visit;
  const known = readId<FollowUpId>(id);
  const followUp = known && (await readFollowUp(store, viewer.organizationId, known));
  const cohort = followUp && cohortNamed(visit, String(followUp.cohortId));
  if (!followUp || !cohort) return null;
  const dyad = followUp.dyadId === null ? null : await readDyad(store, viewer.organizationId, followUp.dyadId);
  const coordination = dyad ? await readCoordinationOf(visit, cohort, dyad) : await readCoordination(visit, cohort);
  const stage = coordination.plan.stages.find(({ key }) => key === followUp.stage);
  return stage && mayReadRecord(viewer, followUp, dyad) ? { coordination, followUp, stage, dyad } : null;
}

export const nameIn = ({ people }: Pick<Coordination, "people">, id: PersonId): string => {
  const person = people.get(id);
  return person ? `${person.givenName} ${person.familyName}` : "";
};

export const stageNameIn = ({ plan }: Pick<Coordination, "plan">, key: string, visit: Visit): string => {
  const stage = plan.stages.find((one) => one.key === key);
  return stage ? localized(stage.name, visit.person.language) : key;
};

/** Who leads a follow-up on its day, or would today where it has none. */
export function leaderOf(coordination: Coordination, followUp: FollowUp, visit: Visit): PersonId | null {
  const on = dateOf(followUp) ?? visit.today;
  return leaderOn(coordination.appointments, coordination.dyads.find(({ id }) => id === followUp.dyadId) ?? null, on);
}

/** Who has a late follow-up in hand: whoever led on its day, or would lead it today where they are no longer in office. */
export function heirOf(coordination: Coordination, followUp: FollowUp, visit: Visit): PersonId | null {
  const { appointments, dyads } = coordination;
  const leader = leaderOf(coordination, followUp, visit);
  const isStillThere = appointments.some((one) => one.personId === leader && isInOffice(one, visit.today));
  return isStillThere ? leader : leaderOn(appointments, dyads.find(({ id }) => id === followUp.dyadId) ?? null, visit.today);
}

/** The people whom a follow-up is for. */
export function invitedTo({ dyads, followUps, plan }: Coordination, followUp: FollowUp): PersonId[] {
  const concerned =
    followUp.dyadId === null ? dyadsOf(followUp, dyads, followUps, plan.stages) : dyads.filter(({ id }) => id === followUp.dyadId);
  const members = concerned.flatMap(({ mentorId, menteeId }) => (followUp.audience === "mentees" ? [menteeId] : [mentorId, menteeId]));
  return [...new Set(members)];
}

/** The stages that come one after the other for a dyad, or for the group. */
export function pathAround({ dyads, followUps, plan }: Coordination, followUp: FollowUp): readonly FollowUp[] {
  const dyad = dyads.find(({ id }) => id === (followUp.dyadId as DyadId));
  if (dyad) return pathFor(followUp, pathOf(dyad, followUps, plan.stages), plan.stages);
  const order = plan.stages.map(({ key }) => key);
  return followUps.filter(({ dyadId }) => dyadId === null).sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage));
}
