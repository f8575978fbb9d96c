import type { Visit } from "../features/feature.ts";
import { isInOffice, leaderOn } from "../program/coordination.ts";
import { addDays, type Day, type Hour, hour, instantAt, latest } from "../program/day.ts";
import { dyadsOf, pathOf, takesPlace } from "../program/paths.ts";
import type { Plan, StagePlan } from "../program/plan.ts";
import type { DropReason } from "../program/reasons.ts";
import type { Dyad, FollowUp, FollowUpId, PersonId } from "../program/terms.ts";
import { readAppointments, readDyad } from "../store/cohorts.ts";
import { readMoves } from "../store/follow-up-moves.ts";
import { readFollowUp, readFollowUpsAround } from "../store/follow-ups.ts";
import type { NoticeRow, PlannedNotice } from "../store/outbox.ts";
import { readName, readPeopleById } from "../store/people.ts";
import { clip, limits } from "../ui/limits.ts";
import { localized } from "../words/index.ts";
import type { Afterwards, CohortState, Validity } from "./notice.ts";
import { isPlannedToday, isSaidToday, lastSaid, wasSaidToday } from "./said.ts";
import { lineFor, settledTo } from "./settled.ts";

/** A follow-up that has a day and is neither held nor past what a notice can do for it. */
export type DatedFollowUp = FollowUp & { on: Day };

export const dated = (followUps: readonly FollowUp[]): DatedFollowUp[] =>
  followUps.filter((followUp): followUp is DatedFollowUp => followUp.on !== null && followUp.held === null);

/**
 * The members whom a follow-up is for, each with the dyad through which it concerns them. One that lost its day counts as
 * on `known`, to those too whose dyad ended since: they were told to come.
 */
export function membersOf(state: CohortState, followUp: FollowUp, known: Day | null = followUp.on): { personId: PersonId; dyad: Dyad }[] {
  if (known === null) return [];
  const dyads =
    followUp.dyadId === null
      ? dyadsOf(followUp, state.dyads, state.followUps, state.plan.stages)
      : state.dyads.filter((dyad) => dyad.id === followUp.dyadId && (followUp.on === null || takesPlace(followUp, dyad)));
  const members = dyads.flatMap((dyad) => [
    ...(followUp.audience === "mentees" ? [] : [{ personId: dyad.mentorId, dyad }]),
    { personId: dyad.menteeId, dyad },
  ]);
  return [...new Map(members.map((member) => [member.personId, member])).values()];
}

/** How often its date changed since it was announced. */
export const changesOf = ({ moved }: Pick<FollowUp, "moved">): number => moved?.times ?? 0;
export const about = (id: FollowUpId): string => `f${id}`;

/** The same notice to each of several people about a follow-up as it stands: after a change it is another notice. */
export const toEach = (
  kind: string,
  state: CohortState,
  followUp: FollowUp,
  people: readonly { personId: PersonId; dyad: Dyad | null }[],
  validity: Validity,
): PlannedNotice[] =>
  people.map(({ personId, dyad }) => ({
    key: `${kind}:${about(followUp.id)}:${changesOf(followUp)}:p${personId}`,
    kind,
    organizationId: state.organization.id,
    cohortId: state.cohort.id,
    personId,
    subject: {
      followUp: followUp.id,
      changes: changesOf(followUp),
      ...(followUp.on ? { on: followUp.on } : {}),
      ...(followUp.at ? { at: followUp.at } : {}),
      ...(dyad ? { dyad: dyad.id } : {}),
    },
    ...validity,
  }));

export interface FollowUpToTell {
  followUp: FollowUp;
  stage: StagePlan;
  stageName: string;
  /** The stage and whom it is with, as a heading for this person. */
  title: string;
  /** Who leads it on its day. */
  coordinator: string | null;
  /** The last day of its dyad, where it takes place no more because of that. */
  endedOn: Day | null;
  /** Whether it concerns by now whoever is told as a member: one of a dyad does so for good. */
  concerns: boolean;
  /** The last day of its cohort, where it has no day any more because of that. */
  cohortEndsOn: Day | null;
}

