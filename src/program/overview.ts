import { addDays, type Day } from "./day.ts";
import { type DyadHistory, type Flag, type FlagSettings, type FollowUpFlag, flagsOf, followUpFlags, gravestDyadFirst } from "./flags.ts";
import { standingOf } from "./followup.ts";
import { apart, dateOf, takesPlace, takingPlace } from "./paths.ts";
import type { Plan } from "./plan.ts";
import type { Cohort, Dyad, DyadId, FollowUp, FollowUpId, PersonId } from "./terms.ts";

/** The facts of a cohort that its coordinator may know. There is no place in them for a topic, a note or a score. */
export interface CohortFacts {
  plan: Plan;
  dyads: readonly Dyad[];
  followUps: readonly FollowUp[];
  /** Days of the meetings that stand, by dyad. */
  meetings: ReadonlyMap<DyadId, readonly Day[]>;
  recorded: ReadonlySet<FollowUpId>;
  administrations: readonly { dyadId: DyadId; opensOn: Day; dueOn: Day; done: unknown }[];
  pauses: ReadonlyMap<PersonId, readonly { from: Day; until: Day }[]>;
  unreachable: ReadonlyMap<PersonId, { since: Day; reason: string }>;
}

interface FlaggedDyad {
  dyad: Dyad;
  flags: readonly Flag[];
}

/** What a coordinator sees of the program at a glance. */
export interface Overview {
  dyads: { active: number; toCome: number; ended: number };
  meetings: { inThirtyDays: number; total: number };
  followUps: { held: number; late: number; unplaced: number; next: readonly FollowUp[] };
  /** Of those that have opened. */
  questionnaires: { done: number; asked: number };
  /** What is late, without a date or not written down of the follow-ups of the group, the gravest first. */
  group: readonly FollowUpFlag[];
  /** The gravest first. */
  flagged: readonly FlaggedDyad[];
  unreachable: readonly { personId: PersonId; since: Day; reason: string }[];
}

const recordWithinDays = 3;
const soon = 14;

export const flagSettings = ({ reminders, calendar }: Plan, { endsOn }: Pick<Cohort, "endsOn">): FlagSettings => ({
  endsOn,
  firstMeetingWithinDays: reminders.silentAfterDays,
  silentAfterDays: reminders.silentAfterDays,
  recordWithinDays,
  closed: calendar.closed,
});

/** A stage of which the plan asks nothing has its record in that it was held. */
const withRecord = (followUps: readonly FollowUp[], { stages }: Plan, recorded: CohortFacts["recorded"]): DyadHistory["followUps"] =>
  followUps.map((one) => ({
    recorded: recorded.has(one.id) || !stages.some(({ key, record }) => key === one.stage && record.length > 0),
    ...one,
  }));

export function historyOf({ plan, followUps, meetings, recorded, pauses, unreachable }: CohortFacts, dyad: Dyad): DyadHistory {
  const members = [dyad.mentorId, dyad.menteeId];
  return {
    dyad,
    meetings: (meetings.get(dyad.id) ?? []).map((heldOn) => ({ heldOn })),
    followUps: withRecord(
      followUps.filter((followUp) => followUp.dyadId === dyad.id && takesPlace(followUp, dyad)),
      plan,
      recorded,
    ),
    pauses: members.flatMap((person) => pauses.get(person) ?? []),
    unreachable: members.flatMap((personId) => {
      const why = unreachable.get(personId);
      return why ? [{ personId, ...why }] : [];
    }),
  };
}

export function overviewOf(facts: CohortFacts, cohort: Pick<Cohort, "endsOn">, today: Day): Overview {
  const { dyads, meetings, administrations, plan } = facts;
  const followUps = takingPlace(facts.followUps, dyads, today);
  const settings = flagSettings(plan, cohort);
  const lasts = ({ ending }: Dyad) => today <= cohort.endsOn && (ending === null || today <= ending.on);
  const isToCome = ({ beganOn }: Dyad) => today < beganOn;
  const { ofDyad, ofGroup } = apart(followUps);
  const opened = administrations.filter(({ opensOn }) => opensOn <= today);
  const days = [...meetings.values()].flat();
  const [monthAgo, horizon] = [addDays(today, -30), addDays(today, soon)];
  const group = followUpFlags(withRecord(ofGroup, plan, facts.recorded), settings, today);
  const flagged = dyads
    .map((dyad) => ({ dyad, flags: flagsOf(historyOf({ ...facts, followUps: ofDyad.get(dyad.id) ?? [] }, dyad), settings, today) }))
    .filter(({ flags }) => flags.length > 0)
    .sort((a, b) => gravestDyadFirst(a.flags, b.flags));
  const counted = (code: FollowUpFlag["code"]) =>
    [...group, ...flagged.flatMap(({ flags }) => flags)].filter((flag) => flag.code === code).length;
  return {
    dyads: {
      active: dyads.filter((dyad) => lasts(dyad) && !isToCome(dyad)).length,
      toCome: dyads.filter((dyad) => lasts(dyad) && isToCome(dyad)).length,
      ended: dyads.filter((dyad) => !lasts(dyad)).length,
    },
    meetings: { inThirtyDays: days.filter((on) => on > monthAgo && on <= today).length, total: days.length },
    followUps: {
      held: followUps.filter(({ held }) => held !== null).length,
      late: counted("follow-up-late"),
      unplaced: counted("follow-up-unplaced"),
      next: followUps
        .filter((one) => {
          const standing = standingOf(one, today);
          return (standing === "today" || standing === "to-come") && (dateOf(one) ?? "") <= horizon;
        })
        .sort((a, b) => ((dateOf(a) ?? "") < (dateOf(b) ?? "") ? -1 : 1)),
    },
    questionnaires: { done: opened.filter(({ done }) => done).length, asked: opened.length },
    ...{ group, flagged },
    unreachable: today > cohort.endsOn ? [] : [...facts.unreachable].map(([personId, why]) => ({ personId, ...why })),
  };
}
