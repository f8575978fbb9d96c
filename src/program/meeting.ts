import type { Day, Instant } from "./day.ts";
import { type Decision, decide, type Refusal } from "./decision.ts";
import {
  type Dyad,
  type DyadId,
  type MeetingContent,
  type MeetingFact,
  type MeetingId,
  type MeetingMode,
  type MeetingTopic,
  meetingModes,
  meetingTopics,
  type ObjectiveId,
  type PersonId,
} from "./terms.ts";

export const longestMeetingMinutes = 24 * 60;
export const longestOtherTopic = 200;

/** What one version of a meeting says. */
export type MeetingEntry = Pick<MeetingFact, "heldOn" | "minutes" | "mode"> & MeetingContent;
type MeetingField = keyof MeetingEntry;

/** A meeting as a form gives it: choices come back from outside, and may be anything. */
export interface MeetingDraft {
  heldOn: Day;
  minutes: number;
  mode: string;
  topics: readonly string[];
  otherTopic: string | null;
  objectives: readonly ObjectiveId[];
}

export interface MeetingVersion {
  /** From 1. */
  number: number;
  at: Instant;
  by: PersonId;
  entry: MeetingEntry;
  /** What differs from the version before; nothing in the first. */
  changed: readonly MeetingField[];
}

/** Versions are never rewritten: the last one is what the meeting says now. */
export interface Meeting {
  id: MeetingId;
  dyadId: DyadId;
  loggedBy: PersonId;
  /** The oldest first. */
  versions: readonly [MeetingVersion, ...MeetingVersion[]];
  voided: { at: Instant; by: PersonId } | null;
}

export type MeetingRefusalCode =
  | "not-of-this-dyad"
  | "not-the-author"
  | "already-voided"
  | "nothing-changed"
  | "in-the-future"
  | "before-the-dyad-began"
  | "after-the-dyad-ended"
  | "minutes-out-of-range"
  | "unknown-mode"
  | "unknown-topic"
  | "other-topic-too-long"
  | "objective-of-another-dyad";
export type MeetingRefusal = Refusal<MeetingRefusalCode, MeetingField>;

export interface MeetingContext {
  dyad: Dyad;
  /** Every objective of the dyad, closed ones too: an old meeting may have been about one. */
  objectives: ReadonlySet<ObjectiveId>;
  today: Day;
  by: PersonId;
  at: Instant;
}

type Rule = (draft: MeetingDraft, context: MeetingContext) => MeetingRefusal | null;

const refuseIf = (refused: boolean, code: MeetingRefusalCode, field: MeetingField | null = null): MeetingRefusal | null =>
  refused ? { code, field } : null;

const rules: readonly Rule[] = [
  ({ heldOn }, { today }) => refuseIf(heldOn > today, "in-the-future", "heldOn"),
  ({ heldOn }, { dyad }) => refuseIf(heldOn < dyad.beganOn, "before-the-dyad-began", "heldOn"),
  ({ heldOn }, { dyad }) => refuseIf(dyad.ending !== null && heldOn > dyad.ending.on, "after-the-dyad-ended", "heldOn"),
  ({ minutes }) =>
    refuseIf(!Number.isInteger(minutes) || minutes < 1 || minutes > longestMeetingMinutes, "minutes-out-of-range", "minutes"),
  ({ mode }) => refuseIf(!isMode(mode), "unknown-mode", "mode"),
  ({ topics }) => refuseIf(!topics.every(isTopic), "unknown-topic", "topics"),
  ({ otherTopic }) => refuseIf((otherTopic?.trim().length ?? 0) > longestOtherTopic, "other-topic-too-long", "otherTopic"),
  ({ objectives: chosen }, { objectives }) =>
    refuseIf(!chosen.every((objective) => objectives.has(objective)), "objective-of-another-dyad", "objectives"),
];

/** Either member of the dyad logs what took place. */
export function logMeeting(draft: MeetingDraft, context: MeetingContext): Decision<MeetingVersion, MeetingRefusal> {
  const { dyad, by, at } = context;
  if (by !== dyad.mentorId && by !== dyad.menteeId) return { refused: [{ code: "not-of-this-dyad", field: null }] };
  return decide(refusalsOf(draft, context), () => ({ number: 1, at, by, entry: entryOf(draft), changed: [] }));
}

