import { type Day, earliest, latest } from "../program/day.ts";
import {
  currentVersion,
  findDuplicates,
  longestMeetingMinutes,
  longestOtherTopic,
  type Meeting,
  type MeetingDraft,
  type MeetingEntry,
  type MeetingRefusal,
} from "../program/meeting.ts";
import { type MeetingId, meetingModes, meetingTopics, type ObjectiveId } from "../program/terms.ts";
import { readMeetings } from "../store/meetings.ts";
import { type Objective, readObjectives } from "../store/objectives.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, form, limits } from "../ui/limits.ts";
import type { Field, Form, Option } from "../ui/model.ts";
import type { FieldErrors } from "../ui/refill.ts";
import type { readAnswers } from "./answers.ts";
import type { Visit } from "./feature.ts";
import { nameApart } from "./own-dyad.ts";

const mostObjectives = 10;

/** What the person has typed, as it is read. */
type Read = ReturnType<typeof readAnswers>;

export interface Filling {
  dyads: readonly DyadOfVisitor[];
  /** The form asks which dyad is meant, though one alone be left: nobody’s meeting is taken for another’s. */
  asksWhich?: boolean;
  objectives: readonly Objective[];
  /** The meeting that is corrected. */
  meeting?: Meeting;
  /** The meetings of the same day, which the person is asked about. */
  alike?: { heldOn: Day; minutes: number } | undefined;
}

export function meetingForm(visit: Visit, { dyads, asksWhich = dyads.length > 1, objectives, meeting, alike }: Filling): Form {
  const { words } = visit;
  const { logMeeting: w, common } = words;
  // An ended dyad met until its end; of several, the one that lasted the longest says how late a date may be.
  const lastDay = dyads
    .map(({ ending }) => earliest(visit.today, ending?.on ?? visit.today))
    .reduce((a, b) => latest(a, b), dyads[0]?.beganOn ?? visit.today);
  const entry: Partial<MeetingEntry> = meeting ? currentVersion(meeting).entry : { heldOn: lastDay, minutes: 60, mode: "in-person" };
  const [only] = dyads;
  const earliestDay = dyads.map((dyad) => dyad.beganOn).sort()[0];
  const fields: (Field | false)[] = [
    asksWhich && {
      kind: "choice",
      key: "dyad",
      label: w.dyad,
      look: dyads.length > limits.radio ? "menu" : "radio",
      options: dyads.slice(0, limits.menu).map((dyad) => dyadOption(visit, dyad)),
    },
    {
      kind: "date",
      key: "heldOn",
      label: w.heldOn,
      value: entry.heldOn ?? "",
      max: lastDay,
      ...(earliestDay ? { min: earliestDay } : {}),
    },
    { kind: "number", key: "minutes", label: w.minutes, value: String(entry.minutes ?? ""), min: 1, max: longestMeetingMinutes },
    {
      kind: "choice",
      key: "mode",
      label: w.mode,
      look: "radio",
      value: entry.mode ?? "",
      options: meetingModes.map((mode) => ({ value: mode, label: common.modes[mode] })),
    },
    {
      kind: "choices",
      key: "topics",
      label: w.topics,
      optional: true,
      values: entry.topics ?? [],
      options: meetingTopics.map((topic) => ({ value: topic, label: common.topics[topic] })),
    },
    {
      kind: "text",
      key: "otherTopic",
      label: w.otherTopic,
      hint: w.otherTopicHint,
      optional: true,
      maxLength: longestOtherTopic,
      value: entry.otherTopic ?? "",
    },
    objectives.length > 0 && {
      kind: "choices",
      key: "objectives",
      label: w.objectives,
      optional: true,
      values: (entry.objectives ?? []).map(String),
      options: objectives.map(objectiveOption),
    },
    alike !== undefined && {
      kind: "choices",
      key: "another",
      label: w.sameAnyway,
      optional: true,
      options: [{ value: "yes", label: w.sameAnywayOption }],
    },
  ];
  return form({
    language: visit.person.language,
    id: meeting ? "log-meeting.correct" : "log-meeting.log",
    title: meeting ? w.correctTitle : w.title,
    intro: [{ kind: "text", text: w.privacy, tone: "quiet" }],
    fields: fields.filter((field) => field !== false),
    submit: common.save,
    cancel: common.cancel,
    hidden: {
      ...(only && !asksWhich ? { dyad: String(only.id) } : {}),
      ...(meeting ? { meeting: String(meeting.id), version: String(currentVersion(meeting).number) } : {}),
    },
  });
}

const dyadOption = (visit: Visit, dyad: DyadOfVisitor): Option => ({
  value: String(dyad.id),
  label: clip(nameApart(visit, dyad), limits.option),
});
/** A label is one line, and an objective may have been written on several. */
const objectiveOption = ({ id, text }: Objective): Option => ({
  value: String(id),
  label: clip(text.replace(/\s+/g, " ").trim(), limits.option),
});

/** The objectives that a form offers: those still open, and those that the meeting already names. */
export async function objectivesFor(
  visit: Visit,
  dyads: readonly DyadOfVisitor[],
  named: readonly ObjectiveId[] = [],
): Promise<Objective[]> {
  const [only] = dyads;
  if (dyads.length !== 1 || !only) return [];
  const all = await readObjectives(visit.store, visit.viewer, only);
  return all.filter(({ id, closing }) => closing === null || named.includes(id)).slice(0, mostObjectives);
}

/**
 * What the form says. Where an answer cannot be read, why is in the errors of `read` and a likely one stands for it,
 * so that whatever else is wrong is found, and said, at the same time.
 */
export function readDraft(read: Read, objectives: readonly Objective[], today: Day): MeetingDraft {
  const chosen = read.choices(
    "objectives",
    objectives.map(({ id }) => String(id)),
  );
  return {
    heldOn: read.day("heldOn") ?? today,
    minutes: read.integer("minutes", { min: 1, max: longestMeetingMinutes }) ?? 1,
    mode: read.choice("mode", meetingModes) ?? "writing",
    topics: read.choices("topics", meetingTopics),
    otherTopic: read.text("otherTopic", { max: longestOtherTopic, optional: true }),
    objectives: chosen.map(Number) as ObjectiveId[],
  };
}

/** Another meeting of the same day, unless the person has said that theirs is one more. */
export async function findAlike(
  visit: Visit,
  dyad: DyadOfVisitor,
  draft: MeetingDraft,
  read: Read,
  itself?: MeetingId,
): Promise<Filling["alike"]> {
  if (read.choices("another", ["yes"]).length > 0) return undefined;
  const known = (await readMeetings(visit.store, visit.viewer, dyad)).filter(({ id }) => id !== itself);
  const [twin] = findDuplicates(draft, known);
  return known.find(({ id }) => id === twin?.meetingId);
}

export const inWords = (visit: Visit, refused: readonly MeetingRefusal[]): FieldErrors =>
  Object.fromEntries(refused.map(({ code, field }) => [field ?? "heldOn", visit.words.logMeeting.refusals[code]]));