/** What a notice about a follow-up can still say, or why it has nothing to say any more. */
export async function followUpToTell(visit: Visit, row: NoticeRow): Promise<FollowUpToTell | { dropped: DropReason }> {
  const { store, organization } = visit;
  const followUp = await readFollowUp(store, organization.id, row.subject.followUp as FollowUpId);
  if (!followUp) return { dropped: "moved" };
  if (followUp.held) return { dropped: "done" };
  const dyad = followUp.dyadId === null ? null : await readDyad(store, organization.id, followUp.dyadId);
  const isLatest = changesOf(followUp) === row.subject.changes;
  const endedOn = dyad?.ending && !takesPlace(followUp, dyad, visit.today) ? dyad.ending.on : null;
  // That it has no day any more is left to say.
  if (endedOn && !(isLatest && followUp.on === null)) return { dropped: "ended" };
  if (!isLatest) return { dropped: "moved" };

  const plan = await visit.planOf({ id: followUp.cohortId });
  const stage = plan.stages.find(({ key }) => key === followUp.stage);
  if (!stage) return { dropped: "not-needed" };
  const stageName = localized(stage.name, visit.person.language);
  const appointments = await readAppointments(store, { id: followUp.cohortId, organizationId: followUp.organizationId });
  const leader = leaderOn(appointments, dyad, followUp.on ?? visit.today);
  const cohort = visit.cohorts.find(({ id }) => id === followUp.cohortId);
  const isAfterCohort = cohort && followUp.on === null && followUp.moved && followUp.moved.from > cohort.endsOn;
  return {
    followUp,
    stage,
    stageName,
    title: dyad ? await titleFor(visit, stageName, dyad) : stageName,
    coordinator: leader ? await readName(store, organization.id, leader) : null,
    endedOn,
    concerns: dyad !== null || row.subject.dyad === undefined || (await concernsVisitor(visit, followUp, plan)),
    cohortEndsOn: isAfterCohort ? cohort.endsOn : null,
  };
}

/** Whether a follow-up of the group is for the visitor, as a member of one of their dyads. */
async function concernsVisitor({ store, dyads }: Visit, followUp: FollowUp, { stages }: Plan): Promise<boolean> {
  const known = followUp.on ?? followUp.moved?.from ?? null;
  for (const dyad of dyads) {
    if (dyad.cohortId !== followUp.cohortId || (followUp.audience === "mentees" && dyad.as === "mentor")) continue;
    const around = await readFollowUpsAround(store, dyad);
    const path = pathOf(
      dyad,
      around.map((one) => (one.id === followUp.id ? { ...one, on: known } : one)),
      stages,
    );
    if (path.some(({ id }) => id === followUp.id)) return true;
  }
  return false;
}

/** Whoever is to lead it still has the way to it for so many days after it. */
const stillToLead = 14;
const midnight = hour("00:00");

/** It names the follow-up as the notice did, to those whom it still concerns; to others, the stage at most. */
export const afterwards: Afterwards = {
  until(row, zone) {
    const on = row.subject.on as Day | undefined;
    return on ? instantAt(addDays(on, row.subject.dyad === undefined ? stillToLead : 1), midnight, zone) : row.giveUpAfter;
  },
  asks: false,
  async settled(visit, row, became) {
    const { store, organization, words } = visit;
    const followUp = await readFollowUp(store, organization.id, row.subject.followUp as FollowUpId);
    const { off, ...lines } = words.notices.followUpSettled;
    const line = lineFor(visit, followUp?.on ? lines : { ...lines, moved: off }, became);
    const stages = followUp ? (await visit.planOf({ id: followUp.cohortId })).stages : [];
    const stage = stages.find(({ key }) => key === followUp?.stage);
    if (!followUp || !stage) return settledTo(visit, { summary: words.notices.followUpSettled.summary }, line);
    const summary = localized(stage.name, visit.person.language);
    const mayName = visit.dyads.some(({ id }) => id === followUp.dyadId) || visit.viewer.coordinates.has(followUp.cohortId);
    const dyad = followUp.dyadId === null || !mayName ? null : await readDyad(store, organization.id, followUp.dyadId);
    return settledTo(visit, { summary, heading: dyad ? await titleFor(visit, summary, dyad) : summary }, line);
  },
};