/** The author alone corrects, so that nobody finds words put in their mouth; the other member sees every version. */
export function correctMeeting(meeting: Meeting, draft: MeetingDraft, context: MeetingContext): Decision<MeetingVersion, MeetingRefusal> {
  const closed = closedTo(context.by, meeting);
  if (closed) return { refused: [closed] };
  const refusals = refusalsOf(draft, context);
  const current = currentVersion(meeting);
  const changed = refusals.length === 0 ? changesBetween(current.entry, entryOf(draft)) : [];
  const unchanged = refuseIf(refusals.length === 0 && changed.length === 0, "nothing-changed");
  return decide([...refusals, ...(unchanged ? [unchanged] : [])], () => ({
    number: current.number + 1,
    at: context.at,
    by: context.by,
    entry: entryOf(draft),
    changed,
  }));
}

/** The author alone voids, and once: a voided meeting counts nowhere and stays as it was. */
export function voidMeeting(meeting: Meeting, by: PersonId, at: Instant): Decision<{ at: Instant; by: PersonId }, MeetingRefusal> {
  const closed = closedTo(by, meeting);
  return decide(closed ? [closed] : [], () => ({ at, by }));
}

export const currentVersion = ({ versions }: Meeting): MeetingVersion => versions.at(-1) ?? versions[0];

export function changesBetween(earlier: MeetingEntry, later: MeetingEntry): MeetingField[] {
  const fields: readonly MeetingField[] = ["heldOn", "minutes", "mode", "topics", "otherTopic", "objectives"];
  const comparable = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return fields.filter((field) => comparable(earlier[field]) !== comparable(later[field]));
}

interface Duplicate {
  meetingId: MeetingId;
  /** `same-length-and-mode` is most likely the same meeting, logged by the other member. */
  likeness: "same-length-and-mode" | "same-day";
}

/**
 * The meetings of the same dyad that a draft may repeat, the likeliest first. It is something to confirm
 * and not a refusal: two meetings in a day do happen. `logged` holds no voided meeting, and not the one being corrected.
 */
export function findDuplicates(draft: Pick<MeetingDraft, "heldOn" | "minutes" | "mode">, logged: readonly MeetingFact[]): Duplicate[] {
  const sameDay = logged.filter((meeting) => meeting.heldOn === draft.heldOn);
  const alike = (meeting: MeetingFact): boolean => meeting.minutes === draft.minutes && meeting.mode === draft.mode;
  return [
    ...sameDay.filter(alike).map(({ id }) => ({ meetingId: id, likeness: "same-length-and-mode" as const })),
    ...sameDay.filter((meeting) => !alike(meeting)).map(({ id }) => ({ meetingId: id, likeness: "same-day" as const })),
  ];
}

const refusalsOf = (draft: MeetingDraft, context: MeetingContext): MeetingRefusal[] => rules.flatMap((rule) => rule(draft, context) ?? []);

/** Who is not the author learns nothing else of the meeting from a refusal. */
const closedTo = (by: PersonId, meeting: Meeting): MeetingRefusal | null =>
  refuseIf(by !== meeting.loggedBy, "not-the-author") ?? refuseIf(meeting.voided !== null, "already-voided");

const isMode = (mode: string): mode is MeetingMode => meetingModes.some((known) => known === mode);
const isTopic = (topic: string): topic is MeetingTopic => meetingTopics.some((known) => known === topic);

/** For a draft that the rules have let through. */
function entryOf(draft: MeetingDraft): MeetingEntry {
  const { heldOn, minutes, mode } = draft;
  if (!isMode(mode)) throw new RangeError(`not a mode: ${mode}`);
  return {
    heldOn,
    minutes,
    mode,
    topics: [...new Set(draft.topics.filter(isTopic))],
    otherTopic: draft.otherTopic?.trim() || null,
    objectives: [...new Set(draft.objectives)],
  };
}
