import { addDays, type Day, daysBetween, daysFrom, latest } from "./day.ts";
import type { Dyad, FollowUp, FollowUpId, MeetingFact, PersonId, UnplacedCode } from "./terms.ts";

/** All that flags are made from: meetings and follow-ups, and whether people can be reached. There is no place in it for a score. */
export interface DyadHistory {
  dyad: Dyad;
  /** Those that stand: no voided one. */
  meetings: readonly Pick<MeetingFact, "heldOn">[];
  /** Those of the dyad; `recorded` tells whether a record was written. */
  followUps: readonly (Pick<FollowUp, "id" | "stage" | "on" | "unplaced" | "held"> & { recorded: boolean })[];
  /** Of either member; the last day is in it. */
  pauses: readonly { from: Day; until: Day }[];
  /** Members whom no message reaches, since when, and why. */
  unreachable: readonly { personId: PersonId; since: Day; reason: string }[];
}

/** In days. Those of a pause, and those when the school is closed, do not count towards the first two. */
export interface FlagSettings {
  firstMeetingWithinDays: number;
  silentAfterDays: number;
  recordWithinDays: number;
  /** The school's own closed days (relâche, summer), both ends included. Weekends count like other days. */
  closed: readonly { from: Day; to: Day }[];
}

/** A reason to look at a dyad, with the facts that say why. `since` is null where no day began it. */
export type Flag =
  /** `days` are those that count. */
  | { code: "no-meeting-yet"; since: Day; days: number }
  | { code: "silent"; since: Day; days: number }
  | { code: "follow-up-late"; since: Day; followUpId: FollowUpId; stage: string }
  | { code: "follow-up-unplaced"; since: null; followUpId: FollowUpId; stage: string; reason: UnplacedCode }
  | { code: "record-missing"; since: Day; followUpId: FollowUpId; stage: string }
  | { code: "unreachable"; since: Day; personId: PersonId; reason: string };

type Rule = (history: DyadHistory, settings: FlagSettings, today: Day) => Flag[];

const rules: readonly Rule[] = [
  ({ unreachable }) => unreachable.map(({ since, personId, reason }) => ({ code: "unreachable", since, personId, reason })),
  silence,
  ({ followUps }, _, today) =>
    followUps.flatMap(({ id, stage, on, held }) =>
      held === null && on !== null && on < today ? [{ code: "follow-up-late", since: on, followUpId: id, stage } as const] : [],
    ),
  ({ followUps }) =>
    followUps.flatMap(({ id, stage, held, unplaced }) =>
      held === null && unplaced !== null
        ? [{ code: "follow-up-unplaced", since: null, followUpId: id, stage, reason: unplaced } as const]
        : [],
    ),
  ({ followUps }, { recordWithinDays }, today) =>
    followUps.flatMap(({ id, stage, held, recorded }) =>
      held !== null && !recorded && daysBetween(held.on, today) >= recordWithinDays
        ? [{ code: "record-missing", since: held.on, followUpId: id, stage } as const]
        : [],
    ),
];

/** Why the coordinator may want to ask this dyad how it goes. A dyad that has not begun or has ended is left in peace. */
export function flagsOf(history: DyadHistory, settings: FlagSettings, today: Day): Flag[] {
  const { beganOn, ending } = history.dyad;
  if (today < beganOn || (ending !== null && ending.on <= today)) return [];
  return rules.flatMap((rule) => rule(history, settings, today));
}

/** Who is in a pause is not silent; and who comes back from one is given the days that were left. */
function silence({ dyad, meetings, pauses }: DyadHistory, settings: FlagSettings, today: Day): Flag[] {
  const inPause = (date: Day): boolean => pauses.some(({ from, until }) => from <= date && date <= until);
  const inClosure = (date: Day): boolean => settings.closed.some(({ from, to }) => from <= date && date <= to);
  if (inPause(today)) return [];
  const held = meetings.map((meeting) => meeting.heldOn).filter((heldOn) => heldOn <= today);
  const since = latest(dyad.beganOn, ...held);
  const days = daysFrom(addDays(since, 1), today).filter((date) => !inPause(date) && !inClosure(date)).length;
  if (held.length === 0) return days >= settings.firstMeetingWithinDays ? [{ code: "no-meeting-yet", since, days }] : [];
  return days >= settings.silentAfterDays ? [{ code: "silent", since, days }] : [];
}