/** A member reads who the other one is; whoever coordinates reads both. */
async function titleFor(visit: Visit, stageName: string, dyad: Dyad): Promise<string> {
  const w = visit.words.notices;
  const own = visit.dyads.find(({ id }) => id === dyad.id);
  if (own) return clip(w.withOther(stageName, `${own.other.givenName} ${own.other.familyName}`), limits.heading);
  const people = await readPeopleById(visit.store, visit.organization.id, [dyad.mentorId, dyad.menteeId]);
  const name = (id: PersonId) => `${people.get(id)?.givenName} ${people.get(id)?.familyName}`;
  return clip(w.withBoth(stageName, name(dyad.mentorId), name(dyad.menteeId)), limits.heading);
}

/** What tells a date of a follow-up, or that it is none any more. */
export const announcing = ["follow-up-announced", "follow-up-moved", "follow-up-concern"];

interface DayAndHour {
  on: Day | null;
  at: Hour | null;
}

/**
 * The day and hour that this person was last told, before one notice where it is given. Null when they were never told of
 * it; a null day is that it has none any more.
 */
export const lastTold = (visit: Visit, id: FollowUpId, before?: NoticeRow): Promise<DayAndHour | null> =>
  lastDateIn(visit, announcing, id, before);

/** The day and hour that this person was last reminded of by a kind of notice. */
export const lastReminded = (visit: Visit, kind: string, id: FollowUpId): Promise<DayAndHour | null> => lastDateIn(visit, [kind], id);

async function lastDateIn(visit: Visit, kinds: readonly string[], id: FollowUpId, before?: NoticeRow): Promise<DayAndHour | null> {
  const sent = await lastSaid(visit, kinds, about(id), before);
  return sent && { on: (sent.subject.on as Day) ?? null, at: (sent.subject.at as Hour) ?? null };
}

/** Whether this person hears of the date on this very day, from a notice of it or from an earlier reminder. */
export const hearsToday = async (visit: Visit, followUp: FollowUp, earlier: readonly string[], row: NoticeRow): Promise<boolean> =>
  (await isSaidToday(visit, ["follow-up-announced", ...earlier], about(followUp.id))) ||
  hearsOfChange(
    visit,
    followUp,
    row.subject.dyad === undefined ? await knownToLeader(visit, followUp, row) : await lastTold(visit, followUp.id),
  );

/** Whether the notice of a change reaches this person on this very day. */
export const hearsOfChangeToday = async (visit: Visit, followUp: FollowUp): Promise<boolean> =>
  hearsOfChange(visit, followUp, await lastTold(visit, followUp.id));

/** One that waits, were it for a later hour of the day, has nothing to say to somebody who knows the date. */
async function hearsOfChange(visit: Visit, { id, on, at }: FollowUp, known: DayAndHour | null): Promise<boolean> {
  if (await wasSaidToday(visit, ["follow-up-moved"], about(id))) return true;
  const knows = known !== null && known.on === on && known.at === at;
  return !knows && (await isPlannedToday(visit, ["follow-up-moved"], about(id)));
}

/**
 * What whoever leads a follow-up takes its day and hour to be: as they were last told or set it themselves, or else as it
 * was announced, which is in front of them all along: before one notice.
 */
export async function knownToLeader(visit: Visit, followUp: FollowUp, before: NoticeRow): Promise<DayAndHour> {
  const moves = await readMoves(visit.store, followUp);
  const told = await lastSaid(visit, [...announcing, "follow-up-tomorrow"], about(followUp.id), before);
  const own = moves.findLast(({ by }) => by === visit.person.id)?.times ?? 0;
  const last = Math.max(own, Number(told?.subject.changes ?? 0));
  if (last >= changesOf(followUp)) return followUp;
  return moves.find(({ times }) => times > last)?.from ?? { on: followUp.moved?.from ?? null, at: followUp.at };
}

/**
 * Who leads a follow-up on a day, of those who are in office on `today`, or were until that was put off. A day before the
 * cohort was one of it, and has nobody any more: whoever leads on the first day stands for it.
 */
export function leadersOn(state: CohortState, { dyadId }: FollowUp, days: readonly Day[], today: Day): PersonId[] {
  const { cohort, appointments, putOff } = state;
  const dyad = state.dyads.find(({ id }) => id === dyadId) ?? null;
  const leaders = days.flatMap((on) => leaderOn(appointments, dyad, latest(on, cohort.startsOn)) ?? []);
  return [...new Set(leaders)].filter(
    (person) => putOff.has(person) || appointments.some((one) => one.personId === person && isInOffice(one, today)),
  );
}
