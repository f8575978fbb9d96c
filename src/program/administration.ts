import type { Calendar } from "./calendar.ts";
import type { Day } from "./day.ts";
import { pathsOf } from "./paths.ts";
import type { Plan } from "./plan.ts";
import { administrationWindow } from "./questionnaire-window.ts";
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
  /** The last day on which it is taken: the follow-up's own at the latest. */
  dueOn: Day;
}

/**
 * The day on which one opens, seen from today. One that should have opened by now, because its follow-up came nearer or
 * was set late, opens today, so that its mentee hears of it; one that opened already stays open, whatever its follow-up becomes.
 */
export function openingOn({ opensOn, dueOn }: PlannedAdministration, known: { opensOn: Day } | undefined, today: Day): Day {
  if (known && known.opensOn <= today) return known.opensOn;
  return opensOn >= today || dueOn < today ? opensOn : today;
}

/** The administrations that the dated follow-ups call for, one for each mentee whom a follow-up concerns. */
export function administrationsDue(state: {
  plan: Plan;
  calendar: Calendar;
  dyads: readonly Dyad[];
  followUps: readonly FollowUp[];
}): PlannedAdministration[] {
  const { plan, calendar, dyads, followUps } = state;
  const paths = pathsOf(dyads, followUps, plan.stages);
  const stages = new Map(plan.stages.map((stage) => [stage.key, stage]));
  return dyads.flatMap((dyad) =>
    (paths.get(dyad.id) ?? []).flatMap((followUp) => {
      const stage = stages.get(followUp.stage);
      if (!stage?.questionnaire || followUp.on === null || followUp.held) return [];
      const { opensOn, dueOn } = administrationWindow(stage, followUp.on, calendar, dyad.beganOn);
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
