import type { Visit } from "../features/feature.ts";
import { coordinatorOn } from "../program/coordination.ts";
import type { Day } from "../program/day.ts";
import { dyadsOf } from "../program/paths.ts";
import type { StagePlan } from "../program/plan.ts";
import type { DropReason } from "../program/reasons.ts";
import type { Dyad, FollowUp, FollowUpId, PersonId } from "../program/terms.ts";
import { readAppointments } from "../store/cohorts.ts";
import { readFollowUp } from "../store/follow-ups.ts";
import type { OutboxRow, PlannedNotice } from "../store/outbox.ts";
import { readName } from "../store/people.ts";
import { localized } from "../words/index.ts";
import type { CohortState, Validity } from "./notice.ts";

/** A follow-up that has a day and is neither held nor past what a notice can do for it. */
export type DatedFollowUp = FollowUp & { on: Day };

export const dated = (followUps: readonly FollowUp[]): DatedFollowUp[] =>
  followUps.filter((followUp): followUp is DatedFollowUp => followUp.on !== null && followUp.held === null);

const isActive = (dyad: Dyad, on: Day): boolean => dyad.ending === null || on <= dyad.ending.on;

/** The members whom a follow-up is for, each with the dyad through which it concerns them. */
export function membersOf(state: CohortState, followUp: DatedFollowUp): { personId: PersonId; dyad: Dyad }[] {
  const dyads =
    followUp.dyadId === null
      ? dyadsOf(followUp, state.dyads, state.followUps, state.plan.stages)
      : state.dyads.filter((dyad) => dyad.id === followUp.dyadId && isActive(dyad, followUp.on));
  const members = dyads.flatMap((dyad) => [
    ...(followUp.audience === "mentees" ? [] : [{ personId: dyad.mentorId, dyad }]),
    { personId: dyad.menteeId, dyad },
  ]);
  return [...new Map(members.map((member) => [member.personId, member])).values()];
}

/** The same notice to each of several people about a follow-up on its day: another day is another notice. */
export const toEach = (
  kind: string,
  state: CohortState,
  followUp: DatedFollowUp,
  people: readonly { personId: PersonId; dyad: Dyad | null }[],
  validity: Validity,
): PlannedNotice[] =>
  people.map(({ personId, dyad }) => ({
    key: `${kind}:f${followUp.id}:${followUp.on}:p${personId}`,
    kind,
    organizationId: state.organization.id,
    cohortId: state.cohort.id,
    personId,
    subject: { followUp: followUp.id, on: followUp.on, ...(dyad ? { dyad: dyad.id } : {}) },
    ...validity,
  }));

export interface FollowUpToTell {
  followUp: DatedFollowUp;
  stage: StagePlan;
  stageName: string;
  /** Who leads it on its day. */
  coordinator: string | null;
}

/** What a notice about a follow-up can still say, or why it has nothing to say any more. */
export async function followUpToTell(visit: Visit, row: OutboxRow): Promise<FollowUpToTell | { dropped: DropReason }> {
  const followUp = await readFollowUp(visit.store, visit.organization.id, row.subject.followUp as FollowUpId);
  if (!followUp || followUp.on === null) return { dropped: "moved" };
  if (followUp.held) return { dropped: "done" };
  if (followUp.on !== row.subject.on) return { dropped: "moved" };
  const dyad = visit.dyads.find(({ id }) => id === row.subject.dyad);
  if (dyad && !isActive(dyad, followUp.on)) return { dropped: "ended" };

  const plan = await visit.planOf({ id: followUp.cohortId });
  const stage = plan.stages.find(({ key }) => key === followUp.stage);
  if (!stage) return { dropped: "not-needed" };
  const appointments = await readAppointments(visit.store, { id: followUp.cohortId, organizationId: followUp.organizationId });
  const leader = coordinatorOn(appointments, { coordinatorId: dyad?.coordinatorId ?? visit.person.id }, followUp.on);
  return {
    followUp: { ...followUp, on: followUp.on },
    stage,
    stageName: localized(stage.name, visit.person.language),
    coordinator: leader ? await readName(visit.store, visit.organization.id, leader) : null,
  };
}
