import type { Calendar } from "./calendar.ts";
import type { Day } from "./day.ts";
import { pathsOf } from "./paths.ts";
import type { Plan, StagePlan } from "./plan.ts";
import { administrationWindow, lastDayOf, type QuestionnaireWindow } from "./questionnaire-window.ts";
import type { CohortId, Dyad, DyadId, FollowUp, OrganizationId, PersonId } from "./terms.ts";

/** One filling-in of a questionnaire that the plan asks of a mentee before a follow-up. */
export interface PlannedAdministration {
  organizationId: OrganizationId;
  cohortId: CohortId;
  dyadId: DyadId;
  personId: PersonId;
  stage: string;
  instrument: string;
  opensOn: Day;
  /** The last day on which it is taken: the follow-up's own at the latest, unless it came too near to leave time. */
  dueOn: Day;
}

/**
 * The day on which one opens, seen from today. One that should have opened by now, because its follow-up came nearer or
 * was set late, opens today, so that its mentee hears of it; one that opened already stays open, whatever its follow-up becomes.
 * @param on the day of its follow-up, once it is known: one that is past calls for nothing new.
 */
export function openingOn({ opensOn, dueOn }: QuestionnaireWindow, known: { opensOn: Day } | undefined, today: Day, on: Day = dueOn): Day {
  if (known && known.opensOn <= today) return known.opensOn;
  return opensOn >= today || (!known && on < today) ? opensOn : today;
}

/** The administrations that the dated follow-ups call for, one for each mentee whom a follow-up concerns, as they stand seen from today. */
export function administrationsDue(state: {
  plan: Plan;
  calendar: Calendar;
  dyads: readonly Dyad[];
  followUps: readonly FollowUp[];
  /** Those that there are already. */
  administrations: readonly ({ dyadId: DyadId; stage: string } & QuestionnaireWindow)[];
  today: Day;
}): PlannedAdministration[] {
  const { plan, calendar, dyads, followUps, administrations, today } = state;
  const known = new Map(administrations.map((one) => [`${one.dyadId}/${one.stage}`, one]));
  const paths = pathsOf(dyads, followUps, plan.stages);
  const stages = new Map(plan.stages.map((stage) => [stage.key, stage]));
  return dyads.flatMap((dyad) =>
    (paths.get(dyad.id) ?? []).flatMap((followUp) => {
      const stage = stages.get(followUp.stage);
      if (!stage?.questionnaire || followUp.on === null || followUp.held) return [];
      const { opensOn, dueOn } = standing(stage, followUp.on, dyad, known.get(`${dyad.id}/${stage.key}`), calendar, today);
      return [
        {
          organizationId: dyad.organizationId,
          cohortId: dyad.cohortId,
          dyadId: dyad.id,
          personId: dyad.menteeId,
          stage: stage.key,
          instrument: stage.questionnaire,
          opensOn,
          dueOn,
        },
      ];
    }),
  );
}

/**
 * Those that no follow-up calls for any more: it has no date, or does not concern this dyad. One whose follow-up was held is
 * not among them: it is worth having all the same.
 */
export function uncalledFor<One extends Pick<PlannedAdministration, "dyadId" | "stage">>(
  administrations: readonly One[],
  due: readonly PlannedAdministration[],
  followUps: readonly FollowUp[],
): One[] {
  const called = new Set(due.map(({ dyadId, stage }) => `${dyadId}/${stage}`));
  const wasHeld = ({ dyadId, stage }: One) =>
    followUps.some((one) => one.held !== null && one.stage === stage && (one.dyadId === dyadId || one.dyadId === null));
  return administrations.filter((one) => !called.has(`${one.dyadId}/${one.stage}`) && !wasHeld(one));
}

/** The days of one, seen from today. One that closed opens again where its follow-up is yet to come and calls for a later last day. */
function standing(
  stage: StagePlan,
  on: Day,
  { beganOn }: Dyad,
  before: QuestionnaireWindow | undefined,
  calendar: Calendar,
  today: Day,
): QuestionnaireWindow {
  const planned = administrationWindow(stage, on, calendar, beganOn);
  const opening = openingOn(planned, before, today, on);
  if (!before || today < before.opensOn) {
    const opensOn = calendar.nextOpen(opening);
    return { opensOn, dueOn: lastDayOf(stage, planned.dueOn, opensOn, null, calendar) };
  }
  if (today <= before.dueOn) return { opensOn: opening, dueOn: lastDayOf(stage, planned.dueOn, opening, before.dueOn, calendar) };
  if (on < today || planned.dueOn <= before.dueOn) return before;
  return { opensOn: opening, dueOn: lastDayOf(stage, planned.dueOn, today, null, calendar) };
}
