import { addDays, type Day } from "./day.ts";
import { type DyadHistory, type Flag, type FlagSettings, flagsOf } from "./flags.ts";
import { standingOf } from "./followup.ts";
import { dateOf } from "./paths.ts";
import type { Plan } from "./plan.ts";
import type { Dyad, DyadId, FollowUp, FollowUpId, PersonId } from "./terms.ts";

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
  dyads: { active: number; ended: number };
  meetings: { inThirtyDays: number; total: number };
  followUps: { held: number; late: readonly FollowUp[]; next: readonly FollowUp[]; unplaced: number };
  /** Of those that have opened. */
  questionnaires: { done: number; asked: number };
  flagged: readonly FlaggedDyad[];
  unreachable: readonly { personId: PersonId; since: Day; reason: string }[];
}

const recordWithinDays = 3;
const soon = 14;

export const flagSettings = ({ reminders, calendar }: Plan): FlagSettings => ({
  firstMeetingWithinDays: reminders.silentAfterDays,
  silentAfterDays: reminders.silentAfterDays,
  recordWithinDays,
  closed: calendar.closed,
});

export function historyOf({ followUps, meetings, recorded, pauses, unreachable }: CohortFacts, dyad: Dyad): DyadHistory {
  const members = [dyad.mentorId, dyad.menteeId];
  return {
    dyad,
    meetings: (meetings.get(dyad.id) ?? []).map((heldOn) => ({ heldOn })),
    followUps: followUps.filter(({ dyadId }) => dyadId === dyad.id).map((one) => ({ ...one, recorded: recorded.has(one.id) })),
    pauses: members.flatMap((person) => pauses.get(person) ?? []),
    unreachable: members.flatMap((personId) => {
      const why = unreachable.get(personId);
      return why ? [{ personId, ...why }] : [];
    }),
  };
}

export function overviewOf(facts: CohortFacts, today: Day): Overview {
  const { dyads, followUps, meetings, administrations, plan } = facts;
  const settings = flagSettings(plan);
  const byDyad = new Map<DyadId, FollowUp[]>();
  for (const one of followUps) if (one.dyadId !== null) byDyad.set(one.dyadId, [...(byDyad.get(one.dyadId) ?? []), one]);
  const opened = administrations.filter(({ opensOn }) => opensOn <= today);
  const days = [...meetings.values()].flat();
  const [monthAgo, horizon] = [addDays(today, -30), addDays(today, soon)];
  const inOrder = (list: FollowUp[]) => list.sort((a, b) => ((dateOf(a) ?? "") < (dateOf(b) ?? "") ? -1 : 1));
  return {
    dyads: {
      active: dyads.filter(({ ending }) => ending === null || ending.on >= today).length,
      ended: dyads.filter(({ ending }) => ending !== null && ending.on < today).length,
    },
    meetings: { inThirtyDays: days.filter((on) => on > monthAgo && on <= today).length, total: days.length },
    followUps: {
      held: followUps.filter(({ held }) => held !== null).length,
      late: inOrder(followUps.filter((one) => standingOf(one, today) === "late")),
      next: inOrder(
        followUps.filter((one) => {
          const standing = standingOf(one, today);
          return (standing === "today" || standing === "to-come") && (dateOf(one) ?? "") <= horizon;
        }),
      ),
      unplaced: followUps.filter((one) => standingOf(one, today) === "no-date").length,
    },
    questionnaires: { done: opened.filter(({ done }) => done).length, asked: opened.length },
    flagged: dyads.flatMap((dyad) => {
      const flags = flagsOf(historyOf({ ...facts, followUps: byDyad.get(dyad.id) ?? [] }, dyad), settings, today);
      return flags.length > 0 ? [{ dyad, flags }] : [];
    }),
    unreachable: [...facts.unreachable].map(([personId, why]) => ({ personId, ...why })),
  };
}
