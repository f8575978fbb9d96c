import { addDays, compareDays, type Day, daysBetween, daysFrom, latest } from "./day.ts";
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

/** Lengths are in days. Those of a pause, and those when the school is closed, do not count towards the first two. */
export interface FlagSettings {
  firstMeetingWithinDays: number;
  silentAfterDays: number;
  recordWithinDays: number;
  /** The school's own closed days (relâche, summer), both ends included. Weekends count like other days. */
  closed: readonly { from: Day; to: Day }[];
  /** The last day of the cohort. After it only what can still be written down is asked for. */
  endsOn: Day;
}

/** `days` are all those of the silence but `closedDays`. Those of a pause are among them: that there was one is nobody else's business. */
interface Silence {
  since: Day;
  days: number;
  closedDays: number;
}

/** A reason to look at a follow-up, of a dyad or of the group. `since` is null where no day began it. */
export type FollowUpFlag =
  | { code: "follow-up-late"; since: Day; followUpId: FollowUpId; stage: string }
  | { code: "follow-up-unplaced"; since: null; followUpId: FollowUpId; stage: string; reason: UnplacedCode }
  | { code: "record-missing"; since: Day; followUpId: FollowUpId; stage: string };

/** A reason to look at a dyad, with the facts that say why. */
export type Flag =
  | ({ code: "no-meeting-yet" | "silent" } & Silence)
  | { code: "unreachable"; since: Day; personId: PersonId; reason: string }
  | FollowUpFlag;

type FollowUpRule = (followUp: DyadHistory["followUps"][number], settings: FlagSettings, today: Day) => FollowUpFlag | null;

const followUpRules: readonly FollowUpRule[] = [
  ({ id, stage, on, held }, _, today) =>
    held === null && on !== null && on < today ? { code: "follow-up-late", since: on, followUpId: id, stage } : null,
  ({ id, stage, held, unplaced }, { endsOn }, today) =>
    held === null && unplaced !== null && today <= endsOn
      ? { code: "follow-up-unplaced", since: null, followUpId: id, stage, reason: unplaced }
      : null,
  ({ id, stage, held, recorded }, { recordWithinDays }, today) =>
    held !== null && !recorded && daysBetween(held.on, today) >= recordWithinDays
      ? { code: "record-missing", since: held.on, followUpId: id, stage }
      : null,
];

/** What is wrong with some follow-ups: late, without a date, or held and never written down. */
export const followUpFlags = (followUps: DyadHistory["followUps"], settings: FlagSettings, today: Day): FollowUpFlag[] =>
  followUps.flatMap((followUp) => followUpRules.flatMap((rule) => rule(followUp, settings, today) ?? [])).sort(gravestFirst);

/**
 * Why the coordinator may want to ask this dyad how it goes, the gravest first. A dyad that has not begun or has
 * ended is left in peace; once the cohort is over, nothing is left to ask for but what was never written down.
 */
export function flagsOf(history: DyadHistory, settings: FlagSettings, today: Day): Flag[] {
  const { beganOn, ending } = history.dyad;
  if (today < beganOn || (ending !== null && ending.on <= today)) return [];
  const lasting: Flag[] =
    today > settings.endsOn
      ? []
      : [
          ...history.unreachable.map(({ since, personId, reason }) => ({ code: "unreachable" as const, since, personId, reason })),
          ...silence(history, settings, today),
        ];
  return [...lasting, ...followUpFlags(history.followUps, settings, today)].sort(gravestFirst);
}

/**
 * Whom nothing reaches comes first, since no message will mend it; then a follow-up that should have been, then
 * silence, then a date to find, and last what only remains to be written.
 */
const gravity: Record<Flag["code"], number> = {
  unreachable: 0,
  "follow-up-late": 1,
  "no-meeting-yet": 2,
  silent: 2,
  "follow-up-unplaced": 3,
  "record-missing": 4,
};

/** For `sort`. Of two flags as grave, the longer silence, or else the one that began first. */
const gravestFirst = (a: Flag, b: Flag): number =>
  gravity[a.code] - gravity[b.code] || lengthOf(b) - lengthOf(a) || compareDays(a.since ?? latestDay, b.since ?? latestDay);

const lengthOf = (flag: Flag): number => ("days" in flag ? flag.days : 0);
const latestDay = "9999-12-31" as Day;

/** For `sort`: dyads by their gravest flag, then by the next one; of two alike as far as they go, the one with more. */
export function gravestDyadFirst(a: readonly Flag[], b: readonly Flag[]): number {
  const differing = a.findIndex((flag, place) => {
    const other = b[place];
    return other === undefined || gravestFirst(flag, other) !== 0;
  });
  const [one, other] = [a[differing], b[differing]];
  return one && other ? gravestFirst(one, other) : b.length - a.length;
}

/** Who is in a pause is not silent; and who comes back from one is given the days that were left. */
function silence({ dyad, meetings, pauses }: DyadHistory, settings: FlagSettings, today: Day): Flag[] {
  const inPause = (date: Day): boolean => pauses.some(({ from, until }) => from <= date && date <= until);
  const inClosure = (date: Day): boolean => settings.closed.some(({ from, to }) => from <= date && date <= to);
  if (inPause(today)) return [];
  const held = meetings.map((meeting) => meeting.heldOn).filter((heldOn) => heldOn <= today);
  const since = latest(dyad.beganOn, ...held);
  const all = daysFrom(addDays(since, 1), today);
  const open = all.filter((date) => !inClosure(date));
  const counted = open.filter((date) => !inPause(date)).length;
  const [code, within] =
    held.length === 0 ? (["no-meeting-yet", settings.firstMeetingWithinDays] as const) : (["silent", settings.silentAfterDays] as const);
  return counted >= within ? [{ code, since, days: open.length, closedDays: all.length - open.length }] : [];
}
